"""The page of moves: its sentence, what the moves amount to, the matrix, the flows, and the customers behind them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from neeman.portfolio.models import Snapshot
from neeman.portfolio.moves import CHANGED, OUT, STATES, Kind, Move, tone_of
from neeman.portfolio.pictures.scene import Column, Scene, Table
from neeman.ui import charts
from neeman.ui.text import Html

if TYPE_CHECKING:
    from neeman.portfolio.moving import Moves

TONES = {"A": "gold", "B": "silver", "C": "bronze", OUT: "calm"}
HINTS = {
    Kind.ROSE: gettext_lazy("To a better grade, and what their revenue of 12 months changed by."),
    Kind.CAME: gettext_lazy(
        "Bought in the 12 months before the later day, and not in those before the earlier one: new or back."
    ),
    Kind.FELL: gettext_lazy("To a lower grade, and what their revenue of 12 months changed by."),
    Kind.WENT: gettext_lazy(
        "Bought in the 12 months before the earlier day, and nothing in those before the later one."
    ),
    Kind.STAYED: gettext_lazy("The same grade on both days, and what their revenue of 12 months changed by."),
}


def story(scene: Scene, moves: Moves, *, earlier: Snapshot, by_revenue: bool) -> dict[str, Any]:
    """What the page says and draws: the conclusion, the figures, the flows and the matrix."""
    return {
        "title": moves_title(scene, moves),
        "sub": _("From %(then)s to %(now)s · the grade of who bought in the 12 months before each day")
        % {"then": scene.write.day(earlier.as_of), "now": scene.write.day(scene.as_of)},
        "sums": sums(scene, moves),
        "svg": _flows(scene, moves, by_revenue=by_revenue),
        "matrix": matrix(scene, moves),
        "states": [state_name(state) for state in STATES],
        "by_other_rules": (earlier.method, earlier.params) != (scene.snapshot.method, scene.snapshot.params),
    }


def moves_table(named: list[Move]) -> Table:
    """These customers with their states and revenues."""
    columns = (
        Column(_("Customer"), "customer"),
        Column(_("Was")),
        Column(_("Is")),
        Column(_("Revenue then"), "money"),
        Column(_("Revenue now"), "money"),
    )
    rows = [
        (
            move.customer_id,
            state_name(move.was, before=True),
            state_name(move.now),
            move.revenue_then_minor,
            move.revenue_now_minor,
        )
        for move in named
    ]
    return Table(columns, rows)


def state_name(state: str, *, before: bool = False) -> str:
    """What a state is called on the later day, or on the earlier one."""
    if state == OUT:
        return _("Not yet") if before else _("Gone")
    return {"A": _("Gold"), "B": _("Silver"), "C": _("Bronze")}[state]


def kind_name(kind: Kind) -> str:
    """What is said of those to whom this happened."""
    return {
        Kind.ROSE: _("Rose"),
        Kind.CAME: _("Came"),
        Kind.FELL: _("Fell"),
        Kind.WENT: _("Went"),
        Kind.STAYED: _("Stayed"),
    }[kind]


def moves_title(scene: Scene, moves: Moves) -> str:
    """What the good moves brought and what the bad ones took."""
    known = moves.by_kind
    up, down = (
        sum(known[kind].moved_minor for kind in pair)
        for pair in ((Kind.ROSE, Kind.CAME), (Kind.FELL, Kind.WENT))
    )
    return _("Who rose or came: %(up)s a year; who fell or went: %(down)s") % {
        "up": scene.write.money(up, scene.currency, short=True, signed=True),
        "down": scene.write.money(down, scene.currency, short=True, signed=True),
    }


def sums(scene: Scene, moves: Moves) -> list[dict[str, Any]]:
    """Each kind of move as a figure: how many customers, and by how much their revenue of 12 months changed."""
    return [
        {
            "name": kind_name(kind),
            "value": scene.write.number(one.customers),
            "change": one.moved_minor
            and scene.write.money(one.moved_minor, scene.currency, short=True, signed=True),
            "tone": "good" if one.moved_minor > 0 else "lose",
            "falls": one.moved_minor < 0,
            "href": moves_url(scene, kind=kind) if one.customers else "",
            "hint": HINTS[kind],
        }
        for kind, one in ((kind, moves.by_kind[kind]) for kind in (*CHANGED, Kind.STAYED))
    ]


def matrix(scene: Scene, moves: Moves) -> list[dict[str, Any]]:
    """A row an earlier state: its name and sum, and a cell a later state."""
    found = moves.sums()
    return [
        {
            "state": was,
            "name": state_name(was, before=True),
            "customers": sum(found[was, now].customers for now in STATES),
            "cells": [
                {
                    "count": found[was, now].customers,
                    "revenue_minor": found[was, now].then_minor if now == OUT else found[was, now].now_minor,
                    "tone": tone_of(was, now),
                    "href": moves_url(scene, was=was, now=now),
                    "impossible": was == now == OUT,
                }
                for now in STATES
            ],
        }
        for was in STATES
    ]


def moves_url(scene: Scene, **named: str) -> str:
    """This page with the names behind a cell or a kind."""
    assert scene.earlier is not None
    query = urlencode({"as_of": scene.as_of, "before": scene.earlier.as_of, **named})
    return f"{reverse('portfolio_moves', kwargs={'org': scene.access.organization.slug})}?{query}#names"


def _flows(scene: Scene, moves: Moves, *, by_revenue: bool) -> Html:
    amounts = _weights(moves, by_revenue=by_revenue)
    figure = partial(_figure, scene, by_revenue=by_revenue)

    def ends(place: int) -> list[charts.End]:
        sums = {state: sum(n for pair, n in amounts.items() if pair[place] == state) for state in STATES}
        return [
            charts.End(state, state_name(state, before=place == 0), figure(sums[state]), TONES[state])
            for state in STATES
        ]

    moved = [
        charts.Flow(
            was,
            now,
            float(amount),
            _("%(was)s → %(now)s") % {"was": state_name(was, before=True), "now": state_name(now)}
            + f": {figure(amount)}",
            tone_of(was, now),
            moves_url(scene, was=was, now=now),
        )
        for (was, now), amount in amounts.items()
    ]
    assert scene.earlier is not None
    return charts.flows(
        ends(0),
        ends(1),
        moved,
        start_name=scene.write.day(scene.earlier.as_of),
        end_name=scene.write.day(scene.as_of),
        title=_("Moves between grades"),
        direction=scene.direction,
    )


def _figure(scene: Scene, amount: int, *, by_revenue: bool) -> str:
    if by_revenue:
        return scene.money(amount, short=True)
    return ngettext("%(count)s customer", "%(count)s customers", amount) % {
        "count": scene.write.number(amount)
    }


def _weights(moves: Moves, *, by_revenue: bool) -> Mapping[tuple[str, str], int]:
    """(was, now) -> customers, or the revenue of the later window (of the earlier one for those who have gone)."""
    if not by_revenue:
        return {pair: one.customers for pair, one in moves.sums().items()}
    return {pair: one.then_minor if pair[1] == OUT else one.now_minor for pair, one in moves.sums().items()}
