"""Every verb that is written to the log has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from neeman.orgs.verbs import words_of
from tests.house.code import files, shown, tree
from tests.walls.addresses import ROOMS

VERB = re.compile(rf"(?:{'|'.join(ROOMS)})\.[a-z_]+\.[a-z_]+")


def verbs(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Each string that is a verb, and its line; a verb put together from pieces is not one that can be looked for."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VERB.fullmatch(node.value):
            yield node.value, node.lineno


def wordless(module: ast.Module) -> list[tuple[str, int]]:
    """The verbs of a module that no room has declared."""
    return [(verb, line) for verb, line in verbs(module) if words_of(verb) == verb]


def test_every_verb_has_its_words() -> None:
    found = [(verb, shown(path, line)) for path in files("*.py") for verb, line in wordless(tree(path))]
    assert found == []


def test_planted_faults_are_seen() -> None:
    module = ast.parse(
        'log(access, row, "customers.customer.sung")\nlog(access, row, "customers.customer.added")'
    )
    assert wordless(module) == [("customers.customer.sung", 1)]
