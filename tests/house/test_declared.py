"""Every package that the product imports is named in pyproject.toml, and has its line in docs/dependencies.md.

One that only happens to come along with another goes when that one changes its mind.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain

from tests.house.code import ROOT, files, tree

OURS = {"neeman", "neeman_engine"}


def imported(module: ast.Module) -> set[str]:
    """The top-level packages that a module imports, other than ours and Python's."""
    names = {
        alias.name for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names
    } | {
        node.module
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name.split(".")[0] for name in names} - OURS - sys.stdlib_module_names


def undeclared(imports: set[str], declared: set[str]) -> set[str]:
    """The imports that none of the declared distributions brings."""
    brought_by = packages_distributions()
    return {name for name in imports if not {plain(d) for d in brought_by.get(name, [])} & declared}


def declared() -> set[str]:
    """The distributions that the product asks for by name, the optional ones too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = chain(project["dependencies"], *project["optional-dependencies"].values())
    return {plain(re.split(r"[\[<>=;! ]", text, maxsplit=1)[0]) for text in asked}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_is_imported_is_asked_for() -> None:
    imports = {name for path in files("*.py") for name in imported(tree(path))}
    assert undeclared(imports, declared()) == set()


def test_what_is_asked_for_has_its_reason() -> None:
    reasons = plain((ROOT / "docs" / "dependencies.md").read_text())
    assert {name for name in declared() if name not in reasons} == set()


def test_a_stowaway_is_seen() -> None:
    assert undeclared(imported(ast.parse("import sqlparse.sql\nfrom os import path")), declared()) == {
        "sqlparse"
    }
