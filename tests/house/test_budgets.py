"""Nothing grows into the one file into which everything drifts."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.code import files, shown, tree

FILE, FUNCTION, VIEW, TEMPLATE = 400, 40, 25, 150
FORBIDDEN_NAMES = {"core", "base", "common", "utils", "helpers", "manager", "misc"}


def long_functions(module: ast.Module, limit: int) -> list[tuple[int, str, int]]:
    """(line, name, length) of each function longer than the limit; its docstring and decorators are free."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            first = node.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            text = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            length = node.end_lineno - node.lineno + 1 - text
            if length > limit:
                found.append((node.lineno, node.name, length))
    return found


def is_view_file(path: Path) -> bool:
    return path.name == "views.py" or path.parent.name == "views"


def test_files_are_short() -> None:
    long = [
        shown(path) for path in files("*.py", tests=True) if len(path.read_text("utf-8").splitlines()) > FILE
    ]
    assert long == []


def test_functions_are_short() -> None:
    long = [
        (shown(path, line), name, length)
        for path in files("*.py")
        for line, name, length in long_functions(tree(path), VIEW if is_view_file(path) else FUNCTION)
    ]
    assert long == []


def test_templates_are_short() -> None:
    long = [shown(path) for path in files("*.html") if len(path.read_text("utf-8").splitlines()) > TEMPLATE]
    assert long == []


def test_no_file_is_named_for_nothing() -> None:
    named = [shown(path) for path in files("*.py") if {path.stem, path.parent.name} & FORBIDDEN_NAMES]
    assert named == []


def test_the_ruler_measures() -> None:
    grown = "def f():\n" + "    x = 1\n" * 50
    assert [name for _, name, _ in long_functions(ast.parse(grown), FUNCTION)] == ["f"]
    assert long_functions(ast.parse('def f():\n    """' + "a\n" * 60 + '"""\n    return 1\n'), FUNCTION) == []
