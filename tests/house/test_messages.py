"""The Hebrew catalogue is complete, and the check that says so sees planted faults."""

from __future__ import annotations

import gettext
import importlib.util
import sys
from types import ModuleType

from babel.messages.catalog import Catalog

from tests.house.code import ROOT, files


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


def test_every_message_has_its_hebrew() -> None:
    messages = tool()
    assert list(messages.problems(messages.collect(), messages.load(messages.CATALOGUE))) == []


def test_planted_faults_are_seen() -> None:
    messages = tool()
    wanted = Catalog(locale="he")
    held = messages._empty()
    for text in ("missing", "empty", "fuzzy", ("one", "many"), "fine"):
        wanted.add(text, locations=[("x.py", 1)])
    held.add("empty", "")
    held.add("fuzzy", "מטושטש", flags=["fuzzy"])
    held.add(("one", "many"), ("אחד", "", "רבים"))
    held.add("left", "שריד")
    held.add("fine", "תקין")
    found = " ".join(messages.problems(wanted, held))
    assert [word in found for word in ("missing", "empty", "fuzzy", "'one'", "'left'", "'fine'")] == [
        True
    ] * 5 + [False]


def test_hebrew_counts_in_three_forms() -> None:
    messages = tool()
    messages.compile_catalogue()
    with messages.CATALOGUE.with_suffix(".mo").open("rb") as file:
        form = gettext.GNUTranslations(file).plural  # type: ignore[attr-defined]  # the compiled rule
    assert [form(n) for n in (0, 1, 2, 3, 10, 20, 100)] == [2, 0, 1, 2, 2, 2, 2]


def test_no_english_sentence_stands_bare_in_a_template() -> None:
    """What a person reads goes through the catalogue: text nodes hold no run of Latin words."""
    import re

    bare = re.compile(r">\s*([A-Za-z][a-z]+(?: [A-Za-z]+)+)\s*<")
    assert bare.search("<p>Nothing here yet</p>")
    found = [(str(path), hit) for path in files("*.html") for hit in bare.findall(path.read_text("utf-8"))]
    assert found == []
