"""Do those who joined stay? Quarters of first purchase against quarters since."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from neeman.portfolio.pictures.scene import ENOUGH, Column, Picture, Scene, Table
from neeman.ui import charts

SHOWN = 12  # quarters, newest first


def cohorts_picture(scene: Scene) -> Picture:
    """A heat map: the share of each quarter's newcomers who still bought, by quarters since."""
    rows: list[dict[str, Any]] = list(reversed(scene.data["cohorts_quarterly"]))[:SHOWN]
    periods = max((len(row["active"]) for row in rows), default=0)
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
                    _quarter(row["cohort"]),
                    row["customers"],
                    *_shares(row),
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
                _quarter(row["cohort"]),
                row["customers"],
                _shares(row) if row["customers"] >= ENOUGH else [None] * len(row["active"]),
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


def _quarter(name: str) -> str:
    """`2025-Q3` as people write it here, `3/2025`."""
    year, quarter = name.split("-Q")
    return f"{quarter}/{year}"


def _title(scene: Scene, rows: list[dict[str, Any]]) -> str:
    """A year on: the latest cohort that is old and large enough, against the one a year older."""
    old = [row for row in rows if len(row["active"]) > 4 and row["customers"] >= ENOUGH]
    if not old:
        return _("It is too early to say who stays")
    share = scene.write.percent(_shares(old[0])[4], 0)
    joined = scene.write.ltr(_quarter(old[0]["cohort"]))
    return _("A year on, %(share)s of those who joined in %(quarter)s still buy") % {
        "share": share,
        "quarter": joined,
    }
