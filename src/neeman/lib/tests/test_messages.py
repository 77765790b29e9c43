"""Every code that pure helpers can answer with has a sentence, and the sentence asks for nothing that is not given."""

from __future__ import annotations

import re
from pathlib import Path

import neeman.lib
from neeman.lib.messages import MESSAGES

LIB = Path(neeman.lib.__file__).parent
RAISED = re.compile(
    r"(?:FileProblem|DateError|AmountError|RowNote)\(\s*(?:[\w.\[\]]+,\s*)?\"(\w+)\"(.*?)\)(?: from fault)?\n",
    re.DOTALL,
)
PLACE = re.compile(r"%\((\w+)\)s")


def test_every_reason_that_is_raised_has_a_sentence() -> None:
    raised = {}
    for path in LIB.rglob("*.py"):
        if "tests" not in path.parts:
            raised |= dict(RAISED.findall(path.read_text("utf-8")))
    assert len(raised) > 30
    assert set(raised) <= set(MESSAGES)
    for code, given in raised.items():
        assert all(f"{name}=" in given for name in PLACE.findall(MESSAGES[code])), code


def test_sentences_fill() -> None:
    for code, sentence in MESSAGES.items():
        assert sentence % dict.fromkeys(PLACE.findall(sentence), "x"), code
