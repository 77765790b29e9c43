from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.columns import guess_columns
from neeman.lib.files import Chunk, FileProblem, RowNote
from neeman.lib.files.wire import decode, encode, resolve

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.dates() | st.datetimes().map(lambda value: value.replace(fold=0))
    | st.times().map(lambda value: value.replace(fold=0)) | st.timedeltas() | st.decimals(allow_nan=False) | st.builds(Path, st.just("a/ב"))
)  # fmt: skip
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_data_arrive_as_they_left(value: Any) -> None:
    back = decode(encode(value))
    assert back == value
    assert repr(back) == repr(value)


def test_long_columns_keep_every_type() -> None:
    column = [
        1,
        1.0,
        True,
        Decimal(1),
        date(2026, 3, 7),
        datetime(2026, 3, 7),
        time(1),
        timedelta(1),
        None,
        "א",
    ] * 30
    chunk = Chunk(list(range(300)), [column], [RowNote(3, "blank")])
    back = decode(encode(chunk))
    assert back == chunk
    assert list(map(type, back.columns[0])) == list(map(type, column))


def test_mappings_and_reasons() -> None:
    mapping = guess_columns(["שם לקוח", "תאריך"], [["דני"], ["25/03/2026"]])
    assert decode(encode(mapping)) == mapping
    problem = decode(encode(FileProblem("too_big", megabytes=5)))
    assert (type(problem), problem.code, problem.params) == (FileProblem, "too_big", {"megabytes": 5})


@pytest.mark.parametrize(
    "body",
    [
        b'{"t":"object","v":["os:system",{"command":"true"}]}',
        b'{"t":"object","v":["neeman.lib.files.wire:decode",{"body":"x"}]}',
        b'{"t":"reason","v":["builtins:SystemExit","x",{"t":"dict","v":[]}]}',
        b'{"t":"enum","v":["neeman.lib.files.shapes:Chunk",1]}',
    ],
)
def test_nothing_that_arrives_can_run_anything(body: bytes) -> None:
    with pytest.raises(ValueError):
        decode(body)


def test_only_this_house_is_resolved() -> None:
    with pytest.raises(ValueError):
        resolve("subprocess:run")
    with pytest.raises(TypeError):
        encode(object())
