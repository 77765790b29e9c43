"""The page's one sentence: what a person should know who reads nothing else."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.portfolio.pictures.scene import Scene


def headline(scene: Scene) -> str:
    """How few bring most of the revenue, and the heaviest thing that is wrong, if something is."""
    data, write = scene.data, scene.write
    few = data["customers_making_80_percent"]
    opening = ngettext(
        "%(count)s customer brings 80%% of the revenue", "%(count)s customers bring 80%% of the revenue", few
    ) % {"count": write.number(few)}
    share, late = data["top1_share"], data["overdue_customers"]
    if data["concentration"] in {"amber", "red"}:
        return _("%(opening)s, and one of them holds %(share)s") % {
            "opening": opening,
            "share": write.percent(share, 0),
        }
    if late:
        return ngettext(
            "%(opening)s, and %(late)s customer is late by their own rhythm",
            "%(opening)s, and %(late)s customers are late by their own rhythm",
            late,
        ) % {"opening": opening, "late": write.number(late)}
    return opening
