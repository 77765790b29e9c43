"""The plan of thirty days, week by week. Nothing is ticked by hand: each goal is read off the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from neeman.activity.models import CadenceRule, Interaction, Pause, Task
from neeman.channels.models import Connection, Template
from neeman.customers.models import Customer, FollowUp, Preference, Standing
from neeman.customers.queries.visible import live
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.sales.models import LeadForm

DAYS = 30
SHOWN_DAYS = 60
"""So long the day's page speaks of it; whoever has not finished by then works otherwise, and is left alone."""
BEST = 5
SILENT_DAYS = 90
MOST_SILENT = 20
NOTED_SHARE = 80
"""Percent of the gold customers with a note from which "a note on each" is called done."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One line: what, how far (`done` of `of`), and where it is done; `href` is empty for who may not."""

    week: int
    title: str
    text: str
    href: str
    done: int
    of: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the plan: its name, the effort it asks for (R119) and its goals."""

    number: int
    title: str
    effort: str
    goals: list[Goal]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan as it stands. `day` counts from 1, the day on which the business began with the product."""

    weeks: list[Week]
    day: int

    @property
    def goals(self) -> list[Goal]:
        """All goals in order."""
        return [goal for week in self.weeks for goal in week.goals]

    @property
    def done(self) -> int:
        """How many are reached."""
        return sum(goal.is_done for goal in self.goals)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self.done == len(self.goals)

    @property
    def following(self) -> Goal | None:
        """The first goal that is not reached."""
        return next((goal for goal in self.goals if not goal.is_done), None)

    @property
    def speaks(self) -> bool:
        """Whether the day's page still shows it."""
        return not self.is_done and self.day <= SHOWN_DAYS


def plan_of(access: Access, now: datetime) -> Plan:
    """The plan of this business as `access` sees it."""
    day = (now - access.organization.created_at).days + 1
    goals = [*_first(access), *_second(access), *_third(access, timezone.localdate(now)), *_fourth(access)]
    titles = [
        (_("Set up: the list and the basic details"), _("2 to 4 hours in all")),
        (_("Sort: who matters most, and what is known of them"), _("10 minutes a day")),
        (_("Follow up: the best, and those who fell silent"), _("10 minutes a day")),
        (_("Make it a habit: reminders, texts, new customers"), _("5 minutes a day from here on")),
    ]
    weeks = [
        Week(
            number,
            title,
            effort,
            [goal for goal in goals if goal.week == number],
            is_now=min((day + 6) // 7, len(titles)) == number and day <= DAYS,
        )
        for number, (title, effort) in enumerate(titles, 1)
    ]
    return Plan(weeks, day)


def _goal(
    access: Access,
    week: int,
    title: str,
    text: str,
    page: tuple[str, May, str],
    counts: tuple[int, int],
    enough: int,
) -> Goal:
    name, permission, query = page
    href = reverse(name, kwargs={"org": access.organization.slug}) + query if access.may(permission) else ""
    done, of = counts
    return Goal(week, title, text, href, min(done, of), of, is_done=of > 0 and done >= enough)


def _first(access: Access) -> Iterator[Goal]:
    rows = live(access)
    reach = ~Q(phone="") | ~Q(email="")
    found = rows.aggregate(all=Count("pk"), reached=Count("pk", filter=reach))
    everybody, reached = found["all"], found["reached"]
    page = ("imports", May.IMPORT_FILES, "")
    yield _goal(
        access,
        1,
        _("Enter the customers"),
        _("A file, or one line each."),
        page,
        (everybody, max(everybody, 1)),
        1,
    )
    page = ("enrich", May.EDIT_CUSTOMERS, "")
    text = _("For nine of ten customers.")
    enough = -(-everybody * 9 // 10)
    yield _goal(access, 1, _("A phone or an e-mail of each"), text, page, (reached, everybody), enough)


def _second(access: Access) -> Iterator[Goal]:
    figures = Standing.objects.filter(customer__in=live(access).values("pk"))
    counts = figures.aggregate(all=Count("pk"), graded=Count("pk", filter=~Q(grade="")))
    page = ("customers", May.VIEW_CUSTOMERS, "?grade=A")
    text = _("By what they bought in a year; needs sales of the last year.")
    graded = (counts["graded"], max(counts["all"], 1))
    yield _goal(access, 2, _("Split into gold, silver and bronze"), text, page, graded, 1)
    gold = live(access).filter(standing__grade="A")
    of, noted = gold.count(), _noted(gold).count()
    page = ("enrich", May.EDIT_CUSTOMERS, "")
    text = _("A remark, a preference or a talk: whatever helps the next one who calls.")
    yield _goal(
        access, 2, _("A note on each gold customer"), text, page, (noted, of), -(-of * NOTED_SHARE // 100)
    )


def _noted(rows: QuerySet[Customer]) -> QuerySet[Customer]:
    talked = Interaction.objects.filter(customer=OuterRef("pk"))
    likes = Preference.objects.filter(customer=OuterRef("pk"))
    return rows.filter(~Q(remarks="") | Exists(talked) | Exists(likes))


def _third(access: Access, today: date) -> Iterator[Goal]:
    due = FollowUp.objects.filter(customer__in=live(access).values("pk"), due_on__isnull=False).count()
    page = ("today", May.LOG_ACTIVITY, "")
    text = _("Each customer has a next contact, by grade.")
    yield _goal(access, 3, _("A follow-up calendar"), text, page, (due, max(due, 1)), 1)
    since = access.organization.created_at
    best = list(_by_revenue(access).values_list("pk", flat=True)[:BEST])
    spoken = FollowUp.objects.filter(pk__in=best, last_touch_at__gte=since).count()
    page = ("customers", May.VIEW_CUSTOMERS, "")
    text = _("A call, not a message; without selling anything.")
    yield _goal(access, 3, _("Speak to the five best"), text, page, (spoken, len(best)), len(best))
    before = today - timedelta(days=SILENT_DAYS)
    silent = list(
        _by_revenue(access).filter(last_purchase__lte=before).values_list("pk", flat=True)[:MOST_SILENT]
    )
    looked = _looked_at(silent, since)
    page = ("customers", May.VIEW_CUSTOMERS, "?sort=last")
    text = _("Spoken to or put off until a day: the largest of those who did not buy for three months.")
    if silent:
        yield _goal(
            access, 3, _("Go over those who fell silent"), text, page, (looked, len(silent)), len(silent)
        )


def _by_revenue(access: Access) -> QuerySet[Standing]:
    rows = Standing.objects.filter(customer__in=live(access).values("pk"), revenue_minor__gt=0)
    return rows.order_by("-revenue_window_minor", "pk")


def _looked_at(ids: list[int], since: datetime) -> int:
    spoken = Interaction.objects.filter(customer__in=ids, noted_at__gte=since).values_list(
        "customer", flat=True
    )
    rested = Pause.objects.filter(customer__in=ids, at__gte=since).values_list("customer", flat=True)
    return len({*spoken, *rested})


def _fourth(access: Access) -> Iterator[Goal]:
    set_up = Task.objects.exists() or CadenceRule.objects.exists()
    page = ("tasks", May.VIEW_CUSTOMERS, "")
    yield _goal(access, 4, _("Reminders"), _("The first task with a date."), page, (int(set_up), 1), 1)
    own = Template.objects.exists()
    page = ("message_templates", May.EDIT_TEMPLATES, "")
    text = _("The texts that come with it, in your own words.")
    yield _goal(access, 4, _("Texts of your own"), text, page, (int(own), 1), 1)
    ways = (
        LeadForm.objects.filter(archived_at=None).exists() or Connection.objects.filter(is_on=True).exists()
    )
    page = ("lead_forms", May.EDIT_CATALOG, "")
    text = _("A form on the website or a connected channel, by which they reach you and are answered.")
    yield _goal(access, 4, _("A way in for new customers"), text, page, (int(ways), 1), 1)
