"""What the page of a file sends: one form with the columns, the mended cells and the settled doubts."""

from __future__ import annotations

from collections.abc import Mapping

from neeman.imports.matching import NEW, SAME
from neeman.imports.models import ImportFile
from neeman.imports.problems import problems_path, rejected_rows
from neeman.imports.roles import LEFT_OUT, ROLES
from neeman.imports.services.checking import ANSWER
from neeman.imports.services.choosing import Choices
from neeman.lib.dates import Order

PROBLEMS_SHOWN = 20


def choices_from(file: ImportFile, data: Mapping[str, str]) -> Choices:
    """The choices of a POST; what is not sent, or is no choice, stays as it is."""
    target = data.get("target") or file.target
    sheets = {sheet["name"] for sheet in file.info.get("sheets", [])}
    sheet = data.get("sheet", file.sheet)
    mapping, orders = {}, {}
    for column in file.columns:
        name = str(column["index"])
        role = data.get(f"column_{name}", file.mapping.get(name, LEFT_OUT))
        if role in ROLES.get(target, ()):
            mapping[name] = role
        order = data.get(f"order_{name}", "")
        if order in tuple(Order):
            orders[name] = order
    return Choices(target, sheet if sheet in sheets else file.sheet, mapping, orders, _fixes(file, data))


def _fixes(file: ImportFile, data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Cells whose text was changed, and answers to "who is it", of the rows that the page showed."""
    fixes: dict[str, dict[str, str]] = {}
    for problem in rejected_rows(problems_path(file), first=PROBLEMS_SHOWN):
        for column, cell in enumerate(problem.cells):
            text = data.get(f"cell_{problem.row}_{column}")
            if text is not None and text.strip() != cell:
                fixes.setdefault(str(problem.row), {})[str(column)] = text.strip()
        answer = data.get(f"answer_{problem.row}", "")
        if answer.isdecimal() or answer in (SAME, NEW):
            fixes.setdefault(str(problem.row), {})[ANSWER] = answer
    return fixes
