"""Who brings the revenue: the Pareto curve with its movable cuts, and what each cut would make of the grades."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.portfolio.pictures.headline import who_brings
from neeman.portfolio.pictures.scene import PHONE_WIDTH, Column, Picture, Scene, Table
from neeman.ui import charts
from neeman.ui.text import Html

TONES = ("gold", "silver", "bronze")


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where grades part, in whole percent of the revenue so far."""

    a: int = 80
    b: int = 95


@dataclass(frozen=True, slots=True)
class Part:
    """The customers between two cuts: how many stand above its end, how many are in it, what they bring."""

    grade: str
    until: int
    customers: int
    revenue_minor: int


def pareto_picture(scene: Scene, cuts: Cuts, own: Cuts) -> Picture:
    """The curve over every customer, largest first; `own` are the cuts that grade this business today."""
    parts = _parts(scene, cuts)
    gold, total = parts[0].customers, scene.data["revenue_window_minor"]
    return Picture(
        name="pareto",
        title=who_brings(scene, gold, cuts.a),
        sub=_("Pareto curve and grades · 12 months to %(day)s · the handles set the cuts")
        % {"day": scene.write.day(scene.as_of)},
        table=Table(
            (
                Column(_("Grade"), "grade"),
                Column(_("Customers"), "number"),
                Column(_("Revenue"), "money"),
                Column(_("Share"), "percent"),
            ),
            [
                (
                    part.grade,
                    part.customers,
                    part.revenue_minor,
                    part.revenue_minor / total if total > 0 else 0.0,
                )
                for part in parts
            ],
        ),
        svg=_draw(scene, parts, cuts),
        svg_phone=_bar(scene, parts, total),
        more={
            "cuts": cuts,
            "asked": {"cut_gold": cuts.a, "cut_silver": cuts.b},
            "tried": _tried(scene, cuts, own, gold),
        },
    )


def _parts(scene: Scene, cuts: Cuts) -> list[Part]:
    """Grades at these cuts, from the table of all cuts that was counted with the snapshot."""
    counted, total = scene.data["cuts"], scene.data["revenue_window_minor"]
    ends = [*(counted[cut - 1] for cut in (cuts.a, cuts.b)), (scene.data["customers"], total)]
    parts, until, so_far = [], 0, 0
    for grade, (count, revenue) in zip("ABC", ends, strict=True):
        parts.append(Part(grade, count, count - until, revenue - so_far))
        until, so_far = count, revenue
    return parts


def _tried(scene: Scene, cuts: Cuts, own: Cuts, gold: int) -> str:
    """What other cuts would change; empty at the cuts in force."""
    if cuts == own:
        return ""
    return _(
        "At cuts of %(a)s and %(b)s there are %(gold)s gold customers; the rules say %(own_a)s and %(own_b)s"
    ) % {
        "a": scene.write.percent(cuts.a / 100, 0),
        "b": scene.write.percent(cuts.b / 100, 0),
        "gold": scene.write.number(gold),
        "own_a": scene.write.percent(own.a / 100, 0),
        "own_b": scene.write.percent(own.b / 100, 0),
    }


def _behind(scene: Scene, part: Part) -> str | None:
    """The customers of a grade; none to open where a moved cut or a grade by hand makes it another crowd."""
    graded = scene.data["grades_in_force"][part.grade]
    same = (graded["customers"], graded["revenue_minor"]) == (part.customers, part.revenue_minor)
    return scene.list_url(grade=part.grade) if same else None


def _names() -> tuple[str, str, str]:
    return _("Gold"), _("Silver"), _("Bronze")


def _count(scene: Scene, customers: int) -> str:
    return ngettext("%(count)s customer", "%(count)s customers", customers) % {
        "count": scene.write.number(customers)
    }


def _draw(scene: Scene, parts: list[Part], cuts: Cuts) -> Html:
    write, ends = scene.write, (cuts.a, cuts.b, 100)
    areas = [
        charts.Area(
            name,
            _count(scene, part.customers),
            part.until,
            end / 100,
            tone,
            cut=f"{end}%" if end < 100 else "",
            cut_name=_("Border under %(grade)s") % {"grade": name} if end < 100 else "",
            href=_behind(scene, part),
        )
        for name, part, end, tone in zip(_names(), parts, ends, TONES, strict=True)
    ]
    return charts.pareto(
        [(rank, share) for rank, share in scene.data["curve"]],
        areas,
        show=lambda share: write.percent(share),
        show_count=lambda rank: write.number(rank),
        value_name=_("revenue so far"),
        rank_name=_("customers, from the largest down"),
        title=_("Pareto curve of revenue"),
        direction=scene.direction,
        movable=True,
    )


def _bar(scene: Scene, parts: list[Part], total: int) -> Html:
    """The phone's form: one bar of three shares, the figures under it."""
    pieces = [
        charts.Part(
            max(0, part.revenue_minor) / total if total > 0 else 0.0,
            scene.write.percent(part.revenue_minor / total, 0) if total > 0 else "",
            f"{name}: {_count(scene, part.customers)}",
            tone,
            href=_behind(scene, part),
        )
        for name, part, tone in zip(_names(), parts, TONES, strict=True)
    ]
    return charts.share_bar(
        pieces, title=_("Revenue by grade"), direction=scene.direction, width=PHONE_WIDTH, height=34
    )
