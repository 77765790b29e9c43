"""What was done and can be undone: the acts of the last thirty days, latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from neeman.customers.history import WORDS
from neeman.customers.services.saved_views import REMOVED
from neeman.customers.services.undoing import may_undo, of_rooms
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import UNDO_DAYS
from neeman.orgs.doors import needs
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.orgs.verbs import words_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Act:
    """An act in words; `undo` is the name of the address that takes it back, empty where this member may not."""

    change_set: ChangeSet
    title: str
    about: str
    icon: str
    undo: str


@needs(May.VIEW_CUSTOMERS)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """One's own acts; those of all for whoever may undo them."""
    access = with_access(request).access
    rows = ChangeSet.objects.filter(of_rooms(), at__gt=timezone.now() - timedelta(days=UNDO_DAYS))
    if not (access.sees_all and access.may(May.MERGE_CUSTOMERS)):
        rows = rows.filter(member=access.member)
    page = Paginator(rows.select_related("member__user").order_by("-at", "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    acts = [_act(access, row) for row in page]
    return render(request, "customers/history.html", {"acts": acts, "page": page, "days": UNDO_DAYS})


def _act(access: Access, row: ChangeSet) -> Act:
    word = WORDS.get(row.verb)
    icon = "bookmark" if row.verb == REMOVED else word.icon if word else "pencil"
    return Act(row, words_of(row.verb), _about(row), icon, _undo(access, row))


def _about(row: ChangeSet) -> str:
    label = row.label
    parts = [str(label[name]) for name in ("tag", "value", "name") if label.get(name)]
    if isinstance(label.get("count"), int):
        count = label["count"]
        parts.append(ngettext("%(count)s customer", "%(count)s customers", count) % {"count": f"{count:,}"})
    return " · ".join(parts)


def _undo(access: Access, row: ChangeSet) -> str:
    if row.undone_at is not None:
        return ""
    if row.verb == REMOVED:
        return "customer_view_restore" if row.member_id == (access.member and access.member.pk) else ""
    return "customer_undo" if may_undo(access, row) else ""
