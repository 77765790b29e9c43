"""The page of moves: its sentence, the matrix, the flows, and the names behind one cell."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.portfolio.moves import ORDER, OUT, STATES, Move, Moves
from neeman.portfolio.pictures.scene import Column, Picture, Scene, Table
from neeman.ui import charts
from neeman.ui.text import Html

TONES = {"A": "gold", "B": "silver", "C": "bronze", OUT: "calm"}
NAMED = 100


def moves_picture(scene: Scene, moves: Moves, *, earlier: date, by_revenue: bool) -> Picture:
    """The flows, and the matrix as their table."""
    counts, revenue = moves.counts(), moves.revenue_minor()
    return Picture(
        name="moves",
        title=moves_title(scene, moves),
        sub=_("From %(then)s to %(now)s · the grade of who bought in the 12 months before each day")
        % {"then": scene.write.day(earlier), "now": scene.write.day(scene.as_of)},
        table=Table(
            (
                Column(_("Customer"), "customer"),
                Column(_("Was")),
                Column(_("Is")),
                Column(_("Revenue then"), "money"),
                Column(_("Revenue now"), "money"),
            ),
            [
                (
                    move.customer_id,
                    state_name(move.was, before=True),
                    state_name(move.now),
                    move.revenue_then_minor,
                    move.revenue_now_minor,
                )
                for move in moves.changed
            ],
        ),
        svg=_flows(scene, revenue if by_revenue else counts, earlier=earlier, by_revenue=by_revenue),
        more={"matrix": matrix(scene, moves, earlier), "states": [state_name(state) for state in STATES]},
    )


def state_name(state: str, *, before: bool = False) -> str:
    """What a state is called on the later day, or on the earlier one."""
    if state == OUT:
        return _("Not yet") if before else _("Gone")
    return {"A": _("Gold"), "B": _("Silver"), "C": _("Bronze")}[state]


def moves_title(scene: Scene, moves: Moves) -> str:
    """How many rose, fell, came and went."""
    come = sum(move.was == OUT for move in moves.all)
    gone = sum(move.now == OUT for move in moves.all)
    stayed = [move for move in moves.changed if OUT not in {move.was, move.now}]
    rose = sum(ORDER[move.now] < ORDER[move.was] for move in stayed)
    said = [
        ngettext("%(count)s rose", "%(count)s rose", rose),
        ngettext("%(count)s fell", "%(count)s fell", len(stayed) - rose),
        ngettext("%(count)s came", "%(count)s came", come),
        ngettext("%(count)s went", "%(count)s went", gone),
    ]
    return ", ".join(
        text % {"count": scene.write.number(count)}
        for text, count in zip(said, (rose, len(stayed) - rose, come, gone), strict=True)
    )


def matrix(scene: Scene, moves: Moves, earlier: date) -> list[dict[str, Any]]:
    """A row an earlier state: its name and sum, and a cell a later state."""
    counts, revenue = moves.counts(), moves.revenue_minor()
    return [
        {
            "state": was,
            "name": state_name(was, before=True),
            "customers": sum(counts[was, now] for now in STATES),
            "cells": [
                {
                    "count": counts[was, now],
                    "revenue_minor": revenue[was, now],
                    "tone": Move("0", was, now, 0, 0).tone,
                    "href": cell_url(scene, earlier, was, now),
                    "impossible": was == now == OUT,
                }
                for now in STATES
            ],
        }
        for was in STATES
    ]


def cell_url(scene: Scene, earlier: date, was: str, now: str) -> str:
    """The names behind one cell, on this page."""
    query = urlencode({"as_of": scene.as_of, "before": earlier, "was": was, "now": now})
    return f"{reverse('portfolio_moves', kwargs={'org': scene.access.organization.slug})}?{query}#names"


def _flows(scene: Scene, amounts: Any, *, earlier: date, by_revenue: bool) -> Html:
    def figure(amount: int) -> str:
        if by_revenue:
            return scene.money(amount, short=True)
        return ngettext("%(count)s customer", "%(count)s customers", amount) % {
            "count": scene.write.number(amount)
        }

    def ends(place: int) -> list[charts.End]:
        return [
            charts.End(
                state,
                state_name(state, before=place == 0),
                figure(sum(amount for pair, amount in amounts.items() if pair[place] == state)),
                TONES[state],
            )
            for state in STATES
        ]

    moved = [
        charts.Flow(
            was,
            now,
            float(amount),
            _("%(was)s → %(now)s") % {"was": state_name(was, before=True), "now": state_name(now)}
            + f": {figure(amount)}",
            Move("0", was, now, 0, 0).tone,
            cell_url(scene, earlier, was, now),
        )
        for (was, now), amount in amounts.items()
    ]
    return charts.flows(
        ends(0),
        ends(1),
        moved,
        start_name=scene.write.day(earlier),
        end_name=scene.write.day(scene.as_of),
        title=_("Moves between grades"),
        direction=scene.direction,
    )
