"""What `docs/requirements.md` and `docs/house/threats.md` say of tests is so: each named test exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.code import ROOT

REQUIREMENTS = ROOT / "docs" / "requirements.md"
THREATS = ROOT / "docs" / "house" / "threats.md"
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
ROW = re.compile(r"^\| ([RX]\d+) \|.*\|.*\| (.*) \| (.*) \|$", re.M)
STATES = ("done", "partly", "not")


def run_of(letter: str, first: int, last: int) -> list[str]:
    return [f"{letter}{number}" for number in range(first, last + 1)]


WANTED = [
    *("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R12", "R14"),
    *run_of("R", 17, 31),
    *run_of("R", 40, 47),
    *run_of("R", 127, 143),
    *run_of("R", 192, 194),
    "R214",
    *run_of("X", 2, 6),
    *("X14", "X18", "X19", "X20", "X22"),
]


@cache
def names_of(path: Path) -> frozenset[str]:
    """The names of the tests of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def unfounded(text: str) -> list[str]:
    """The tests that a text names and that are not there."""
    found = []
    for name, test in NAMED.findall(text):
        places = [place / name for place in (ROOT, ROOT / "src" / "neeman") if (place / name).is_file()]
        if not places or test not in names_of(places[0]):
            found.append(f"{name}::{test}")
    return found


@pytest.mark.parametrize("page", [REQUIREMENTS, THREATS], ids=lambda path: path.stem)
def test_every_named_test_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    assert len(NAMED.findall(text)) > 40
    assert unfounded(text) == []


def test_a_test_that_is_not_there_is_seen() -> None:
    assert unfounded("`tests/house/test_requirements.py::test_that_nobody_wrote`") != []
    assert unfounded("`tests/house/test_of_nothing.py::test_a`") != []


def test_every_number_has_its_row_and_nothing_is_done_without_a_test() -> None:
    rows = {number: (proof, state) for number, proof, state in ROW.findall(REQUIREMENTS.read_text("utf-8"))}
    assert [number for number in WANTED if number not in rows] == []
    assert [number for number, (_, state) in rows.items() if not state.startswith(STATES)] == []
    bare = [
        number for number, (proof, state) in rows.items() if state.startswith("done") and "::" not in proof
    ]
    assert bare == []


def test_every_threat_has_its_row() -> None:
    rows = set(re.findall(r"^\| (T\d\d) ", THREATS.read_text("utf-8"), re.M))
    assert rows == {f"T{number:02}" for number in range(1, 38)}
