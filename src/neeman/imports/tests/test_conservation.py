"""Every row is told once, the dry run is the real run, and the same file again changes nothing: for any rows."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from neeman.activity.models import Task
from neeman.customers.models import Contact, Customer, CustomerTag, ExternalKey
from neeman.imports.batches import cut
from neeman.imports.layout import Layout
from neeman.imports.models import ImportFile
from neeman.imports.problems import ProblemFile, problem_rows
from neeman.imports.run import Course, commit, rehearse
from neeman.imports.tally import Tally, Unaccounted
from neeman.imports.targets import importer_for
from neeman.ledger.models import Document, Line, Payment
from neeman.lib.files import Chunk
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, undo
from neeman.orgs.wall import current_organization_id
from neeman.sales.models import Deal

TABLES = (Customer, Contact, CustomerTag, ExternalKey, Document, Line, Payment, Deal, Task)
CUSTOMERS = Layout(
    {0: "key", 1: "name", 2: "phone", 3: "email", 4: "company_number", 5: "city", 6: "tags", 7: "contact"}
)
CONTACTS = Layout({0: "name", 1: "company", 2: "mobile", 3: "email", 4: "job_title", 5: "tags"})
SALES = Layout(
    {
        0: "customer",
        1: "customer_name",
        2: "phone",
        3: "date",
        4: "order",
        5: "product",
        6: "quantity",
        7: "unit_price",
        8: "document_kind",
    }
)
PAYMENTS = Layout({0: "customer", 1: "customer_name", 2: "phone", 3: "date", 4: "amount", 5: "reference"})
DEALS = Layout(
    {
        0: "customer",
        1: "customer_name",
        2: "phone",
        3: "created",
        4: "deal",
        5: "title",
        6: "stage",
        7: "status",
        8: "value",
        9: "closed",
        10: "lost_reason",
    }
)

names = st.sampled_from(["נגה", "נגה בע״מ", "אורן", "דני כהן", "דני כהן נגרות", "17", None])
phones = st.sampled_from(["050-1111111", "0501111111", "052-2222222 / 03-6666666", "*2700", "?", None, None])
emails = st.sampled_from(["a@b.co", "A@B.co", "c@d.co", None, None])
numbers = st.sampled_from(["514209873", "558031146", None, None])
keys = st.sampled_from(["17", "18", 17.0, None, None])
days = st.sampled_from([date(2025, 1, 1), "02/01/2025", "31/12/2024", "31/02/2025", "אתמול", None])
amounts = st.sampled_from(["10", "1,234.50 ₪", -3, 2.555, "מאה", None])
few = st.sampled_from(["א", "ב", None])
kinds = st.sampled_from(["חשבונית", "חשבונית זיכוי", None])
words = st.sampled_from(
    ["Closed Won", "הפסד", "פגישה", "סגור", "not won", "Won/Lost", "Proposal (sent)", None]
)

TARGETS = {
    "customers": (CUSTOMERS, (keys, names, phones, emails, numbers, few, few, names)),
    "contacts": (CONTACTS, (names, names, phones, emails, few, few)),
    "sales": (SALES, (keys, names, phones, days, few, few, amounts, amounts, kinds)),
    "payments": (PAYMENTS, (keys, names, phones, days, amounts, few)),
    "deals": (DEALS, (keys, names, phones, days, few, few, words, words, amounts, days, few)),
}


def chunks(rows: list[tuple[Any, ...]], width: int) -> list[Chunk]:
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
    return [Chunk(list(range(2, len(rows) + 2)), columns)]


class Rollback(Exception):
    pass


def course(access: Access, target: str, folder: Path, *, keeps: bool) -> Course:
    importer = importer_for(target, access, TARGETS[target][0], keeps=keeps)
    return Course(importer, ProblemFile(folder / ("dry" if keeps else "real")), Tally())


def image() -> dict[str, list[Any]]:
    """What the tables hold, without what an undo and a redo may change: ids, times and versions."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def run(
    access: Access, target: str, rows: list[tuple[Any, ...]], folder: Path, *, size: int, group: int | None
) -> tuple[Tally, Tally, Recorder]:
    width = len(TARGETS[target][1])
    dry = rehearse(
        cut(chunks(rows, width), group=group, size=size),
        course(access, target, folder, keeps=True),
        lambda done: None,
    )
    file = ImportFile.objects.create(name="x", path="x", size=1, sha256="")
    recorder = Recorder(access, "imports.file.committed")
    batches = cut(chunks(rows, width), group=group, size=size)
    real = commit(file, batches, course(access, target, folder, keeps=False), recorder, lambda done: None)
    return dry, real, recorder


ANY_ROWS = settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("target", list(TARGETS))
@ANY_ROWS
@given(data=st.data())
def test_any_rows(inside: Access, tmp_path: Path, target: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*TARGETS[target][1]), max_size=14))
    size, group = data.draw(st.integers(1, 5)), 4 if target == "sales" else None
    with suppress(Rollback), transaction.atomic():
        empty = image()
        dry, real, recorder = run(inside, target, rows, tmp_path, size=size, group=group)
        assert dry == real
        assert real.rows == len(rows)
        written = sorted(row.row for row in problem_rows(tmp_path / "real") if not row.came_in)
        assert written == sorted(row.row for row in problem_rows(tmp_path / "dry") if not row.came_in)
        assert len(written) == real.problems
        undo(inside, recorder.change_set, now=timezone.now())
        assert image() == empty
        raise Rollback


@pytest.mark.parametrize("target", list(TARGETS))
@ANY_ROWS
@given(data=st.data())
def test_the_same_rows_again_change_nothing(
    inside: Access, tmp_path: Path, target: str, data: st.DataObject
) -> None:
    """What an earlier row left open a later one may settle: so only rows that came in must find nothing to do."""
    rows = data.draw(st.lists(st.tuples(*TARGETS[target][1]), max_size=14))
    size, group = data.draw(st.integers(1, 5)), 4 if target == "sales" else None
    with suppress(Rollback), transaction.atomic():
        _, _, first = run(inside, target, rows, tmp_path, size=size, group=group)
        written = {row.row for row in problem_rows(tmp_path / "real") if not row.came_in}
        undo(inside, first.change_set, now=timezone.now())
        kept = [cells for number, cells in enumerate(rows, 2) if number not in written]
        _, once, _ = run(inside, target, kept, tmp_path, size=size, group=group)
        after = image()
        again_dry, again, _ = run(inside, target, kept, tmp_path, size=size, group=group)
        assert again_dry == again
        if not once.problems:
            assert (again.created, again.updated, again.problems) == (0, 0, 0)
            assert image() == after
        raise Rollback


def test_a_row_that_is_not_told_is_a_fault() -> None:
    with pytest.raises(Unaccounted):
        Tally(rows=3, created=1, updated=1).balance()


def test_the_scope_is_there(inside: Access) -> None:
    assert current_organization_id() == inside.organization.pk
