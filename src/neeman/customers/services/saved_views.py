"""Writes: saved views. A view is an address with a name; deleting one can be undone like everything else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import SavedView
from neeman.customers.queries.saved_views import get_view, views_of
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, undo
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May

REMOVED = "customers.view.removed"
MOST_VIEWS = 40
LONGEST_NAME = 60
LONGEST_QUERY = 500


def save_view(access: Access, *, name: str, query: str, shared: bool) -> SavedView:
    """A new view at the end of the row: the member's own, or everybody's for whoever may edit. Raises Unfit."""
    access.require(May.EDIT_CUSTOMERS if shared else May.VIEW_CUSTOMERS)
    name = _fit_name(name)
    if len(query) > LONGEST_QUERY:
        raise Unfit(_("This list has too many filters to be kept as a view."))
    if views_of(access).count() >= MOST_VIEWS:
        raise Unfit(_("There are %(most)s views already: delete one first.") % {"most": MOST_VIEWS})
    with transaction.atomic():
        last = views_of(access).last()
        view = SavedView.objects.create(
            name=name,
            query=query,
            member=None if shared else access.member,
            position=last.position + 1 if last else 1,
        )
        log(access, view, "customers.view.saved", {"name": name, "shared": shared})
    return view


def rename_view(access: Access, view: SavedView, name: str) -> SavedView:
    """Another name for the same list. Raises Unfit."""
    get_view(access, view.pk)
    with transaction.atomic():
        view.name = _fit_name(name)
        view.save(update_fields=["name"])
        log(access, view, "customers.view.renamed", {"name": view.name})
    return view


def move_view(access: Access, view: SavedView, *, earlier: bool) -> None:
    """One place towards the beginning or the end of the row; nothing happens at either end."""
    get_view(access, view.pk)
    with transaction.atomic():
        row = list(views_of(access))
        here = row.index(view)
        there = here + (-1 if earlier else 1)
        if not 0 <= there < len(row):
            return
        row[here], row[there] = row[there], row[here]
        for position, one in enumerate(row, 1):
            one.position = position
        SavedView.objects.bulk_update(row, ["position"])
        log(access, view, "customers.view.moved", {"name": view.name})


def remove_view(access: Access, view: SavedView) -> ChangeSet:
    """Take a view out of the row; `restore_view` brings it back."""
    get_view(access, view.pk)
    with transaction.atomic():
        recorder = Recorder(access, REMOVED, {"name": view.name})
        recorder.removed([view])
        log(access, None, REMOVED, {"name": view.name, "change_set": recorder.change_set.pk})
    return recorder.change_set


def restore_view(access: Access, pk: int, *, now: datetime) -> None:
    """Undo the removal of a view by this member. Raises Http404, TooLateToUndo."""
    change_set = ChangeSet.objects.filter(pk=pk, verb=REMOVED, member=access.member).first()
    if change_set is None:
        raise Http404
    undo(access, change_set, now=now)


def _fit_name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Unfit(_("A view needs a name of up to %(most)s characters.") % {"most": LONGEST_NAME}, "name")
    return name
