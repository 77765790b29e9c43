"""What the columns of a file mean: vocabulary, recognition by content, presets of known programs, fingerprints.

Not for reading files (`neeman.lib.files`) nor for writing rows: a `Mapping` is a guess with its reasons, and
whoever imports shows it, lets it be corrected and remembers it by `header_fingerprint`.
"""

from neeman.lib.columns.content import Facts, distinct_values, look_at
from neeman.lib.columns.discounts import percent_of
from neeman.lib.columns.guessing import (
    ColumnGuess,
    Mapping,
    Why,
    guess_columns,
    guess_target,
    header_fingerprint,
)
from neeman.lib.columns.vocabulary import TARGETS, Target, find_concept, find_preset, required_roles, roles_of

__all__ = [
    "TARGETS",
    "ColumnGuess",
    "Facts",
    "Mapping",
    "Target",
    "Why",
    "distinct_values",
    "find_concept",
    "find_preset",
    "guess_columns",
    "guess_target",
    "header_fingerprint",
    "look_at",
    "percent_of",
    "required_roles",
    "roles_of",
]
