"""The pages of measures say what the code's docstrings say, leave no measure out, and the check sees when they do not."""

from __future__ import annotations

import importlib.util
import inspect
import pkgutil
import re
import sys
from types import ModuleType

import pytest

import neeman_engine.measures
from neeman_engine.measures.tests.everything import every_measure, unbound
from tests.house.code import ROOT

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measures", ROOT / "tools" / "measures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["measures"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(tool: ModuleType) -> dict[str, str]:
    found: dict[str, str] = tool.pages()
    return found


def test_the_pages_are_what_the_docstrings_say(tool: ModuleType, pages: dict[str, str]) -> None:
    there = {path.name: path.read_text("utf-8") for path in tool.FOLDER.glob("*.md")}
    assert list(tool.problems(pages, there)) == []


def test_planted_drift_is_seen(tool: ModuleType, pages: dict[str, str]) -> None:
    planted = pages | {"grades.md": pages["grades.md"].replace("80", "85"), "left.md": ""}
    del planted["arpa.md"]
    assert [said.split(" ")[0] for said in tool.problems(pages, planted)] == [
        "docs/measures/arpa.md", "docs/measures/grades.md", "docs/measures/left.md",
    ]  # fmt: skip


def test_no_measure_is_left_out(tool: ModuleType) -> None:
    known = {info.name for info in pkgutil.iter_modules(neeman_engine.measures.__path__)}
    assert known - {"tests", "portable"} == set(tool.MEASURES)


def test_every_page_has_its_parts(pages: dict[str, str]) -> None:
    for name, table in every_measure(unbound()).items():
        module, _, function = name.partition(".")
        said = pages[f"{module}.md"].split(f"\n## {function}\n")[1].split("\n## ")[0]
        assert "**Example**" in said, name
        assert "**Source.**" in said, name
        shown = set(re.findall(r"^\| `(\w+)` \|", said, re.MULTILINE))
        assert shown <= set(table.columns), name
        assert shown, name
        if "revenue_minor" not in table.columns or "days_since_last" not in table.columns:
            made = set(table.columns) - {"customer_id"}
            assert made - shown <= ADDED_TO.get(name, set()), name


ADDED_TO = {"lifetime.remaining": set(every_measure(unbound())["retention.retention"].columns)}
"""A measure that adds a column to the few of another."""


def test_a_name_without_a_unit_is_refused(tool: ModuleType) -> None:
    with pytest.raises(LookupError, match="wobble"):
        tool.unit("wobble")


def test_links_lead_somewhere(pages: dict[str, str]) -> None:
    headings = {name: set(re.findall(r"^## (\w+)$", text, re.MULTILINE)) for name, text in pages.items()}
    for name, text in pages.items():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            path, _, anchor = target.partition("#")
            assert (ROOT / "docs" / "measures" / path).exists() or path in pages, (name, target)
            assert not anchor or anchor in headings[path or name], (name, target)


def test_examples_are_put_back(tool: ModuleType, pages: dict[str, str]) -> None:
    from neeman_engine import examples

    assert pages
    assert inspect.getmodule(examples.show) is examples
