"""Whether a target is reached, in whole numbers; and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from neeman.targets.measures import Measure, Unit
from neeman.targets.spans import Period, Span
from neeman.ui.text import Writer

SHARE = 10_000
"""A share of 0..1 in hundredths of a percent."""


class State(StrEnum):
    """Where one stands."""

    REACHED = "reached"
    ON_THE_WAY = "on the way"
    BEHIND = "behind"


TONES = {State.REACHED: "good", State.ON_THE_WAY: "calm", State.BEHIND: "watch"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A target, where one stands, and the tone and words that say so."""

    target: int
    state: State
    said: str

    @property
    def tone(self) -> str:
        """The class of the look: shape and colour."""
        return TONES[self.state]


def judge_level(value: int, target: int, *, rising_is_good: bool) -> State:
    """Of a figure that stands at some height.

    >>> judge_level(850, 900, rising_is_good=False)
    <State.REACHED: 'reached'>
    """
    reached = value >= target if rising_is_good else value <= target
    return State.REACHED if reached else State.BEHIND


def judge_sum(value: int, target: int, period: Period, day: date) -> State:
    """Of what adds up over a period: on the way as long as it keeps step with the days that have passed.

    >>> judge_sum(50, 100, Period(date(2026, 6, 1), date(2026, 6, 30)), date(2026, 6, 15))
    <State.ON_THE_WAY: 'on the way'>
    """
    if value >= target:
        return State.REACHED
    return State.ON_THE_WAY if value * period.days >= target * period.passed(day) else State.BEHIND


def said(state: State, target: int, span: Span, measure: Measure, currency: str, write: Writer) -> Judged:
    """The verdict in words."""
    shown = write.money(target, currency) if measure.unit == Unit.MONEY else write.percent(target / SHARE)
    words = _WORDS[span][state]() % {"target": shown}
    return Judged(target, state, words)


_WORDS = {
    Span.MONTH: {
        State.REACHED: lambda: _("target of the month %(target)s: reached"),
        State.ON_THE_WAY: lambda: _("target of the month %(target)s: on the way"),
        State.BEHIND: lambda: _("target of the month %(target)s: behind"),
    },
    Span.QUARTER: {
        State.REACHED: lambda: _("target of the quarter %(target)s: reached"),
        State.ON_THE_WAY: lambda: _("target of the quarter %(target)s: on the way"),
        State.BEHIND: lambda: _("target of the quarter %(target)s: behind"),
    },
    Span.YEAR: {
        State.REACHED: lambda: _("target of the year %(target)s: reached"),
        State.ON_THE_WAY: lambda: _("target of the year %(target)s: on the way"),
        State.BEHIND: lambda: _("target of the year %(target)s: behind"),
    },
}
