"""Targets of the CEO's figures (R140): a level for the end of the quarter and of the year."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from neeman.portfolio.pictures.scene import Scene
from neeman.targets.judging import SHARE, Judged, judge_level, said
from neeman.targets.measures import Measure, Unit
from neeman.targets.queries import Aim, targets_on
from neeman.targets.spans import Span

SPANS = (Span.QUARTER, Span.YEAR)
MEASURES = {
    name: Measure(f"portfolio.{name}", title, unit, SPANS, rising_is_good, order=order)
    for order, (name, title, unit, rising_is_good) in enumerate(
        (
            ("lifetime_mean_minor", _("Customer lifetime value"), Unit.MONEY, True),
            ("churn_rate_customers", _("Churn of customers"), Unit.SHARE, False),
            ("arpa_minor", _("Revenue a customer"), Unit.MONEY, True),
            ("contribution_minor", _("Gross profit"), Unit.MONEY, True),
            ("retention_rate", _("Retention"), Unit.SHARE, True),
            ("repeat_rate", _("Repeat purchases"), Unit.SHARE, True),
        ),
        start=20,
    )
}
"""By the names of `digest.KEY_FIGURES`."""


def judge_figures(scene: Scene) -> dict[str, list[Judged]]:
    """By the name of a figure: its targets on the day of the snapshot, the quarter's first. One query."""
    targets = targets_on(scene.access, scene.as_of, [measure.key for measure in MEASURES.values()])
    return {name: _judged(scene, measure, targets) for name, measure in MEASURES.items()}


def _judged(scene: Scene, measure: Measure, targets: dict[Aim, int]) -> list[Judged]:
    value: Any = scene.data[measure.key.partition(".")[2]]
    if value is None:
        return []
    level = round(value * SHARE) if measure.unit == Unit.SHARE else value
    found = []
    for span in SPANS:
        target = targets.get(Aim(measure.key, None, span))
        if target is not None:
            state = judge_level(level, target, rising_is_good=measure.rising_is_good)
            found.append(said(state, target, span, measure, scene.currency, scene.write))
    return found
