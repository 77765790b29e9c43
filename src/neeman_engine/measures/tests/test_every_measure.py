"""What holds for every measure: it is pure, its examples are true, it compiles for both engines."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import ibis
import pytest

import neeman_engine.measures
from neeman_engine.measures.tests.everything import MODULES, every_measure, unbound

NAMES = sorted(every_measure(unbound()))
FOLDER = Path(neeman_engine.measures.__file__).parent
RUNS = {
    "execute",
    "to_pyarrow",
    "to_pandas",
    "to_polars",
    "to_parquet",
    "to_csv",
    "now",
    "today",
    "utcnow",
    "time",
}
HEADINGS = ("Formula:", "In:", "Source:")


def impurities(source: str) -> list[str]:
    """Calls that run an expression or read a clock, and names that are global."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS:
            found.append(f"line {node.lineno}: {node.func.attr}()")
        if isinstance(node, ast.Global):
            found.append(f"line {node.lineno}: global")
    return found


def test_none_is_left_out() -> None:
    listed = {info.name for info in pkgutil.iter_modules([str(FOLDER)])} - {"tests", "portable"}
    assert listed == {module.__name__.rpartition(".")[2] for module in MODULES}
    public = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert public == set(NAMES)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_runs_and_no_clock_is_read(path: Path) -> None:
    assert impurities(path.read_text("utf-8")) == []


def test_the_guard_sees_what_it_guards_against() -> None:
    assert impurities("def f(t):\n    return t.execute()") == ["line 2: execute()"]
    assert impurities("from datetime import date\ndef f():\n    return date.today()") == ["line 3: today()"]
    assert impurities("def f():\n    global x") == ["line 2: global"]


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_does_and_from_where(name: str) -> None:
    module, _, function = name.partition(".")
    said = (
        inspect.getdoc(getattr(importlib.import_module(f"neeman_engine.measures.{module}"), function)) or ""
    )
    wanted = [heading for heading in HEADINGS if heading != "Formula:" or "As `" not in said]
    missing = [heading for heading in wanted if heading not in said and "In and out as" not in said]
    assert said.splitlines()[0].endswith("?") or "s `" in said or "same by" in said
    assert ">>>" in said
    assert not missing or missing in (["Formula:"], ["In:"])


@pytest.mark.parametrize(
    "module", [*MODULES, "neeman_engine.explain", "neeman_engine.windows", "neeman_engine.examples"], ids=str
)
def test_the_examples_are_true(module: object) -> None:
    found = importlib.import_module(module) if isinstance(module, str) else module
    tried = doctest.testmod(found)  # type: ignore[arg-type]  # a module, by the line above
    assert tried.attempted > 0
    assert tried.failed == 0


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.parametrize("name", NAMES)
def test_it_compiles_for_both_engines_without_either(name: str) -> None:
    _ = ibis.pyspark  # registers the backend's options; without them compiling fails on a missing attribute
    table = every_measure(unbound())[name]
    for dialect in ("duckdb", "pyspark"):
        assert "SELECT" in str(ibis.to_sql(table, dialect=dialect))
