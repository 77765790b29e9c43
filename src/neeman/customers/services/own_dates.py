"""Writes: the days in date fields of one's own, kept where an index finds them (`OwnDate`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from neeman.customers.models import Customer, CustomField, OwnDate
from neeman.orgs.access import Access
from neeman.orgs.changes import PAGE, pages


def keep_own_dates(customer_ids: list[int]) -> None:
    """Copy what stands in the date fields of these customers, in one query where there are no such fields, else in two
    and a statement for what changed."""
    fields = {own.key: own.pk for own in CustomField.objects.filter(type=CustomField.Type.DATE)}
    if not fields:
        return
    rows = Customer.objects.filter(pk__in=customer_ids).values_list("pk", "custom")
    wanted = {one for pk, custom in rows for one in _days(pk, custom, fields)}
    kept = {
        (row.customer_id, row.field_id, row.day): row.pk
        for row in OwnDate.objects.filter(customer__in=customer_ids)
    }
    if gone := [kept[one] for one in kept.keys() - wanted]:
        OwnDate.objects.filter(pk__in=gone).delete()
    OwnDate.objects.bulk_create(
        (OwnDate(customer_id=pk, field_id=field, day=day) for pk, field, day in sorted(wanted - kept.keys())),
        batch_size=PAGE,
    )


def keep_all_own_dates(access: Access) -> int:
    """The same for everybody, after files that came in or went; returns how many days are kept."""
    for ids in pages(Customer.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            keep_own_dates(ids)
    return OwnDate.objects.count()


def _days(pk: int, custom: dict[str, object], fields: dict[str, int]) -> Iterator[tuple[int, int, date]]:
    for key, value in custom.items():
        if key in fields and (day := _read(value)):
            yield pk, fields[key], day


def _read(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
