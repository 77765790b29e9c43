"""Who brings the revenue: the Pareto curve with its movable cuts, and what each cut would make of the grades."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.portfolio.pictures.scene import PHONE_WIDTH, Column, Picture, Scene, Table
from neeman.portfolio.queries import customers_of
from neeman.ui import charts
from neeman.ui.text import Html

TONES = ("gold", "silver", "bronze")


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where grades part, in whole percent of the revenue so far."""

    a: int = 80
    b: int = 95

    def counts(self, revenues: list[int]) -> tuple[int, int]:
        """How many customers stand above each cut; exact integers (`before * 100 < total * cut`)."""
        total, before, above_a, above_b = sum(revenues), 0, 0, 0
        for revenue in revenues:
            if revenue <= 0:
                break
            above_a += before * 100 < total * self.a
            above_b += before * 100 < total * self.b
            before += revenue
        return above_a, above_b


def pareto_picture(scene: Scene, cuts: Cuts) -> Picture:
    """The curve over every customer who bought in the window, largest first."""
    stored = customers_of(scene.snapshot, ["revenue_window_minor"])["revenue_window_minor"].to_pylist()
    revenues = sorted(stored, reverse=True)
    gold, silver = cuts.counts(revenues)
    buyers = sum(revenue > 0 for revenue in revenues)
    ends = (gold, silver, len(revenues))
    rows = _rows(revenues, ends)
    return Picture(
        name="pareto",
        title=ngettext(
            "%(count)s customer brings %(cut)s of the revenue",
            "%(count)s customers bring %(cut)s of the revenue",
            gold,
        )
        % {"count": scene.write.number(gold), "cut": scene.write.percent(cuts.a / 100, 0)},
        sub=_("Customers from the largest down, and the revenue they bring together; 12 months to %(day)s")
        % {"day": scene.write.day(scene.as_of)},
        table=Table(
            (
                Column(_("Grade"), "grade"),
                Column(_("Customers"), "number"),
                Column(_("Revenue"), "money"),
                Column(_("Share"), "percent"),
            ),
            rows,
        ),
        svg=_draw(scene, revenues, ends, cuts, 520),
        svg_phone=_draw(scene, revenues, ends, cuts, PHONE_WIDTH),
        more={"cuts": cuts, "buyers": buyers},
    )


def _rows(revenues: list[int], ends: tuple[int, int, int]) -> list[tuple[str, int, int, float]]:
    total, start, rows = sum(revenues), 0, []
    for grade, end in zip("ABC", ends, strict=True):
        part = sum(revenues[start:end])
        rows.append((grade, end - start, part, part / total if total > 0 else 0.0))
        start = end
    return rows


def _draw(scene: Scene, revenues: list[int], ends: tuple[int, int, int], cuts: Cuts, width: int) -> Html:
    write, start, areas = scene.write, 0, []
    shares, names = (cuts.a / 100, cuts.b / 100, 1.0), (_("Gold"), _("Silver"), _("Bronze"))
    for place, (end, share, name) in enumerate(zip(ends, shares, names, strict=True)):
        movable = place < 2
        areas.append(
            charts.Area(
                name,
                ngettext("%(count)s customer", "%(count)s customers", end - start)
                % {"count": write.number(end - start)},
                end,
                share,
                TONES[place],
                cut=f"{round(share * 100)}%" if movable else "",
                cut_name=_("Border under %(grade)s") % {"grade": name} if movable else "",
                href=scene.list_url(grade="ABC"[place]),
            )
        )
        start = end
    return charts.pareto(
        charts.cumulative(revenues),
        areas,
        show=lambda share: write.percent(share),
        show_count=lambda rank: write.number(rank),
        value_name=_("revenue so far"),
        rank_name=_("customers, from the largest down"),
        title=_("Pareto curve of revenue"),
        direction=scene.direction,
        movable=True,
        width=width,
    )
