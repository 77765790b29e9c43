"""What the pages show of a file, in words and figures: built from the row of the file alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from neeman.imports.forms import PROBLEMS_SHOWN
from neeman.imports.matching import NEW, SAME
from neeman.imports.models import ImportFile, State, Target
from neeman.imports.problems import ProblemRow, problems_path, rejected_rows
from neeman.imports.reasons import few_words, role_label, sentence
from neeman.imports.roles import ROLES
from neeman.imports.services.understanding import missing, open_targets
from neeman.imports.tally import Tally, tally_of
from neeman.lib.dates import DateError, Order, parse_date
from neeman.orgs.access import Access
from neeman.orgs.changes import UNDO_DAYS

STEPS = (gettext_lazy("File"), gettext_lazy("Columns"), gettext_lazy("Last check"), gettext_lazy("Done"))
PROGRAMS = {
    "google-contacts": gettext_lazy("Google Contacts"),
    "google-contacts-2022": gettext_lazy("Google Contacts"),
    "outlook": gettext_lazy("Outlook contacts"),
    "thunderbird": gettext_lazy("Thunderbird address book"),
    "hubspot-contacts": gettext_lazy("HubSpot contacts"),
    "hubspot-companies": gettext_lazy("HubSpot companies"),
    "hubspot-deals": gettext_lazy("HubSpot deals"),
    "pipedrive": gettext_lazy("Pipedrive"),
    "pipedrive-deals": gettext_lazy("Pipedrive deals"),
    "salesforce-leads": gettext_lazy("Salesforce leads"),
    "salesforce-list": gettext_lazy("a Salesforce list"),
    "salesforce-opportunities": gettext_lazy("Salesforce opportunities"),
    "zoho-leads": gettext_lazy("Zoho leads"),
    "facebook-lead-ads": gettext_lazy("Facebook lead ads"),
    "odoo-partners": gettext_lazy("Odoo contacts"),
    "odoo-leads": gettext_lazy("Odoo leads"),
    "odoo-pipeline": gettext_lazy("the Odoo pipeline"),
    "uniform-customers": gettext_lazy("the uniform structure: customers"),
    "uniform-sales": gettext_lazy("the uniform structure: sales"),
    "uniform-payments": gettext_lazy("the uniform structure: payments"),
    "vcard": gettext_lazy("an address book of vCards"),
}
WORDS_OF_STEPS = {
    "reading": gettext_lazy("Reading the file"),
    "checking": gettext_lazy("Checking the rows"),
    "writing": gettext_lazy("Bringing the rows in"),
    "undoing": gettext_lazy("Taking the rows back"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column on the mapping page."""

    index: int
    title: str
    role: str
    tone: str  # good, watch, lose
    sure: str
    why: str
    samples: list[str]
    choices: list[tuple[str, str]]
    order: str
    dates: str  # how the order of day and month was decided, "" where there is nothing to say
    example: str
    read_as: date | None


def columns(file: ImportFile) -> list[Column]:
    """All columns of the sheet, with what they are taken for and why."""
    choices = [(role, str(role_label(role))) for role in ROLES.get(file.target, ())]
    return [_column(file, column, choices) for column in file.columns]


def _column(file: ImportFile, column: dict[str, Any], choices: list[tuple[str, str]]) -> Column:
    role = file.mapping.get(str(column["index"]), "")
    order = file.date_orders.get(str(column["index"]), "")
    tone, sure, why = _confidence(file, column, role)
    dates = column["dates"] if role else None
    told = dates is not None and dates["reason"] != "no_order_needed"
    example = _example(column["samples"], order) if told else ("", None)
    return Column(
        column["index"],
        column["header"],
        role,
        tone,
        sure,
        why,
        column["samples"],
        choices,
        order if told else "",
        sentence(dates["reason"], dates) if dates and told else "",
        *example,
    )


def _confidence(file: ImportFile, column: dict[str, Any], role: str) -> tuple[str, str, str]:
    """Tone, word and reason of how sure it is what a column is."""
    if file.from_memory:
        return ("good" if role else "calm"), (_("as last time") if role else _("left out")), ""
    if role and role != column["role"] and column["confidence"] != "unknown" and role != "field":
        return "good", _("chosen by hand"), ""
    why = next((sentence(code, params) for code, params in column["why"]), "")
    if not role:
        filled = any(column["samples"])
        return "calm", _("left out"), why if filled else _("Nothing in it")
    words = {"sure": ("good", _("certain")), "likely": ("watch", _("likely"))}
    tone, word = words.get(column["confidence"], ("good", _("chosen by hand")))
    return tone, word, why


def _example(samples: list[str], order: str) -> tuple[str, date | None]:
    """A date of the column whose reading depends on the order, and how it is read."""
    for text in samples:
        try:
            read = {parse_date(text, other) for other in Order}
            if len(read) == 2:
                return text, parse_date(text, Order(order or Order.DAY_FIRST))
        except DateError:
            continue
    return "", None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by the name that the file gives it, as it is shown, and its rows where they are known."""

    name: str
    title: str
    rows: int | None


def sheets(file: ImportFile, names: Collection[str] | None = None) -> list[Sheet]:
    """The sheets of the file, or those `names` of them. Those of the uniform structure have no names but ours."""
    ours = dict(Target.choices) if file.info.get("kind") == "uniform" else {}
    return [
        Sheet(sheet["name"], str(ours.get(sheet["name"], sheet["name"])), sheet["rows"])
        for sheet in file.info.get("sheets", ())
        if names is None or sheet["name"] in names
    ]


@dataclass(frozen=True, slots=True)
class Count:
    """One of the four figures: how many rows do what; `start` and `width` in thousandths of the strip."""

    name: str
    value: int
    tone: str
    icon: str
    says: str
    start: int
    width: int


def counts(tally: Tally, target: str, *, done: bool) -> list[Count]:
    """New, updated, same, problem."""
    rows = max(tally.rows, 1)
    figures = [
        (
            _("New"),
            tally.created,
            "good",
            "plus",
            _("were not here before") if done else _("are not here yet"),
        ),
        (_("Updated"), tally.updated, "grow", "refresh", _("something is different")),
        (_("Same"), tally.unchanged, "calm", "equal", _("nothing to change")),
        (
            _("Problem"),
            tally.problems,
            "lose",
            "alert-triangle",
            _("stayed out") if done else _("wait for a decision"),
        ),
    ]
    found, start = [], 0
    for name, value, tone, icon, says in figures:
        width = round(1000 * value / rows)
        found.append(Count(name, value, tone, icon, says, start, width))
        start += width
    return found


def remarks(tally: Tally) -> list[tuple[str, int]]:
    """What else is to be said of the rows: doubts, lines of nobody, rows that are no data; code words and counts."""
    found = [(few_words(code), count) for code, count in tally.doubts.items()]
    if tally.nobodys:
        found.append(
            (_("Sales rows without a customer: kept in the totals, in nobody's figures"), tally.nobodys)
        )
    return found + [(few_words(code), count) for code, count in tally.skipped.items()]


@dataclass(frozen=True, slots=True)
class BadCell:
    """One bad cell: where it stands, what it holds, why it is bad; `column` None where the whole row is meant."""

    column: int | None
    title: str
    text: str
    why: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that does not come in: a cell by which one knows it, and its bad cells."""

    row: int
    title: str
    name: str
    bad: list[BadCell]


def problems(file: ImportFile) -> list[Problem]:
    """The first rows that do not come in."""
    return [_problem(file, row) for row in rejected_rows(problems_path(file), first=PROBLEMS_SHOWN)]


def _problem(file: ImportFile, row: ProblemRow) -> Problem:
    by_role = {
        role: int(column) for column, role in sorted(file.mapping.items(), key=lambda pair: int(pair[0]))
    }
    known_by = (
        "title",
        "name",
        "customer_name",
        "company",
        "first_name",
        "contact",
        "customer",
        "order",
        "phone",
        "email",
    )
    first = next((by_role[role] for role in known_by if role in by_role and row.cells[by_role[role]]), None)
    bad = []
    for fault in row.faults:
        column = by_role.get(fault.role)
        bad.append(
            BadCell(
                column,
                file.columns[column]["header"] if column is not None else "",
                row.cells[column] if column is not None else "",
                sentence(fault.code, fault.params),
                list(_answers(fault.params)),
            )
        )
    title = file.columns[first]["header"] if first is not None else ""
    return Problem(row.row, title, row.cells[first] if first is not None else "", bad)


def _answers(params: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The ways in which a question "who is it" can be answered."""
    if "customers" not in params:
        return
    if params["count"] == 1 and params["name"]:
        yield SAME, _("It is %(name)s") % {"name": params["name"]}
    else:
        for pk, name in params["customers"]:
            yield str(pk), _("It is %(name)s") % {"name": name}
    yield NEW, _("Another customer")


def page(access: Access, file: ImportFile) -> dict[str, Any]:
    """Everything that the page of a file needs."""
    tally = tally_of(file.counts)
    wanted = [str(role_label(role)) for role in missing(file)] if file.state == State.CHECKED else []
    return {
        "file": file,
        "tally": tally,
        "steps": STEPS,
        "at": _step(file, wanted),
        "heading": heading(file, tally, wanted),
        "missing": wanted,
        "counts": counts(tally, file.target, done=file.state == State.DONE),
        "remarks": remarks(tally),
        "columns": columns(file) if file.state == State.CHECKED else [],
        "sheets": sheets(file),
        "problems": problems(file) if file.state in (State.CHECKED, State.DONE) and tally.problems else [],
        "reasons": [(few_words(code), count) for code, count in tally.rejected.items()],
        "targets": [(target.value, target.label) for target in open_targets(access)],
        "target": Target(file.target).label if file.target else "",
        "program": PROGRAMS.get(file.preset, ""),
        "why_not": sentence(file.problem["code"], file.problem["params"]) if file.problem else "",
        "currencies": [
            code for code in file.info.get("currencies", []) if code != access.organization.currency
        ],
        "undone": file.counts.get("undone", {}),
        "undone_at": file.change_set.undone_at if file.change_set else None,
        "undo_until": file.committed_at + timedelta(days=UNDO_DAYS) if file.committed_at else None,
    }


def _step(file: ImportFile, wanted: list[str]) -> int:
    if file.state in (State.DONE, State.UNDONE):
        return 4
    if file.state == State.CHECKED:
        return 2 if wanted else 3
    return 3 if file.state == State.COMMITTING else 1


def heading(file: ImportFile, tally: Tally, wanted: list[str]) -> str:
    """The page's conclusion."""
    match file.state:
        case State.RECEIVED:
            return _("The file is being read")
        case State.FAILED:
            return _("This file could not be read")
        case State.COMMITTING:
            return _("The rows are coming in")
        case State.UNDONE:
            return _("What this file brought in was taken back")
        case State.DONE:
            return _came_in(tally)
        case _:
            return (
                _("Still to say: which column is %(roles)s") % {"roles": ", ".join(wanted)}
                if wanted
                else _ready(tally)
            )


def _came_in(tally: Tally) -> str:
    if not tally.created and not tally.updated and tally.problems:
        return ngettext(
            "Nothing new came in, and one row stayed out",
            "Nothing new came in, and %(bad)s rows stayed out",
            tally.problems,
        ) % {"bad": f"{tally.problems:,}"}
    if not tally.created and not tally.updated:
        return _("Everything in this file was here already")
    came = tally.created + tally.updated
    return ngettext("%(count)s row came in", "%(count)s rows came in", came) % {"count": f"{came:,}"}


def _ready(tally: Tally) -> str:
    if not tally.rows:
        return _("There are no rows in this file")
    figures = {"good": f"{tally.good:,}", "rows": f"{tally.rows:,}", "bad": f"{tally.problems:,}"}
    if tally.unchanged == tally.rows:
        return _("Nothing new: everything in this file is here already")
    if not tally.problems:
        return ngettext("The one row is ready", "All %(rows)s rows are ready", tally.rows) % figures
    template = ngettext(
        "%(good)s of %(rows)s rows are ready, one waits for a decision",
        "%(good)s of %(rows)s rows are ready, %(bad)s wait for a decision",
        tally.problems,
    )
    return template % figures
