"""What a person may choose from above the deals: menus of filters, chips of those in force, chips of the next action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from neeman.orgs.models import Member
from neeman.sales.models import Kind, Stage
from neeman.sales.queries.asked import MINE, NONE, Asked, By, Expected, Next, State, View
from neeman.sales.queries.board import Sums
from neeman.sales.signs import TONES

Pairs = list[tuple[str, str | Promise]]


@dataclass(frozen=True, slots=True)
class Menu:
    """One filter: its choices as (value, title, chosen), and what is chosen, in words."""

    name: str
    title: str
    options: list[tuple[str, str | Promise, bool]]
    said: str


def menus(asked: Asked, people: Sequence[Member], stages: Sequence[Stage]) -> list[Menu]:
    """The menus of the layout that is asked for: the board has no use for stages and for what has ended."""
    shown = [By.OWNER, By.KIND, By.EXPECTED]
    if asked.view != View.BOARD:
        shown += [By.STAGE, By.STATE]
    return [_menu(asked, name, people, stages) for name in shown]


def chips(asked: Asked, people: Sequence[Member], stages: Sequence[Stage]) -> list[dict[str, Any]]:
    """The filters in force, each with the address without it."""
    found = [{"title": _("Words"), "value": asked.text, "query": _without_words(asked)}] if asked.text else []
    for name, values in asked.by.items():
        known = {value: str(title) for value, title in _choices(name, people, stages)}
        for value in values:
            rest = asked.with_values(name, [other for other in values if other != value])
            found.append({"title": _titles()[name], "value": known.get(value, value), "query": rest.query()})
    return found


def next_chips(asked: Asked, sums: Sums) -> list[dict[str, Any]]:
    """How many deals stand how with their next action; each chip shows them, or all again."""
    chosen = asked.by.get(By.NEXT, ())
    return [
        {
            "title": title,
            "tone": TONES[state],
            "count": sums.next.get(state, 0),
            "on": state in chosen,
            "query": asked.with_values(By.NEXT, [] if state in chosen else [state.value]).query(),
        }
        for state, title in next_words().items()
    ]


def next_words() -> dict[Next, str]:
    """The states of the next action in words."""
    return {
        Next.LATE: _("Late"),
        Next.TODAY: _("Today"),
        Next.NONE: _("No next action"),
        Next.PLANNED: _("Planned"),
    }


def _menu(asked: Asked, name: By, people: Sequence[Member], stages: Sequence[Stage]) -> Menu:
    chosen = asked.by.get(name, ())
    options = [(value, title, value in chosen) for value, title in _choices(name, people, stages)]
    said = ", ".join(str(title) for _value, title, on in options if on)
    return Menu(name.value, _titles()[name], options, said)


def _titles() -> dict[By, str]:
    return {
        By.OWNER: _("Who works on it"),
        By.KIND: _("Kind"),
        By.NEXT: _("Next action"),
        By.EXPECTED: _("Expected"),
        By.STAGE: _("Stage"),
        By.STATE: _("Ended"),
        By.SOURCE: _("Source"),
        By.LEAD: _("Leads"),
    }


def _choices(name: By, people: Sequence[Member], stages: Sequence[Stage]) -> Pairs:
    """The values of a filter with their words."""
    if name == By.OWNER:
        everybody: Pairs = [(str(member.pk), str(member)) for member in people]
        return [(MINE, _("Mine")), *everybody, (NONE, _("Nobody"))]
    if name == By.STAGE:
        return [(str(stage.pk), stage.title) for stage in stages if stage.pk]
    closed: dict[By, Pairs] = {
        By.KIND: list(Kind.choices),
        By.NEXT: [(state.value, word) for state, word in next_words().items()],
        By.EXPECTED: [
            (Expected.PAST, _("The day has passed")),
            (Expected.MONTH, _("This month")),
            (Expected.NEXT_MONTH, _("Next month")),
            (Expected.QUARTER, _("This quarter")),
            (Expected.NONE, _("No day said")),
        ],
        By.STATE: [(State.WON, _("Won")), (State.LOST, _("Lost")), (State.ALL, _("Open and ended"))],
        By.LEAD: [("waiting", _("Not answered yet"))],
    }
    return closed.get(name, [])


def _without_words(asked: Asked) -> str:
    return Asked(by=asked.by, view=asked.view, sort=asked.sort, descending=asked.descending).query()
