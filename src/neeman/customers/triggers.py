"""The registry of triggers: a room says in its apps.py what of its log may set something off; automations listen.

Only what is written to the log can be declared here, since the log is the one place that every room writes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class LogTrigger:
    """`verbs` of the log, of whose data each of `where` must hold one of the named values. The customer is the entry's
    subject, or that on which the subject hangs. `about` names what it is about where that is not the subject:
    (table, key of the data with its id). `names_subject`: what a text calls "subject" is the subject's own name.
    `key` must stay as it is, since automations keep it.
    """

    key: str
    title: str | Promise
    verbs: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: tuple[str, str] | None = None
    names_subject: bool = False


_triggers: dict[str, LogTrigger] = {}


def declare_triggers(*triggers: LogTrigger) -> None:
    """Register them; the same key twice replaces it, so that reloading is harmless."""
    _triggers.update({trigger.key: trigger for trigger in triggers})


def log_triggers() -> tuple[LogTrigger, ...]:
    """All that were declared, in the order of declaring."""
    return tuple(_triggers.values())
