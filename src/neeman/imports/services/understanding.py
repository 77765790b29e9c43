"""What the columns of a file mean: guessed, remembered from last time, or chosen by hand."""

from __future__ import annotations

from typing import Any

from neeman.imports.layout import Layout
from neeman.imports.models import ImportFile, RememberedMapping, Target
from neeman.imports.reading import Look
from neeman.imports.roles import LEFT_OUT, ROLES, missing_roles, role_for
from neeman.lib.columns import ColumnGuess
from neeman.lib.dates import Order
from neeman.lib.money import minor_digits
from neeman.orgs.access import Access
from neeman.orgs.roles import May

PROGRAMS = ("hubspot", "pipedrive", "salesforce", "zoho", "odoo", "facebook")
ACCOUNTING = "accounting"
OF_PRODUCTS = {"product_code", "product_name", "product_category", "unit_price", "direct_cost", "quantity"}
OF_PEOPLE = {"phone", "mobile", "email", "street", "city", "company_number", "contact", "last_name"}


def open_targets(access: Access) -> list[Target]:
    """The kinds of files that this member may bring in: lists of people need the right to edit customers, deals the
    right to work on deals."""
    needs = {
        Target.CUSTOMERS: May.EDIT_CUSTOMERS,
        Target.CONTACTS: May.EDIT_CUSTOMERS,
        Target.DEALS: May.EDIT_SALES,
    }
    return [target for target in Target if target not in needs or access.may(needs[target])]


def understand(access: Access, file: ImportFile, look: Look) -> None:
    """Put what was found, and the mapping (remembered or guessed), onto the file; the caller saves it."""
    file.info = _info(look)
    file.sheet = look.sheet.name
    file.columns = [_column(guess, look.samples[guess.index]) for guess in look.mapping.columns]
    file.fingerprint = look.mapping.fingerprint if look.sheet.header_row is not None else ""
    file.preset = look.mapping.preset or ""
    file.target = look.mapping.target
    file.date_orders = {
        str(guess.index): guess.dates.order.value for guess in look.mapping.columns if guess.dates
    }
    file.mapping = {
        str(guess.index): role
        for guess in look.mapping.columns
        if (role := role_for(look.mapping.target, guess.role)) != LEFT_OUT and not _holds_no_dates(guess)
    }


def _holds_no_dates(guess: ColumnGuess) -> bool:
    """A column called by a date that holds none: "Birth Day" beside "Birth Month"."""
    dates = guess.dates
    return (
        dates is not None
        and dates.unreadable > 0
        and not (dates.settled_alone or dates.day_first or dates.month_first or dates.either)
    )


def recall(access: Access, file: ImportFile) -> bool:
    """Take over how a file with these titles was understood last time; whether there was one."""
    held = (
        RememberedMapping.objects.filter(fingerprint=file.fingerprint).first() if file.fingerprint else None
    )
    if held is None or held.target not in open_targets(access):
        return False
    file.target, file.mapping = held.target, held.mapping
    file.date_orders = {**file.date_orders, **held.date_orders}
    file.from_memory = True
    return True


def remember(access: Access, file: ImportFile) -> None:
    """Keep the mapping for the next file with these titles."""
    if not file.fingerprint:
        return
    RememberedMapping.objects.update_or_create(
        fingerprint=file.fingerprint,
        defaults={
            "target": file.target,
            "mapping": file.mapping,
            "date_orders": _chosen_orders(file),
            "preset": file.preset,
        },
    )


def layout_of(access: Access, file: ImportFile) -> Layout:
    """How the rows of the file are read."""
    program = file.preset.split("-")[0]
    return Layout(
        mapping={int(column): role for column, role in file.mapping.items() if role in ROLES[file.target]},
        date_orders={int(column): Order(order) for column, order in file.date_orders.items()},
        decimal_marks={column["index"]: column["mark"] for column in file.columns if column["mark"]},
        digits=minor_digits(access.organization.currency),
        system=program if program in PROGRAMS else ACCOUNTING,
        titles=[column["header"] for column in file.columns],
        currency=access.organization.currency,
    )


def missing(file: ImportFile) -> list[str]:
    """The roles that must still be chosen."""
    return missing_roles(file.target, file.mapping.values())


def _chosen_orders(file: ImportFile) -> dict[str, str]:
    """Orders of day and month that a person chose against the guess: the next file is guessed anew otherwise."""
    guessed = {str(column["index"]): (column["dates"] or {}).get("order") for column in file.columns}
    return {column: order for column, order in file.date_orders.items() if order != guessed.get(column)}


def _info(look: Look) -> dict[str, Any]:
    info = look.info
    return {
        "kind": info.kind,
        "encoding": info.encoding,
        "notes": [*info.notes, *(["products"] if _speaks_of_products(look) else [])],
        "sheets": [{"name": sheet.name, "rows": sheet.rows} for sheet in info.sheets],
        "header_row": look.sheet.header_row,
        "first_row": look.sheet.data_row,
        "above": [[note.row, note.code] for note in look.sheet.skipped],
        "rows": look.sheet.rows,
        "currencies": list(look.currencies),
    }


def _speaks_of_products(look: Look) -> bool:
    """A price list taken for people, since it has names: columns of products, and none by which somebody is reached."""
    concepts = {guess.concept for guess in look.mapping.columns}
    of_people = look.mapping.target in (Target.CUSTOMERS, Target.CONTACTS)
    return of_people and len(concepts & OF_PRODUCTS) > 1 and not concepts & OF_PEOPLE


def _column(guess: ColumnGuess, samples: tuple[str, ...]) -> dict[str, Any]:
    dates = guess.dates
    return {
        "index": guess.index,
        "header": guess.header,
        "role": guess.role or "",
        "confidence": guess.confidence,
        "why": [[why.code, {name: str(value) for name, value in why.params.items()}] for why in guess.why],
        "mark": guess.decimal_mark or "",
        "samples": list(samples),
        "dates": dates
        and {
            "order": dates.order.value,
            "sure": dates.sure,
            "reason": dates.reason,
            "day_first": dates.day_first,
            "month_first": dates.month_first,
            "either": dates.either,
        },
    }
