"""`neeman import`: the same services as the page, run here and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone, translation

from neeman.imports.models import ImportFile, State
from neeman.imports.reasons import few_words, role_label, sentence
from neeman.imports.roles import ROLES
from neeman.imports.services.checking import check
from neeman.imports.services.choosing import Choices
from neeman.imports.services.choosing import put as put_choices
from neeman.imports.services.committing import bring_in, start_commit
from neeman.imports.services.receiving import Refused, receive
from neeman.imports.services.understanding import missing
from neeman.imports.tally import Tally, tally_of
from neeman.orgs.access import Access, house_access
from neeman.orgs.entering import inside
from neeman.orgs.models import Organization

PART = 1024 * 1024


class ImportProblem(Exception):
    """Why the file does not come in, in one sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the rows, in lines to print; `came_in` is False after a dry run."""

    lines: list[str]
    came_in: bool


def import_file(path: Path, slug: str, *, target: str, mapping: Sequence[str], dry_run: bool) -> Report:
    """Bring one file into an organization. Raises ImportProblem."""
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        raise ImportProblem(f"There is no organization called {slug}.")
    if not path.is_file():
        raise ImportProblem(f"There is no file {path}.")
    with inside(organization), translation.override("en"):
        access = house_access(organization)
        file = _checked(access, path, target, mapping)
        if dry_run:
            return Report(_told(file, tally_of(file.counts)), came_in=False)
        start_commit(access, file)
        if file.job:
            file.job.delete()  # done here instead of by the worker
        file.job = None
        return Report(_told(file, bring_in(access, file, _silent, now=timezone.now())), came_in=True)


def _checked(access: Access, path: Path, target: str, mapping: Sequence[str]) -> ImportFile:
    try:
        with path.open("rb") as content:
            file = receive(access, path.name, iter(lambda: content.read(PART), b""), at_once=False)
    except Refused as refusal:
        raise ImportProblem(str(refusal)) from refusal
    file.target = target
    check(access, file, _silent)
    if mapping and file.state == State.CHECKED:
        put_choices(file, _choices(file, mapping))
        check(access, file, _silent)
    if file.state == State.FAILED:
        raise ImportProblem(sentence(file.problem["code"], file.problem["params"]))
    if wanted := missing(file):
        titles = ", ".join(column["header"] for column in file.columns)
        raise ImportProblem(
            f"Which column is: {', '.join(wanted)}? Say it with --map TITLE=ROLE. Columns: {titles}. "
            f"Roles: {', '.join(ROLES[file.target])}."
        )
    return file


def _choices(file: ImportFile, said: Sequence[str]) -> Choices:
    """`--map "Cust No=customer"`: the title of a column (or its number from 1) and its role."""
    mapping = dict(file.mapping)
    places = {column["header"]: str(column["index"]) for column in file.columns}
    places |= {str(column["index"] + 1): str(column["index"]) for column in file.columns}
    for each in said:
        title, _, role = each.rpartition("=")
        if title not in places or role not in ("", *ROLES[file.target]):
            raise ImportProblem(f"“{each}” names no column, or no role of {file.target}.")
        mapping.pop(places[title], None)
        if role:
            mapping[places[title]] = role
    return Choices(file.target, file.sheet, mapping)


def _told(file: ImportFile, tally: Tally) -> list[str]:
    columns = [
        f"  {column['header']} -> {role_label(file.mapping.get(str(column['index']), '')) or 'left out'}"
        for column in file.columns
    ]
    lines = [f"{file.name}: {file.target}, {tally.rows:,} rows", *columns]
    lines += [f"{name:>10} {getattr(tally, name):>10,}" for name in ("created", "updated", "unchanged")]
    lines.append(f"{'rejected':>10} {tally.problems:>10,}")
    for counter in (tally.rejected, tally.doubts, tally.skipped):
        lines += [f"{'':>10} {count:>10,}  {few_words(code)}" for code, count in counter.items()]
    if tally.nobodys:
        lines.append(f"{'':>10} {tally.nobodys:>10,}  rows without a customer: kept in the totals")
    return lines


def _silent(step: str, done: int = 0, total: int = 0) -> None:
    """Progress is not shown here."""
