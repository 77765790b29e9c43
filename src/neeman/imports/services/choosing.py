"""What a person decides about a file: its kind, its sheet, what its columns are, bad cells mended, doubts settled."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from neeman.imports.models import ImportFile, State
from neeman.imports.services.checking import BEFORE, NotReady, start_check
from neeman.imports.services.understanding import open_targets
from neeman.orgs.access import Access
from neeman.orgs.roles import May


@dataclass(frozen=True, slots=True)
class Choices:
    """`mapping` and `date_orders` by column index, `fixes` by row number and column index; all as texts."""

    target: str
    sheet: str
    mapping: dict[str, str] = field(default_factory=dict)
    date_orders: dict[str, str] = field(default_factory=dict)
    fixes: dict[str, dict[str, str]] = field(default_factory=dict)


def choose(access: Access, file: ImportFile, choices: Choices) -> bool:
    """Put the choices onto the file and check it anew; whether anything was chosen otherwise. Raises NotReady."""
    access.require(May.IMPORT_FILES)
    if file.state not in BEFORE or choices.target not in open_targets(access):
        raise NotReady
    if not put(file, choices):
        return False
    with transaction.atomic():
        file.save()
        start_check(access, file)
    return True


def put(file: ImportFile, choices: Choices) -> bool:
    """Put the choices onto the file, to be checked and saved; whether anything was chosen otherwise."""
    if choices.target != file.target or choices.sheet != file.sheet:
        _begin_anew(file, choices)
    elif not _differs(file, choices):
        return False
    else:
        file.mapping, file.date_orders = choices.mapping, {**file.date_orders, **choices.date_orders}
        file.fixes = _with_fixes(file, choices)
    file.state = State.RECEIVED
    return True


def _begin_anew(file: ImportFile, choices: Choices) -> None:
    """Another sheet, or another kind of rows: the columns are looked at again with that in mind."""
    if choices.sheet != file.sheet:
        file.target = ""
    if choices.target != file.target:
        file.target = choices.target
    file.sheet = choices.sheet
    file.columns, file.mapping, file.date_orders, file.fixes, file.from_memory = [], {}, {}, {}, False


def _differs(file: ImportFile, choices: Choices) -> bool:
    orders = {**file.date_orders, **choices.date_orders}
    return (file.mapping, file.date_orders, file.fixes) != (
        choices.mapping,
        orders,
        _with_fixes(file, choices),
    )


def _with_fixes(file: ImportFile, choices: Choices) -> dict[str, dict[str, str]]:
    fixes = {row: dict(cells) for row, cells in file.fixes.items()}
    for row, cells in choices.fixes.items():
        fixes.setdefault(row, {}).update(cells)
    return fixes
