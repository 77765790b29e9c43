"""Triggers that rooms declare: found in the one log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.apps import apps

from neeman.automations.triggers.happening import Happening, Settings, Span, Trigger
from neeman.customers.models import Customer
from neeman.customers.triggers import LogTrigger
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.orgs.models import LogEntry

CUSTOMER = Customer._meta.label_lower


def trigger_of(declared: LogTrigger) -> Trigger:
    """The trigger that a room declared, as automations ask it."""

    def find(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
        return _find(declared, span)

    return Trigger(
        key=declared.key,
        title=declared.title,
        says=lambda settings: str(declared.title),
        find=find,
        gives=frozenset({"subject"}) if declared.names_subject else frozenset(),
        is_logged=True,
    )


def _find(declared: LogTrigger, span: Span) -> Iterator[Happening]:
    entries = LogEntry.objects.filter(at__gte=span.since, at__lt=span.until, verb__in=declared.verbs)
    for page in pages(entries.order_by("pk").iterator(2_000)):
        fitting = [entry for entry in page if _fits(declared, entry)]
        whose = customers_of(fitting)
        names = _names(fitting) if declared.names_subject else {}
        for entry in fitting:
            if entry.pk in whose:
                values = {"subject": names[entry.pk]} if entry.pk in names else {}
                about = _about(declared, entry)
                yield Happening(whose[entry.pk], f"log {entry.pk}", entry.at, values, about=about)


def _names(entries: Iterable[LogEntry]) -> dict[int, str]:
    """Entry's id -> what its subject is called: its title where it has one."""
    found = {}
    for entry in entries:
        model = apps.get_model(entry.subject_table)
        row = model._default_manager.filter(pk=entry.subject_id).first()
        if row is not None:
            found[entry.pk] = str(getattr(row, "title", "") or row)[:120]
    return found


def _fits(declared: LogTrigger, entry: LogEntry) -> bool:
    return all(entry.data.get(name) in values for name, values in declared.where.items())


def _about(declared: LogTrigger, entry: LogEntry) -> tuple[str, int] | None:
    if declared.about is None:
        return (entry.subject_table, entry.subject_id) if entry.subject_id else None
    table, name = declared.about
    number = entry.data.get(name)
    return (table, number) if isinstance(number, int) else None


def customers_of(entries: Iterable[LogEntry]) -> dict[int, int]:
    """Entry's id -> the customer that it is about: its subject, or that on which the subject hangs; without the others."""
    by_table: dict[str, dict[int, int]] = defaultdict(dict)
    for entry in entries:
        if entry.subject_id is not None:
            by_table[entry.subject_table][entry.pk] = entry.subject_id
    found = dict(by_table.pop(CUSTOMER, {}))
    for table, subjects in by_table.items():
        model = apps.get_model(table)
        if any(column.name == "customer" for column in model._meta.concrete_fields):
            rows = model._default_manager.filter(pk__in=set(subjects.values())).exclude(customer=None)
            whose = dict(rows.values_list("pk", "customer_id"))
            found |= {entry: whose[pk] for entry, pk in subjects.items() if pk in whose}
    return found
