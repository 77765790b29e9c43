"""The pages of `docs/measures`, made from the engine's own docstrings: `generate`, or `check` that they are in step.

A page a file of `neeman_engine.measures` and a page a fitted model: the question, the formula, the columns with their
units, the edge cases, a worked example that was run just now, and the source.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import ibis.expr.types as ir

from neeman_engine import examples, tables
from neeman_engine.measures.tests.everything import every_measure, unbound

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "measures"
MEASURES = (
    "purchases", "grades", "concentration", "curves", "rfm", "rhythm", "retention", "arpa", "trends", "cohorts", "lifetime",
    "profit",
)  # fmt: skip
MODELS = ("bgnbd", "mbgnbd", "pareto_nbd", "gamma_gamma", "choose", "clv", "churn")
TITLES = {
    "arpa": "Average revenue per customer", "rfm": "Recency, frequency, money", "curves": "Pareto and whale curves",
    "purchases": "Purchases", "rhythm": "Order rhythm", "lifetime": "Lifetime value, simple", "cohorts": "Cohorts",
    "retention": "Retention and churn", "trends": "Trends", "bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD",
    "gamma_gamma": "Gamma-Gamma", "choose": "Which model forecasts", "clv": "Lifetime value, forecast", "churn": "Churn risk",
}  # fmt: skip
UNITS = (
    (r"grade.*", "A, B or C"),
    (r".*_minor$", "minor units (agorot, cents)"),
    (r"(days_|.*_days$).*", "days"),
    (r".*_years$", "years"),
    (r".*(_share|_share_left|_rate|_rate_\w+)$|hhi.*|.*_share_\w+$", "0..1"),
    (r".*_rank$", "place, 1 is the first"),
    (r".*_score$", "1 to 5, 5 is the best"),
    (r".*_(ratio|growth)$", "times"),
    (r"percent", "1 to 100"),
    (r"(day|first_purchase|last_purchase)$", "day"),
    (r"month", "year x 12 + month - 1"),
    (r"quarter", "month number / 3"),
    (r"cohort", "month number, or that / 3"),
    (r"age", "months or quarters"),
    (r"active_.*", "bits, one a month"),
    (r".*(customers|buyers|orders|bought|active|groups|frequency)$|purchases_.*|repeat_purchases", "count"),
    (r".*_id$|name|segment|parent|owner", "as in the file"),
    (r"rfm_segment|concentration|usual_gap_source", "one of the words named"),
)
KINDS = {"string": "text", "int64": "whole number", "float64": "number", "date": "day"}
HEADINGS = ("Formula", "In and out", "In", "Out", "Edge cases", "Source")
SHOWN_AS = {"In": "Columns", "In and out": "Columns", "Out": "Columns"}


def main(act: str) -> int:
    """Do one of the two acts; the exit code says whether all is well."""
    if act == "generate":
        FOLDER.mkdir(exist_ok=True)
        for name, text in pages().items():
            (FOLDER / name).write_text(text, "utf-8")
        return 0
    findings = list(problems(pages(), {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}))
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def problems(wanted: dict[str, str], there: dict[str, str]) -> Iterator[str]:
    """What lies in the folder and is not what the docstrings say."""
    for name in sorted(wanted.keys() | there.keys()):
        if name not in there:
            yield f"docs/measures/{name} is missing: run tools/measures.py generate"
        elif name not in wanted:
            yield f"docs/measures/{name} belongs to no measure"
        elif wanted[name] != there[name]:
            yield f"docs/measures/{name} is not what the docstrings say: run tools/measures.py generate"


def pages() -> dict[str, str]:
    """File name -> text of every page."""
    made = every_measure(unbound())
    found = {f"{name}.md": measure_page(_module("measures", name), made) for name in MEASURES}
    found |= {f"{name}.md": model_page(_module("models", name)) for name in MODELS}
    return {"README.md": index()} | found


def _module(folder: str, name: str) -> ModuleType:
    return importlib.import_module(f"neeman_engine.{folder}.{name}")


def index() -> str:
    """The page that leads to the others: every question, and the rules that hold for all."""
    lines = ["# Measures", "", "Every figure of the portfolio, of `neeman analyze` and of a customer's card, exactly enough to compute it again.",
             "These pages are made from the code's own docstrings by `tools/measures.py`; what they show was run to make them.", ""]  # fmt: skip
    lines += ["## Counted", "", "| question | measure |", "|---|---|"]
    for name in MEASURES:
        for function in _functions(_module("measures", name)):
            asked = _joined(_paragraphs(inspect.getdoc(function) or "")[0])
            lines.append(f"| {asked} | [{_title(name)}]({name}.md#{function.__name__}) |")
    lines += ["", "## Fitted", "", "| question | model |", "|---|---|"]
    for name in MODELS:
        asked = _joined(_paragraphs(_module("models", name).__doc__ or "")[0])
        lines.append(f"| {asked.removesuffix(':')} | [{_title(name)}]({name}.md) |")
    lines += ["", "## Rules for facts", "", *_prose((tables.__doc__ or "").partition("\n\n")[2])]
    lines += ["", "R and X numbers are rows of [requirements](../requirements.md); S1 to S5 are the founding documents, with their lines.",
              "The examples' little tables come from `neeman_engine.examples`: `\"ann 2024-01-05 100\"` is 100.00 bought by ann."]  # fmt: skip
    return "\n".join(lines) + "\n"


def measure_page(module: ModuleType, made: dict[str, ir.Table]) -> str:
    """All measures of one file."""
    name = module.__name__.rpartition(".")[2]
    functions = _functions(module)
    lines = [f"# {_title(name)}", "", _joined(module.__doc__ or ""), ""]
    if len(functions) > 1:
        lines += [" · ".join(f"[{one.__name__}](#{one.__name__})" for one in functions), ""]
    for function in functions:
        lines += [*_measure(function, made[f"{name}.{function.__name__}"]), ""]
    return "\n".join(lines + _footer(f"src/neeman_engine/measures/{name}.py"))


def _measure(function: Any, table: ir.Table) -> list[str]:
    doc = inspect.getdoc(function) or ""
    asked, *rest = _paragraphs(doc)
    lines = [f"## {function.__name__}", "", f"**{_joined(asked)}**", ""]
    for paragraph in rest:
        if paragraph.startswith(">>>"):
            lines += ["**Example**", "", *_worked(doc), ""]
            continue
        heading = next((one for one in HEADINGS if paragraph.startswith(one)), None)
        said = _joined(paragraph)
        if heading and said.startswith(f"{heading}:"):
            said = f"**{SHOWN_AS.get(heading, heading)}.** {said if heading in SHOWN_AS else _begun(said.partition(': ')[2])}"
        lines += [said, ""]
        if re.search(r"\b(Adds|Out)\b", paragraph):
            lines += _columns(paragraph, table)
    return lines[:-1]


def _columns(paragraph: str, table: ir.Table) -> list[str]:
    """The columns that a paragraph names after "Out" or "Adds", with the types that the expression has."""
    told = re.split(r"\b(?:Out|Adds)\b", paragraph, maxsplit=1)[1]
    named = [word.replace("*", "0") for word in re.findall(r"`([a-z_0-9*]+)`", told)]
    known = [name for name in dict.fromkeys(named) if name in table.columns]
    rows = [
        f"| `{name}` | {KINDS[str(table[name].type().copy(nullable=True))]} | {unit(name)} |"
        for name in known
    ]
    return ["| column | kind | unit |", "|---|---|---|", *rows, ""] if rows else []


def unit(column: str) -> str:
    """In what a column is measured, which its name tells. Raises LookupError where it does not."""
    for pattern, said in UNITS:
        if re.fullmatch(pattern, column):
            return said
    raise LookupError(f"the name {column} tells no unit")


def _worked(doc: str) -> list[str]:
    """The example as code, and below it the rows that it shows as a table with titles."""
    tried = doctest.DocTestParser().get_examples(doc)
    shown: list[tuple[list[str], list[list[str]]]] = []

    def show(table: ir.Table, *columns: str) -> None:
        said = StringIO()
        with redirect_stdout(said):
            own(table, *columns)
        rows = said.getvalue().splitlines()
        shown.append((list(columns or table.columns), [row.split(" ") for row in rows]))

    own, examples.show = examples.show, show
    try:
        scope: dict[str, Any] = vars(importlib.import_module("neeman_engine.measures.purchases")).copy()
        scope |= {
            name: value for module in MEASURES for name, value in vars(_module("measures", module)).items()
        }
        for example in tried:
            exec(example.source, scope)
    finally:
        examples.show = own
    code = "".join(example.source for example in tried if "import" not in example.source).rstrip()
    lines = ["```python", *code.splitlines(), "```"]
    for columns, rows in shown:
        lines += ["", f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
        lines += [f"| {' | '.join('' if cell == 'None' else cell for cell in row)} |" for row in rows]
    return lines


def model_page(module: ModuleType) -> str:
    """One fitted model: its module's docstring, and what can be called."""
    name = module.__name__.rpartition(".")[2]
    lines = [f"# {_title(name)}", "", *_prose(module.__doc__ or ""), "", "## To call", "", "| call | gives |", "|---|---|"]  # fmt: skip
    for spelled, function in _calls(module):
        names = [one for one in inspect.signature(function).parameters if one not in {"self", "cls"}]
        lines.append(
            f"| `{spelled}({', '.join(names)})` | {_joined(_paragraphs(inspect.getdoc(function) or '')[0])} |"
        )
    return "\n".join([*lines, "", *_footer(f"src/neeman_engine/models/{name}.py")])


def _calls(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Public functions of the module, and public methods of its results."""
    for function in _functions(module):
        yield function.__name__, function
    for _, kind in inspect.getmembers(module, inspect.isclass):
        if kind.__module__ != module.__name__ or kind.__name__ in {
            "Likelihood",
            "Forecasting",
            "Purchasing",
            "Family",
        }:
            continue
        for name, function in inspect.getmembers(kind, inspect.isfunction):
            if not name.startswith("_") and name not in {"shown"} and function.__doc__:
                yield f"{kind.__name__}.{name}", function


def _prose(doc: str) -> list[str]:
    """Paragraphs as Markdown: what is indented is a formula, `>>>` is code with what it answers."""
    lines: list[str] = []
    for paragraph in _paragraphs(doc):
        heading = next((one for one in HEADINGS if paragraph.startswith(f"{one}:")), None)
        if paragraph.startswith(">>>"):
            lines += ["```pycon", *paragraph.splitlines(), "```", ""]
        elif paragraph.startswith("    "):
            lines += ["```", *textwrap.dedent(paragraph).splitlines(), "```", ""]
        elif paragraph.startswith("- "):
            lines += [_joined(one) for one in re.split(r"\n(?=- )", paragraph)] + [""]
        elif heading:
            lines += [f"**{heading}.** {_begun(_joined(paragraph).partition(': ')[2])}", ""]
        else:
            lines += [_joined(paragraph), ""]
    return lines[:-1]


def _functions(module: ModuleType) -> list[Any]:
    """Public functions in the order of the file."""
    own = [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    return sorted(own, key=lambda function: function.__code__.co_firstlineno)


def _paragraphs(doc: str) -> list[str]:
    return [one.strip("\n") for one in re.split(r"\n\s*\n", inspect.cleandoc(doc)) if one.strip()]


def _joined(paragraph: str) -> str:
    return " ".join(line.strip() for line in paragraph.splitlines()).strip()


def _begun(sentence: str) -> str:
    """With a capital, where it begins with a plain word."""
    plain = re.match(r"[a-z]{2,}[-, ]|a ", sentence)
    return sentence[0].upper() + sentence[1:] if plain else sentence


def _title(name: str) -> str:
    return TITLES.get(name, name.capitalize())


def _footer(path: str) -> list[str]:
    return [f"---\nMade from [{path}](../../{path}). [All measures](README.md)", ""]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
