"""Deals: a pipeline of another program, with what became of each deal.

The same file again finds every deal by its key: the number that the other program gives it, else its customer, name
and first day, and which occurrence of the same it is. What has ended here is not opened again by a file. Deals are no
sales: no document is made of them, and what comes in as history sets off nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from neeman.customers.models import Status
from neeman.imports.batches import Batch
from neeman.imports.book import CustomerBook, Identity, Known
from neeman.imports.bulk import among, insert_rows
from neeman.imports.cells import Fault
from neeman.imports.layout import Layout
from neeman.imports.tally import Outcome
from neeman.imports.targets import whose
from neeman.imports.targets.deal_rows import DealsReader, Told
from neeman.imports.targets.deal_words import End, ReasonFinder, StageFinder
from neeman.imports.targets.plan import Plan, Said
from neeman.imports.targets.vocabulary import Vocabulary
from neeman.imports.targets.writing import create_customers, link_customers
from neeman.lib.hebrew import search_key
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder
from neeman.sales.models import Deal, LostReason, Stage
from neeman.sales.queries.stages import lost_reasons, stages
from neeman.sales.services.bringing import drop_steps_of, give_steps, note_buyers, put_steps
from neeman.sales.services.deals import usual_kind
from neeman.sales.services.stages import keep_reasons, keep_stages

COLUMNS = (
    *("customer_id", "title", "kind", "value_minor", "expected_on", "owner_id", "source", "remarks", "key"),
    *("won_at", "lost_at", "lost_words", "created_at", "stage_since", "stage_id", "lost_reason_id"),
)
COMPARED = ("title", "value_minor", "expected_on", "owner_id", "source")
HELD = ("pk", "customer_id", "stage_id", "won_at", "lost_at", "remarks", *COMPARED)
NOON = time(12)

L = TypeVar("L", Stage, LostReason)


@dataclass(slots=True)
class New:
    """A deal to be written."""

    customer: Known
    stage: Stage
    reason: LostReason | None
    values: dict[str, Any]
    began: datetime | None
    ended: datetime | None


@dataclass(slots=True)
class DealsPlan(Plan):
    """The deals to write and the columns to change, by id; `buyers` are customers with the day of a won deal."""

    customers: list[Known] = field(default_factory=list)
    links: list[tuple[Known, str]] = field(default_factory=list)
    new: list[New] = field(default_factory=list)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    buyers: dict[Known, date] = field(default_factory=dict)


class DealsImporter:
    """See `Importer`."""

    def __init__(self, access: Access, layout: Layout, *, keeps: bool) -> None:
        self.access = access
        self.reader = DealsReader(layout)
        self.book = CustomerBook(access, layout.system, ("status", "customer_since"), keeps=keeps)
        self.vocabulary = Vocabulary(access)
        self.zone = ZoneInfo(access.organization.timezone)
        self.rows: dict[str, int] = {}  # key of a deal -> the row of this file that told of it
        self.occurrences: dict[str, int] = {}

    def read(self, batch: Batch) -> Said[Told]:
        """The rows as deals."""
        return self.reader.read(batch)

    def plan(self, batch: Batch, said: Said[Told]) -> DealsPlan:
        """What the rows of this batch come to."""
        plan = DealsPlan([Outcome.UNCHANGED] * len(batch.rows))
        plan.hear(said)
        self.stages = StageFinder(stages(self.access))
        self.reasons = ReasonFinder(lost_reasons(self.access))
        told = self._once_each(batch, said.rows, plan)
        there = {row.key: row for row in Deal.objects.filter(key__in=among(list(told))).only("key", *HELD)}
        held: dict[Identity, set[int]] = defaultdict(set)
        for key, deal in there.items():
            held[told[key].identity].add(deal.customer_id)
        first = {row.identity: (row.at, row.customer) for row in reversed(told.values())}
        whose_are = whose.customers_of(first, self.book, batch, plan, plan.customers, plan.links, held)
        for known in plan.customers:
            known.values = {**known.values, "status": Status.LEAD.value, "customer_since": None}
        for key, row in told.items():
            customer = whose_are[row.identity]
            if isinstance(customer, Known):
                self._plan_deal(key, row, customer, there.get(key), plan)
            elif customer is not None:
                plan.reject(row.at, customer)
        return plan

    def _once_each(self, batch: Batch, rows: list[Told], plan: DealsPlan) -> dict[str, Told]:
        """The rows by the key of their deal; the second row of a deal's own number stays out."""
        told: dict[str, Told] = {}
        for row in rows:
            key = self._key(row)
            if key in self.rows:
                plan.reject(row.at, Fault("deal", "deal_repeats", {"row": self.rows[key]}))
            else:
                self.rows[key] = batch.rows[row.at]
                told[key] = row
        return told

    def _key(self, row: Told) -> str:
        if row.number:
            return f"import.{self.book.system}:{row.number}"
        began = row.created or row.ended or row.expected
        stem = f"{whose.whose_key(row.identity)}|{search_key(row.title)}|{began or ''}"
        count = self.occurrences[stem] = self.occurrences.get(stem, 0) + 1
        return f"import@{hashlib.sha256(stem.encode()).hexdigest()[:32]}#{count}"

    def _plan_deal(self, key: str, row: Told, customer: Known, deal: Deal | None, plan: DealsPlan) -> None:
        values: dict[str, Any] = {
            "title": row.title,
            "value_minor": row.value_minor,
            "expected_on": row.expected,
            "source": row.source,
            "owner_id": self._owner(row, plan),
        }
        if deal is None:
            self._plan_new(key, row, customer, values, plan)
        elif deal.customer_id != customer.pk:
            plan.doubt(row.at, Fault("customer_name", "deal_of_another", {}))
        elif not deal.is_open and row.end != (End.WON if deal.won_at else End.LOST):
            plan.doubt(row.at, Fault("status", "deal_ended_here", {}))
        elif changes := self._differences(row, deal, values, plan):
            plan.changed[deal.pk] = changes
            plan.did(row.at, Outcome.UPDATED)
            if "won_at" in changes:
                self._buys(customer, row, plan)

    def _plan_new(
        self, key: str, row: Told, customer: Known, values: dict[str, Any], plan: DealsPlan
    ) -> None:
        began, ended = self._moment(row.created), self._moment(row.ended)
        values |= {"kind": usual_kind(customer.values["status"]).value, "remarks": row.remarks, "key": key}
        values |= self._end(row, ended)
        reason = values.pop("lost_reason", None)
        plan.new.append(New(customer, self._stage(row, plan), reason, values, began, ended))
        plan.made["deals"] += 1
        plan.made[f"deals_{row.end.value}"] += 1
        plan.did(row.at, Outcome.CREATED)
        if row.end is End.WON:
            self._buys(customer, row, plan)

    def _end(self, row: Told, ended: datetime | None) -> dict[str, Any]:
        """The columns of a deal's end; `lost_reason` is one of the list, or the words stay the file's."""
        reason = self.reasons.find(row.lost_reason) if row.lost_reason else None
        return {
            "won_at": ended if row.end is End.WON else None,
            "lost_at": ended if row.end is End.LOST else None,
            "lost_reason": reason,
            "lost_words": "" if reason else row.lost_reason,
        }

    def _differences(self, row: Told, deal: Deal, values: dict[str, Any], plan: DealsPlan) -> dict[str, Any]:
        """What the file says otherwise of a deal that is there; an empty cell never erases."""
        changes = {
            name: value
            for name, value in values.items()
            if value not in (None, "") and value != getattr(deal, name)
        }
        if deal.owner_id is not None:
            changes.pop("owner_id", None)  # a deal is handed over by people
        if row.remarks and row.remarks not in deal.remarks:
            changes["remarks"] = f"{deal.remarks}\n{row.remarks}".strip()
        if row.end is End.OPEN:
            stage = self._stage(row, plan) if row.stage else None
            if stage is not None and stage.pk != deal.stage_id and self.stages.find(row.stage):
                changes["stage"] = stage
        elif deal.is_open:
            changes |= self._end(row, self._moment(row.ended))
        else:
            name = "won_at" if row.end is End.WON else "lost_at"
            if getattr(deal, name).astimezone(self.zone).date() != row.ended:
                changes[name] = self._moment(row.ended)
        return changes

    def _stage(self, row: Told, plan: DealsPlan) -> Stage:
        """Where the deal stands; of an unknown word the first stage, with a doubt, while the deal is open."""
        found = self.stages.find(row.stage) if row.stage else None
        if found is None and row.end is End.OPEN and row.stage:
            plan.doubt(row.at, Fault("stage", "stage_unknown", {"value": row.stage}))
        return found or (self.stages.first if row.end is End.OPEN else self.stages.last)

    def _owner(self, row: Told, plan: DealsPlan) -> int | None:
        found = self.vocabulary.member(row.owner) if row.owner else None
        if row.owner and found is None:
            plan.doubt(row.at, Fault("owner", "no_such_seller", {"value": row.owner}))
        return found

    def _buys(self, customer: Known, row: Told, plan: DealsPlan) -> None:
        assert row.ended is not None
        plan.buyers[customer] = min(row.ended, plan.buyers.get(customer, row.ended))
        if customer.values["status"] == Status.LEAD:
            since = customer.values["customer_since"] if customer.pk else plan.buyers[customer]
            customer.values = {**customer.values, "status": Status.ACTIVE.value, "customer_since": since}

    def _moment(self, day: date | None) -> datetime | None:
        """Noon of a day in the business's zone."""
        return datetime.combine(day, NOON, self.zone).astimezone(UTC) if day else None

    def apply(self, plan: Plan, recorder: Recorder) -> None:
        """Write it. What is open came in when the file did: the moment of its change set."""
        assert isinstance(plan, DealsPlan)
        now = recorder.change_set.at
        for known in plan.customers:
            if known in plan.buyers:
                known.values["customer_since"] = plan.buyers[known]
        create_customers(self.book, plan.customers, recorder)
        link_customers(self.book.system, plan.links, recorder)
        made = set(plan.customers)
        note_buyers(
            recorder,
            {
                known.pk: day
                for known, day in plan.buyers.items()
                if known not in made and known.pk is not None
            },
        )
        if plan.new:
            self._write_new(plan.new, recorder, now)
        self._write_changes(plan.changed, recorder, now)

    def _write_new(self, new: list[New], recorder: Recorder, now: datetime) -> None:
        living, reasons = keep_stages(self.access), keep_reasons(self.access)
        deals = []
        for each in new:
            assert each.customer.pk is not None, "customers are written before their deals"
            since = each.ended or now
            began = min(each.began or since, since)
            deal = Deal(**each.values, customer_id=each.customer.pk, created_at=began, stage_since=since)
            deal.stage = _row(each.stage, living)
            deal.lost_reason = _row(each.reason, reasons) if each.reason else None
            deals.append(deal)
        rows = [tuple(getattr(deal, name) for name in COLUMNS) for deal in deals]
        ids = insert_rows(Deal, COLUMNS, rows)
        recorder.created_ids(Deal, ids)
        for deal, pk in zip(deals, ids, strict=True):
            deal.pk = pk
        put_steps(self.access, recorder, [deal for deal in deals if deal.is_open], now=now)

    def _write_changes(self, changed: dict[int, dict[str, Any]], recorder: Recorder, now: datetime) -> None:
        deals = Deal.objects.select_for_update().in_bulk(list(changed))
        wanted = []
        for pk in deals:
            values = dict(changed[pk])
            if stage := values.pop("stage", None):
                values |= {"stage_id": stage.pk, "stage_since": now}
            if "lost_reason" in values:
                reason = values.pop("lost_reason")
                values["lost_reason_id"] = reason and _row(reason, keep_reasons(self.access)).pk
            wanted.append(values)
        open_before = {pk for pk, deal in deals.items() if deal.is_open}
        recorder.update(list(deals.values()), wanted)
        drop_steps_of(recorder, [pk for pk in open_before if not deals[pk].is_open], now=now)
        owners = {
            pk: values["owner_id"] for pk, values in zip(deals, wanted, strict=True) if "owner_id" in values
        }
        give_steps(recorder, owners)


def _row(one: L, rows: list[L]) -> L:
    """The stage or reason itself, or the row that was made of a default."""
    return one if one.pk is not None else next(row for row in rows if row.code == one.code)
