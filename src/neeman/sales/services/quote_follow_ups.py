"""The tasks that a quote sets: follow-ups on days 2, 5 and 10 (R91), and an answer to each question. They move with what
the customer does and end by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from neeman.activity.models import CONTACTS, Interaction, Outcome, Task
from neeman.activity.services.tasks import add_task, done, drop, edit_task
from neeman.lib.calendar import WorkingHours
from neeman.orgs.access import Access, house_access
from neeman.orgs.hours import hours_of
from neeman.sales.follow_ups import Event, follow_up_days
from neeman.sales.models import Deal, Quote, QuoteOpening, QuoteQuestion
from neeman.sales.queries.quotes import messages_of, tasks_of
from neeman.sales.queries.steps import open_steps
from neeman.sales.queries.waiting import ANSWER

ORIGIN = "quote."
DAYS = {f"{ORIGIN}day{step}": step for step in (2, 5, 10)}
DECLINED = f"{ORIGIN}declined"


def plan_follow_ups(access: Access, quote: Quote, *, now: datetime, revive: bool = False) -> None:
    """Bring the tasks of a quote in step with what happened. Safe to repeat: each task has a key of its own.

    `revive` brings back what ended by itself, after an act was undone. The product does this, not who asked for it: the
    customer's own click sets tasks too.
    """
    house = house_access(access.organization)
    rows = list(tasks_of(quote))
    tasks = {task.origin: task for task in rows if task.origin in DAYS}
    if revive:
        for task in rows:
            if task.dropped_at is not None:
                edit_task(house, task, {"dropped_at": None}, version=task.version, now=now)
                task.refresh_from_db()
    wanted = _wanted(house, quote, tasks, now)
    language = quote.owner.user.language if quote.owner else "he"
    with translation.override(language):
        for origin, step in DAYS.items():
            _keep(house, quote, tasks.get(origin), wanted.get(step), origin, now)
        _keep_answer(house, quote, [task for task in rows if task.origin == ANSWER], now)


def adopt_step(quote: Quote, deal: Deal) -> None:
    """The follow-ups are the next actions of the quote's deal: what a deal began with becomes the first of them."""
    step = open_steps().filter(about_id=deal.pk).first()
    if step is not None:
        Task.objects.filter(pk=step.pk).update(origin="quote.day2", key=_key(quote, "quote.day2"))


def settle_requests(access: Access, quote: Quote, *, now: datetime) -> None:
    """What asked for this quote is done; after its follow-ups were planned, so that the deal is given no other step."""
    house = house_access(access.organization)
    for step in open_steps().filter(about_id=quote.deal_id, kind=Task.Kind.QUOTE):
        if not step.origin.startswith(ORIGIN):
            done(house, step, version=step.version, now=now)


def ask_why(access: Access, quote: Quote, *, now: datetime) -> None:
    """The customer declined on the page: somebody should hear why (once)."""
    hours = hours_of(access.organization)
    with translation.override(quote.owner.user.language if quote.owner else "he"):
        _add(
            house_access(access.organization),
            quote,
            DECLINED,
            _("Quote %(number)s was declined: hear why") % {"number": quote.full_number},
            workdays(hours)(timezone.localdate(now)),
            now,
        )


def _wanted(access: Access, quote: Quote, tasks: dict[str, Task], now: datetime) -> dict[int, date]:
    today = timezone.localdate(now)
    if not quote.awaits(today) or quote.archived_at is not None or quote.sent_at is None:
        return {}
    finished = [DAYS[origin] for origin, task in tasks.items() if not task.is_open]
    return follow_up_days(
        timezone.localdate(quote.sent_at),
        list(_events(quote)),
        workday=workdays(hours_of(access.organization)),
        done=finished,
        until=quote.valid_until,
    )


def _events(quote: Quote) -> Iterable[Event]:
    for at in QuoteOpening.objects.filter(quote=quote).values_list("at", flat=True):
        yield Event("opened", timezone.localdate(at))
    said = list(QuoteQuestion.objects.filter(quote=quote).order_by("at", "pk"))
    for turn in said:
        if not turn.from_customer:
            yield Event("answered", timezone.localdate(turn.at))
    if said and said[-1].from_customer:
        yield Event(
            "asked", timezone.localdate(said[-1].at) + timedelta(days=1)
        )  # later than any answer before it
    carried = [f"message:{pk}" for pk in messages_of(quote).values_list("pk", flat=True)]
    talks = Interaction.objects.filter(customer=quote.customer_id, at__gt=quote.sent_at, kind__in=CONTACTS)
    others = talks.exclude(outcome=Outcome.NO_ANSWER).exclude(key__in=carried)
    for at in others.values_list("at", flat=True):
        yield Event("spoke", timezone.localdate(at))


def workdays(hours: WorkingHours) -> Callable[[date], date]:
    """The day itself where people work all of it, else the next such day: never a rest, a festival or an eve."""
    return lambda day: hours.next_workday(day - timedelta(days=1), whole=True)


def _keep(
    access: Access, quote: Quote, task: Task | None, due: date | None, origin: str, now: datetime
) -> None:
    if task is None:
        if due is not None:
            title = _("Follow up quote %(number)s") % {"number": quote.full_number}
            _add(access, quote, origin, title, due, now)
    elif task.is_open and due is None and not _waits_for_us(quote):
        drop(access, task, version=task.version, now=now)
    elif task.is_open and due is not None and task.due_on != due:
        edit_task(access, task, {"due_on": due}, version=task.version, now=now)


def _waits_for_us(quote: Quote) -> bool:
    """A question stops the follow-ups for a while; it does not end them."""
    last = QuoteQuestion.objects.filter(quote=quote).order_by("-at", "-pk").first()
    return quote.state == Quote.State.SENT and last is not None and last.from_customer


def _keep_answer(access: Access, quote: Quote, tasks: list[Task], now: datetime) -> None:
    """One urgent task while the last word is the customer's; done once it is ours."""
    last = QuoteQuestion.objects.filter(quote=quote).order_by("-at", "-pk").first()
    waiting = last is not None and last.from_customer
    open_now = [task for task in tasks if task.is_open]
    if waiting and not open_now and last is not None:
        title = _("Answer a question about quote %(number)s") % {"number": quote.full_number}
        _add(access, quote, ANSWER, title, timezone.localdate(now), now, mark=str(last.pk), urgent=True)
    for task in open_now if not waiting else ():
        done(access, task, version=task.version, now=now)


def _add(
    access: Access,
    quote: Quote,
    origin: str,
    title: str,
    due: date,
    now: datetime,
    *,
    mark: str = "",
    urgent: bool = False,
) -> None:
    add_task(
        access,
        quote.customer,
        title=title,
        due_on=due,
        now=now,
        kind=Task.Kind.QUOTE,
        member=quote.owner or quote.customer.owner,
        about=quote.deal or quote,
        origin=origin,
        key=_key(quote, origin, mark),
        urgent=urgent,
    )


def _key(quote: Quote, origin: str, mark: str = "") -> str:
    return ":".join(filter(None, [f"quote:{quote.pk}", origin.removeprefix(ORIGIN), mark]))
