"""Do those who joined stay? Quarters of first purchase against quarters since."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from neeman.portfolio.pictures.scene import ENOUGH, Column, Picture, Scene, Table
from neeman.ui import charts

SHOWN = 9  # quarters, newest first
YEAR_ON = 4  # quarters since the first


def cohorts_picture(scene: Scene) -> Picture:
    """A heat map: the share of each quarter's newcomers who still bought, by quarters since."""
    rows: list[dict[str, Any]] = list(reversed(scene.data["cohorts_quarterly"]))[:SHOWN]
    periods = min(SHOWN, max((len(row["active"]) for row in rows), default=0))
    return Picture(
        name="cohorts",
        title=_title(scene, rows),
        sub=_("Of each 100 who first bought in a quarter, how many bought in each quarter since"),
        table=Table(
            (
                Column(_("Joined")),
                Column(_("Customers"), "number"),
                *(Column(str(n), "percent") for n in range(periods)),
            ),
            [
                (
                    scene.write.quarter(row["cohort"]),
                    row["customers"],
                    *_shares(row)[:periods],
                    *[None] * (periods - len(row["active"])),
                )
                for row in rows
            ],
        ),
        more={"heat": _draw(scene, rows, periods)},
    )


def _draw(scene: Scene, rows: list[dict[str, Any]], periods: int) -> str:
    write = scene.write
    return charts.cohort_table(
        [
            charts.Cohort(
                write.quarter(row["cohort"], short=True),
                row["customers"],
                _shares(row),
                [scene.list_url(joined=row["cohort"])],
            )
            for row in rows
        ],
        joined=_("Joined"),
        customers=_("Customers"),
        periods=[str(number) for number in range(periods)],
        show=lambda share: write.number(round(share * 100)),
        show_count=lambda count: write.number(round(count)),
        caption=_("quarters since the first purchase"),
        thin=_("fewer than five customers: not shown"),
        direction=scene.direction,
    )


def _shares(row: dict[str, Any]) -> list[float]:
    return [active / row["customers"] for active in row["active"]]


def _title(scene: Scene, rows: list[dict[str, Any]]) -> str:
    """A year on: those who joined in the latest year that is old enough, against the year before it.

    The first quarter of the data is left out: whoever bought in it had joined before, nobody knows when.
    """
    years: dict[str, list[dict[str, Any]]] = {}
    first = scene.data["cohorts_quarterly"][0]["cohort"] if rows else ""
    for row in rows:
        if len(row["active"]) > YEAR_ON and row["cohort"] != first:
            years.setdefault(row["cohort"][:4], []).append(row)
    known = [
        (year, sum(row["active"][YEAR_ON] for row in some) / sum(row["customers"] for row in some))
        for year, some in years.items()
        if sum(row["customers"] for row in some) >= ENOUGH
    ]
    if not known:
        return _("It is too early to say who stays")
    (year, share), *older = known
    words = {"year": scene.write.ltr(year), "share": scene.write.percent(share, 0)}
    if not older:
        return _("A year on, %(share)s of those who joined in %(year)s still buy") % words
    words["before"] = scene.write.percent(older[0][1], 0)
    if share >= older[0][1]:
        return _("Who joined in %(year)s stays more: %(share)s a year on, against %(before)s") % words
    return _("Who joined in %(year)s stays less: %(share)s a year on, against %(before)s") % words
