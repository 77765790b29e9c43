"""On whom the business depends: the largest groups against the 15 and 20 percent lines, and the year without one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from neeman.portfolio.pictures.scene import PHONE_WIDTH, Column, Picture, Scene, Table
from neeman.ui import charts
from neeman.ui.text import Html


def concentration_picture(scene: Scene) -> Picture:
    """Shares of the five largest groups (parent and children count as one)."""
    data, write = scene.data, scene.write
    top = data["top1_share"] or 0.0
    largest = scene.name(_groups(scene)[0]["group_id"]) if _groups(scene) else ""
    return Picture(
        name="concentration",
        title=_title(scene, largest, top),
        sub=_("12 months, a group as one · Herfindahl %(hhi)s of 10,000")
        % {"hhi": write.number(round((data["hhi"] or 0) * 10_000))},
        table=Table(
            (Column(_("Customer"), "customer"), Column(_("Revenue"), "money"), Column(_("Share"), "percent")),
            [(row["group_id"], row["revenue_minor"], row["revenue_share"]) for row in _groups(scene)],
        ),
        svg=_draw(scene, 520),
        svg_phone=_draw(scene, PHONE_WIDTH),
    )


def what_if(scene: Scene, group_id: str | None) -> dict[str, Any] | None:
    """The year as it would have been without this group (the largest when none is named); None without customers."""
    groups = _groups(scene)
    chosen = next((row for row in groups if row["group_id"] == group_id), groups[0] if groups else None)
    if chosen is None:
        return None
    return {
        **chosen,
        "lost_minor": -chosen["revenue_minor"],
        "lost_share": -chosen["revenue_share"],
        "name": scene.name(chosen["group_id"]),
        "choices": [
            {"id": row["group_id"], "name": scene.name(row["group_id"]), "share": row["revenue_share"]}
            for row in groups
        ],
    }


def _groups(scene: Scene) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scene.data["what_if_leaves"]
    return found


def _limits(scene: Scene) -> tuple[float, float]:
    """The lines of caution and of danger (R192), as shares."""
    return scene.params.concentration_amber / 100, scene.params.concentration_red / 100


def _title(scene: Scene, largest: str, top: float) -> str:
    write, (amber, red) = scene.write, _limits(scene)
    words = {
        "name": write.name(largest),
        "share": write.percent(top),
        "amber": write.percent(amber, 0),
        "red": write.percent(red, 0),
    }
    if top >= red:
        return _("%(name)s brings %(share)s of the revenue: above the %(red)s line") % words
    if top >= amber:
        return _("%(name)s brings %(share)s of the revenue: between the %(amber)s and %(red)s lines") % words
    return _("No customer is above the %(amber)s line; the largest brings %(share)s") % words


def _draw(scene: Scene, width: int) -> Html:
    write, groups, data = scene.write, _groups(scene), scene.data
    amber, red = _limits(scene)
    parts = [
        charts.Part(
            row["revenue_share"],
            write.percent(row["revenue_share"]),
            f"{scene.name(row['group_id'])}: {write.percent(row['revenue_share'])}",
            "lose" if row["revenue_share"] >= red else "watch" if row["revenue_share"] >= amber else "calm",
            href=scene.customer_url(row["group_id"]),
        )
        for row in groups
        if row["revenue_share"] > 0
    ]
    rest = max(0.0, 1 - sum(part.share for part in parts))
    others = _("the others")
    parts.append(charts.Part(rest, f"{others} {write.percent(rest)}", others, "silver"))
    return charts.concentration(
        parts,
        limits=[
            charts.Limit(amber, write.percent(amber, 0), _("attention"), "watch"),
            charts.Limit(red, write.percent(red, 0), _("danger"), "lose"),
        ],
        braces=[
            charts.Brace(data["top3_share"], write.percent(data["top3_share"]), _("the three largest")),
            charts.Brace(data["top5_share"], write.percent(data["top5_share"]), _("the five largest")),
        ],
        title=_("Concentration of revenue"),
        direction=scene.direction,
        width=width,
    )
