"""The page's one sentence: what a person should know who reads nothing else."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.portfolio.pictures.scene import Scene

PARETO = 80  # percent
MOVED = 0.03  # a change of revenue smaller than this is standing still


def headline(scene: Scene) -> str:
    """How revenue moves, and the heaviest thing that is wrong, if something is."""
    share = scene.data["top1_share"]
    words = {"opening": _revenue(scene), "share": scene.write.percent(share, 0) if share else ""}
    if scene.data["concentration"] == "red":
        return _("%(opening)s, but one customer holds %(share)s of it") % words
    late = scene.data["overdue_customers"]
    if scene.data["concentration"] == "amber":
        return _late(_("%(opening)s, leans on one customer") % words, late, scene)
    return _late(words["opening"], late, scene)


def _revenue(scene: Scene) -> str:
    """Against the year before; where that is not known, who brings it."""
    now, before = scene.data["revenue_window_minor"], scene.data["preceding_revenue_minor"] or 0
    if before <= 0:
        return who_brings(scene, scene.data["customers_making_80_percent"], PARETO)
    if abs(now - before) < before * MOVED:
        return _("Revenue is steady")
    moved = {"change": scene.write.percent(abs(now - before) / before, 0)}
    return (
        _("Revenue grew by %(change)s") % moved if now > before else _("Revenue fell by %(change)s") % moved
    )


def who_brings(scene: Scene, customers: int, percent: int) -> str:
    """How few bring how much."""
    return ngettext(
        "%(count)s customer brings %(cut)s of the revenue",
        "%(count)s customers bring %(cut)s of the revenue",
        customers,
    ) % {"count": scene.write.number(customers), "cut": scene.write.percent(percent / 100, 0)}


def _late(opening: str, late: int, scene: Scene) -> str:
    if not late:
        return opening
    return ngettext(
        "%(opening)s, and %(late)s customer is late by their own rhythm",
        "%(opening)s, and %(late)s customers are late by their own rhythm",
        late,
    ) % {"opening": opening, "late": scene.write.number(late)}
