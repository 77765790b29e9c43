"""Adding, editing and moving a deal, and its end: won or lost. Nothing is ever deleted."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from neeman.activity.proposing import Proposal
from neeman.activity.services.cadence import day_of, refresh
from neeman.customers.models import Customer, Status
from neeman.customers.queries.card import get_customer
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet, Member
from neeman.orgs.once import once
from neeman.orgs.roles import May
from neeman.sales.models import Deal, Kind, LostReason, Stage
from neeman.sales.queries.steps import find_next_step
from neeman.sales.services.acting import Act, Unfit, act_on_deal, hold
from neeman.sales.services.ending import WON, drop_steps, put_won
from neeman.sales.services.next_steps import note_reply, put_step, usual_step
from neeman.sales.services.stages import as_row, keep_stages

EDITABLE = frozenset(
    {
        *("title", "kind", "value_minor", "probability", "expected_on", "owner_id", "source", "remarks"),
        *("competitor", "price_compared"),
    }
)
ADDED, EDITED, MOVED = "sales.deal.added", "sales.deal.edited", "sales.deal.moved"
LOST, REOPENED = "sales.deal.lost", "sales.deal.reopened"


def add_deal(
    access: Access,
    customer: Customer,
    wanted: Values,
    *,
    now: datetime,
    stage: Stage | None = None,
    next_step: Proposal | None = None,
    arrived: bool = False,
    key: str = "",
) -> tuple[Deal, ChangeSet | None]:
    """A new deal of `customer` with its next action; only `title` is required. `wanted` holds EDITABLE columns.

    Without a stage it begins in the first, without a next action it gets the usual one. Whoever adds it works on it,
    unless `owner_id` says otherwise. `arrived` marks a lead that waits for a first word. A `key` seen before gives the
    deal that it made, and no change set. Raises Unfit.
    """
    access.require(May.EDIT_SALES)
    get_customer(access, customer.pk)
    deal = Deal(customer=customer, stage_since=now, key=key, arrived_at=now if arrived else None)

    def add() -> tuple[Deal, ChangeSet | None]:
        return deal, put_up(access, deal, wanted, now=now, stage=stage, next_step=next_step)

    return once(partial(made_by, key), add)


def made_by(key: str) -> tuple[Deal, ChangeSet | None] | None:
    """The deal that was made under this key, and no change set."""
    known = Deal.objects.filter(key=key).select_related("customer").first() if key else None
    return (known, None) if known else None


def put_up(
    access: Access,
    deal: Deal,
    wanted: Values,
    *,
    now: datetime,
    stage: Stage | None,
    next_step: Proposal | None,
    brought: bool = False,
) -> ChangeSet:
    """Write a deal of which customer, key and arrival are given. `brought` says that the customer was added for it, and
    goes with it when it is undone. Raises Unfit; IntegrityError where another has its key."""
    customer = deal.customer
    values = {"owner_id": access.member and access.member.pk, "kind": usual_kind(customer.status), **wanted}
    _check(deal, values)
    with transaction.atomic():
        deal.stage = as_row(access, stage) if stage else keep_stages(access)[0]
        for name, value in values.items():
            setattr(deal, name, value)
        act = Act(Recorder(access, ADDED, {"name": deal.title}))
        if brought:
            act.recorder.created([customer])
        act.create(deal)
        put_step(act, access, deal, next_step or usual_step(access, deal, now=now))
        refresh(access, [customer.pk], today=day_of(access, now))
        made = act.recorder.change_set
        told = {"change_set": made.pk, "stage": deal.stage_id, "value_minor": deal.value_minor}
        log(access, deal, ADDED, told)
    return made


def usual_kind(status: str) -> Kind:
    """New for a customer of this status who has not bought yet, else an upsell: a first guess that the form shows."""
    return Kind.NEW if status == Status.LEAD else Kind.UPSELL


def edit_deal(access: Access, deal: Deal, wanted: Values, *, version: int) -> ChangeSet | None:
    """Change EDITABLE columns of a deal that was read at `version`; None when nothing differs.

    Raises StaleWrite when somebody saved it in between, Unfit for what cannot be.
    """
    with act_on_deal(access, deal, EDITED) as act:
        held = hold(deal, version)
        _check(held, wanted)
        act.data["fields"] = sorted(name for name, value in wanted.items() if getattr(held, name) != value)
        act.recorder.update([held], [wanted])
    return act.change_set


def move_deal(access: Access, deal: Deal, stage: Stage, *, version: int, now: datetime) -> ChangeSet | None:
    """Put an open deal into a stage. None when it stands there already, so that a double tap moves it once.

    A lead that leaves the first stage was spoken to: its clock stops. A deal that had lost its next action gets one.
    Raises StaleWrite, or Unfit for a deal that has ended and a stage that was archived.
    """
    with act_on_deal(access, deal, MOVED) as act:
        if Deal.objects.filter(pk=deal.pk, stage=stage, won_at=None, lost_at=None).exists():
            return None
        held = _hold_open(deal, version)
        _put_into(act, held, stage, now)
        if find_next_step(held) is None:
            put_step(act, access, held, usual_step(access, held, now=now))
        refresh(access, [held.customer_id], today=day_of(access, now))
    return act.change_set


def win_deal(access: Access, deal: Deal, *, version: int, now: datetime) -> ChangeSet | None:
    """The customer said yes. A lead becomes an active customer. None when it was won before.

    Raises StaleWrite, or Unfit for a deal that was lost.
    """
    with act_on_deal(access, deal, WON) as act:
        if Deal.objects.filter(pk=deal.pk, won_at__isnull=False).exists():
            return None
        held = _hold_open(deal, version)
        act.data.update(value_minor=held.value_minor, stage=held.stage_id)
        put_won(act, access, held, now)
    return act.change_set


def lose_deal(
    access: Access,
    deal: Deal,
    *,
    version: int,
    now: datetime,
    reason: LostReason | None,
    competitor: str = "",
    price_compared: bool = False,
    words: str = "",
) -> ChangeSet | None:
    """The customer said no, or nothing any more (R85). None when it was lost before. Raises StaleWrite, Unfit."""
    with act_on_deal(access, deal, LOST) as act:
        if Deal.objects.filter(pk=deal.pk, lost_at__isnull=False).exists():
            return None
        held, reason = _hold_open(deal, version), as_row(access, reason) if reason else None
        wanted: Values = {
            "lost_at": now,
            "lost_reason_id": reason and reason.pk,
            "lost_words": words.strip(),
            "price_compared": price_compared or held.price_compared,
        }
        if competitor.strip():
            wanted["competitor"] = competitor.strip()
        act.data.update(value_minor=held.value_minor, stage=held.stage_id, reason=reason and reason.title)
        act.recorder.update([held], [wanted])
        drop_steps(act, held, now)
        refresh(access, [held.customer_id], today=day_of(access, now))
    return act.change_set


def reopen_deal(access: Access, deal: Deal, *, version: int, now: datetime) -> ChangeSet | None:
    """Work on it again, with a next action; None when it is open. Raises StaleWrite."""
    with act_on_deal(access, deal, REOPENED) as act:
        held = hold(deal, version)
        back = {"won_at": None, "lost_at": None, "lost_reason_id": None, "lost_words": "", "stage_since": now}
        if not held.is_open:
            act.recorder.update([held], [back])
            put_step(act, access, held, usual_step(access, held, now=now))
            refresh(access, [held.customer_id], today=day_of(access, now))
    return act.change_set


def _put_into(act: Act, held: Deal, stage: Stage, now: datetime) -> None:
    if stage.archived_at is not None:
        raise Unfit(_("This stage is no longer in use."), "stage")
    act.data.update({"from": held.stage_id, "to": stage.pk})
    act.recorder.update([held], [{"stage_id": stage.pk, "stage_since": now}])
    note_reply(act.recorder, held, now)


def _hold_open(deal: Deal, version: int) -> Deal:
    held = hold(deal, version)
    if not held.is_open:
        raise Unfit(_("This deal has ended. Reopen it first."))
    return held


def _check(deal: Deal, wanted: Values) -> None:
    unknown = wanted.keys() - EDITABLE
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    if not str(wanted.get("title", deal.title)).strip():
        raise Unfit(_("A deal needs a name: what is it about?"), "title")
    value = wanted.get("value_minor")
    if value is not None and value < 0:
        raise Unfit(_("A value is not below zero."), "value")
    chance = wanted.get("probability")
    if chance is not None and not 0 <= chance <= 100:
        raise Unfit(_("A chance is between 0 and 100 percent."), "probability")
    owner = wanted.get("owner_id")
    is_new = owner is not None and owner != deal.owner_id
    if is_new and not Member.objects.filter(pk=owner or 0, is_active=True).exists():
        raise Unfit(_("There is no such member."), "owner")
