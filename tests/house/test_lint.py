"""House rules that ready-made linters do not know: no float money, no user input as query keywords, and the like."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import pytest

from tests.house.code import SOURCE, files, shown, tree

MONEY = re.compile(r"(_minor|_agorot|price|amount|money|total_minor|cost|revenue)$")
ORM = {"filter", "exclude", "annotate", "aggregate", "alias", "update", "order_by", "get", "create"}
SQL = {"raw", "extra", "RawSQL"}
LIFTS_THE_WALL = {"orgs", "jobs"}
EVALUATORS = {"eval", "exec", "compile", "__import__"}

Rule = Callable[[ast.AST], str | None]


def float_money(node: ast.AST) -> str | None:
    """A model or dataclass field, or an argument, that holds money as a float."""
    target = annotation = None
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        target, annotation = node.target.id, node.annotation
    elif isinstance(node, ast.arg) and node.annotation is not None:
        target, annotation = node.arg, node.annotation
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        call, name = node.value, node.targets[0].id
        kind = getattr(getattr(call, "func", None), "attr", "")
        return (
            f"{name} is a {kind}" if kind in {"FloatField", "DecimalField"} and MONEY.search(name) else None
        )
    if target and annotation is not None and target.endswith("_minor") and "float" in ast.unparse(annotation):
        return f"{target} is a float"
    return None


def user_keywords(node: ast.AST) -> str | None:
    """`filter(**something)`: the door of most injections into an ORM (TRUST 0.5)."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ORM:
        spread = any(keyword.arg is None for keyword in node.keywords)
        if spread and ".objects" in ast.unparse(node.func):
            return f"{ast.unparse(node.func)}(**...)"
    return None


def sql_by_hand(node: ast.AST) -> str | None:
    """SQL glued together from an f-string, and the ORM's side doors."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if name in SQL and ".objects" in ast.unparse(node.func):
            return name
    return None


def evaluation(node: ast.AST) -> str | None:
    """Anything that runs text as code."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in EVALUATORS:
        return node.func.id
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = {alias.name.split(".")[0] for alias in node.names} | {getattr(node, "module", "") or ""}
        if names & {"pickle", "marshal", "shelve"}:
            return "pickle and its kin"
    return None


RULES: list[Rule] = [float_money, user_keywords, sql_by_hand, evaluation]

PLANTED = {
    float_money: "class A:\n    amount_minor: float = 0",
    user_keywords: "Customer.objects.filter(**wanted)",
    sql_by_hand: "Customer.objects.raw('x')",
    evaluation: "eval('1')",
}


def findings(rule: Rule, module: ast.Module) -> list[tuple[int, str]]:
    return [
        (getattr(node, "lineno", 0), found) for node in ast.walk(module) if (found := rule(node)) is not None
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule: Rule) -> None:
    assert findings(rule, ast.parse(PLANTED[rule])), "the rule does not see its planted fault"
    assert [
        (shown(path, line), what) for path in files("*.py") for line, what in findings(rule, tree(path))
    ] == []


def lifts(module: ast.Module) -> list[int]:
    """Lines that lift the wall."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Name) and node.id == "across_organizations"
    ]


def test_the_wall_is_lifted_in_few_rooms_only() -> None:
    assert lifts(ast.parse("with across_organizations():\n    pass")) == [1]
    elsewhere = [
        shown(path, line)
        for path in files("*.py")
        if path.is_relative_to(SOURCE / "neeman")
        for line in lifts(tree(path))
        if not LIFTS_THE_WALL & set(path.relative_to(SOURCE / "neeman").parts[:1])
    ]
    assert elsewhere == []
