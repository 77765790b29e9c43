"""The registry of acts on many customers: an upper room says in its apps.py what it does with rows that were chosen.

The page behind such an act is sent what the list sends: `id` of each chosen row, or `all` and the `query` of the list
(`views.bulk.chosen_ids` reads it).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from neeman.orgs.access import Access
from neeman.orgs.roles import May


@dataclass(frozen=True, slots=True)
class ManyAct:
    """`url` names a page that takes a POST; `permission` is what it needs besides editing customers."""

    url: str
    title: str | Promise
    icon: str
    permission: May


_acts: dict[str, ManyAct] = {}


def add_many_act(act: ManyAct) -> None:
    """Register an act; the same page twice replaces it, so that reloading is harmless."""
    _acts[act.url] = act


def many_acts(access: Access) -> list[ManyAct]:
    """What this member may do with many, besides the acts of this room."""
    return [act for act in _acts.values() if access.may(act.permission)]
