"""Tasks: the page of those that are open, one of them, and the acts of a tap: done, put off, dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.activity.agenda import bands_of
from neeman.activity.forms.task import DayForm, NewTaskForm, TaskForm
from neeman.activity.models import Task
from neeman.activity.queries.due import ALL, ME, NOBODY, tasks_for
from neeman.activity.queries.records import get_task
from neeman.activity.services.tasks import add_task, done, drop, edit_task, put_off
from neeman.activity.sheet import days_off
from neeman.activity.views.talking import answer
from neeman.customers.models import Customer
from neeman.customers.queries.card import get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.views.conflict import Clash, conflict_page, settled
from neeman.customers.views.editing import posted_version
from neeman.customers.views.parts import came_from, say_done, today
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.hours import hours_of
from neeman.orgs.models import ChangeSet
from neeman.orgs.queries import members
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

MOST = 200
Act = Callable[[Access, Task], ChangeSet | None]


@needs(May.VIEW_CUSTOMERS)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What is open, by urgency; `?of=` a colleague's, nobody's or everybody's."""
    access = with_access(request).access
    whose = request.GET.get("of", ME)
    rows = tasks_for(access, whose)
    shown = list(rows[:MOST])
    given = {
        "bands": bands_of(shown, today()),
        "count": len(shown) if len(shown) < MOST else rows.count(),
        "late": sum(task.due_on < today() for task in shown),
        "shown": len(shown),
        "whose": whose_choices(access, whose),
        "of": whose,
        "today": today(),
        "me": access.member,
        "days": days_off(today(), hours_of(access.organization)),
        "may_log": access.may(May.LOG_ACTIVITY),
    }
    return render(request, "activity/tasks.html", given)


@needs(May.LOG_ACTIVITY)
@require_http_methods(["GET", "HEAD", "POST"])
def task_add(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new task, on a customer or on nothing."""
    access = with_access(request).access
    customer = get_customer(access, pk) if pk else None
    tomorrow = hours_of(access.organization).next_workday(today())
    beforehand = {"due_on": tomorrow, "kind": Task.Kind.CALL, "key": uuid4().hex}
    form = NewTaskForm(access, request.POST or None, initial=beforehand)
    if request.method == "POST" and form.is_valid():
        try:
            task, change_set = add_task(access, customer, now=timezone.now(), **form.cleaned_data)
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            say_done(request, access, change_set, _("Task set."))
            return redirect(_place(access, task))
    return _page(request, form, customer)


@needs(May.VIEW_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task, to be changed; a stale write shows both versions."""
    access = with_access(request).access
    row = get_task(access, pk)
    form = TaskForm(access, request.POST or None, task=row)
    if request.method == "POST" and form.is_valid():
        wanted = settled(request, form.wanted, row)
        try:
            change_set = edit_task(access, row, wanted, version=posted_version(request), now=timezone.now())
        except StaleWrite:
            return conflict_page(request, Clash(form, get_task(access, pk), back=_place(access, row)))
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            say_done(request, access, change_set, _("Saved."))
            return redirect(_place(access, row))
    return _page(request, form, row.customer, row)


@needs(May.LOG_ACTIVITY)
@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, with nothing more to say."""
    now = timezone.now()
    return _act(
        request, pk, lambda access, row: done(access, row, version=row.version, now=now), _("Task done.")
    )


@needs(May.LOG_ACTIVITY)
@require_POST
def task_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer needed."""
    now = timezone.now()
    return _act(
        request, pk, lambda access, row: drop(access, row, version=row.version, now=now), _("Task dropped.")
    )


@needs(May.LOG_ACTIVITY)
@require_POST
def task_later(request: HttpRequest, pk: int) -> HttpResponse:
    """Put off until the day that was tapped or typed."""
    form, now = DayForm(request.POST), timezone.now()
    until = form.day if form.is_valid() else None

    def act(access: Access, row: Task) -> ChangeSet | None:
        if until is None or until < today():
            raise Unfit(_("Until when? Choose a day to come."))
        return put_off(access, row, until, version=row.version, now=now)

    return _act(request, pk, act, _("Put off."))


def whose_choices(access: Access, whose: str) -> list[tuple[str, str, bool]]:
    """Whose work can be looked at: (value, name, is it chosen)."""
    named = [
        (ME, _("Mine")),
        *((str(one.pk), str(one)) for one in members(access) if one != access.member),
        (NOBODY, _("Nobody's")),
        (ALL, _("Everybody's")),
    ]
    return [(value, name, value == whose) for value, name in named]


def _act(request: HttpRequest, pk: int, act: Act, said: str) -> HttpResponse:
    """An act of a tap on an open task, and back to where it was tapped: on a card its panel, else the page anew."""
    access = with_access(request).access
    row = get_task(access, pk)
    change_set = None
    try:
        if row.is_open:
            change_set = act(access, row)
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
        said = ""
    except StaleWrite:
        said = ""  # another tap was there before this one, and says what it did
    came = came_from(request, access)
    if row.customer and (came is None or came.name == "customer"):
        return answer(request, access, row.customer, change_set, said)
    if said:
        say_done(request, access, change_set, said)
    return redirect(came.address if came else reverse("tasks", kwargs={"org": access.organization.slug}))


def _place(access: Access, task: Task) -> str:
    """Where a task stands: on its customer's card, or on the page of tasks."""
    slug = access.organization.slug
    if task.customer_id is None:
        return reverse("tasks", kwargs={"org": slug})
    return reverse("customer", kwargs={"org": slug, "pk": task.customer_id})


def _page(
    request: HttpRequest, form: TaskForm, customer: Customer | None, row: Task | None = None
) -> HttpResponse:
    access = with_access(request).access
    given: dict[str, Any] = {
        "form": form,
        "customer": customer,
        "task": row,
        "cancel": reverse("customer", kwargs={"org": access.organization.slug, "pk": customer.pk})
        if customer
        else reverse("tasks", kwargs={"org": access.organization.slug}),
        "may_log": access.may(May.LOG_ACTIVITY),
    }
    return render(request, "activity/task.html", given, status=422 if form.is_bound else 200)
