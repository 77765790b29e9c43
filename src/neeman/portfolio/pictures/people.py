"""Customers by name: the largest, the late, the new and the lost."""

from __future__ import annotations

from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.portfolio.pictures.scene import Column, Picture, Scene, Table
from neeman.ui import charts

TOP, LATE, NAMED = 12, 12, 10
WIDTH = 330
FALLS = 0.15
AROUND = 0.2  # the next purchase is expected within a fifth of the usual gap, before or after


def top_picture(scene: Scene) -> Picture:
    """The largest customers with 24 months of their own."""
    rows = scene.data["top_customers"]
    total = sum(row["revenue_share"] for row in rows[:TOP])
    return Picture(
        name="top",
        title=_top_title(scene, rows[:TOP], total),
        sub=_("By revenue of the last 12 months; the change is against the 12 months before")
        if scene.knows_year_before
        else _("By revenue of the last 12 months"),
        table=Table(
            (
                Column(_("Customer"), "customer"),
                Column(_("Grade"), "grade"),
                Column(_("Revenue, 12 months"), "money"),
                Column(_("Share"), "percent"),
                Column(_("Change"), "percent"),
            ),
            [
                (
                    row["customer_id"],
                    row["grade"],
                    row["revenue_window_minor"],
                    row["revenue_share"],
                    _moved(scene, row),
                )
                for row in rows
            ],
        ),
        more={"rows": [_top(scene, row) for row in rows[:TOP]]},
    )


def _top_title(scene: Scene, rows: list[dict[str, Any]], total: float) -> str:
    words = {"count": scene.write.number(len(rows)), "share": scene.write.percent(total, 0)}
    falling = [row for row in rows if (_moved(scene, row) or 0) <= -FALLS]
    if falling:
        return ngettext(
            "The %(count)s largest bring %(share)s of the revenue, and %(falling)s of them buys much less",
            "The %(count)s largest bring %(share)s of the revenue, and %(falling)s of them buy much less",
            len(falling),
        ) % {**words, "falling": scene.write.number(len(falling))}
    return _("The %(count)s largest bring %(share)s of the revenue") % words


def _top(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    moved = _moved(scene, row)
    tone = "calm" if moved is None or abs(moved) < 0.05 else "good" if moved > 0 else "lose"
    return {
        **row,
        "person": scene.person(row["customer_id"]),
        "href": scene.customer_url(row["customer_id"]),
        "bullet": _bullet(scene, row),
        "moved": moved,
        "tone": tone,
    }


def _bullet(scene: Scene, row: dict[str, Any]) -> dict[str, Any] | None:
    """Days since the last purchase against the usual gap; None without a rhythm of its own."""
    if row["usual_gap_source"] != "own":
        return None
    ratio = row["overdue_ratio"]
    tone = "lose" if ratio >= 2 else "watch" if ratio >= scene.params.overdue_ratio else "good"
    return {"since": row["days_since_last"], "gap": round(row["usual_gap_days"]), "tone": tone}


def _moved(scene: Scene, row: dict[str, Any]) -> float | None:
    """The change of the last 12 of the 24 months against the 12 before; None when those are empty or not known."""
    if not scene.knows_year_before:
        return None
    before, now = sum(row["months"][:12]), sum(row["months"][12:])
    return (now - before) / before if before > 0 else None


def late_picture(scene: Scene) -> Picture:
    """Who should have bought by now, going by their own rhythm, and what a year of theirs is worth."""
    rows, count = scene.data["overdue"], scene.data["overdue_customers"]
    stake = scene.data["overdue_revenue_minor"]
    title = (
        ngettext(
            "%(count)s customer is late by their own rhythm: %(money)s a year at stake",
            "%(count)s customers are late by their own rhythm: %(money)s a year at stake",
            count,
        )
        % {"count": scene.write.number(count), "money": scene.money(stake, short=True)}
        if count
        else _("Nobody is late by their own rhythm")
    )
    shown = rows[:LATE]
    span = _span([row["days_since_last"] for row in shown])
    return Picture(
        name="late",
        title=title,
        sub=_(
            "The band is when the next purchase was expected; the line from it to today is the delay in days"
        ),
        table=Table(
            (
                Column(_("Customer"), "customer"),
                Column(_("Usual gap, days"), "number"),
                Column(_("Days since"), "number"),
                Column(_("Revenue, 12 months"), "money"),
            ),
            [
                (
                    row["customer_id"],
                    round(row["usual_gap_days"]),
                    row["days_since_last"],
                    row["revenue_window_minor"],
                )
                for row in rows
            ],
        ),
        more={"rows": [_late(scene, row, span) for row in shown], "axis": _axis(scene, span), "count": count},
    )


def _span(days: list[int]) -> float:
    """Days that the column shows: enough for most; who has been away for longer stays at its edge."""
    return min(max(days, default=60), 2 * median(days or [60])) * 1.08


def _late(scene: Scene, row: dict[str, Any], span: float) -> dict[str, Any]:
    gap, since = row["usual_gap_days"], row["days_since_last"]
    begin, end = round(since - gap * (1 - AROUND)), round(since - gap * (1 + AROUND))
    person = scene.person(row["customer_id"])
    drawing = charts.overdue_row(
        since,
        due=(max(begin, 0), max(end, 0)),
        late=scene.write.number(max(end, 0)),
        span=span,
        title=person.name,
        tone="lose" if row["overdue_ratio"] >= 2 else "watch",
        width=WIDTH,
    )
    return {
        "person": person,
        "href": scene.customer_url(row["customer_id"]),
        "gap": round(gap),
        "since": since,
        "stake": row["revenue_window_minor"],
        "drawing": drawing,
    }


def _axis(scene: Scene, span: float) -> str:
    step = next(days for days in (10, 20, 30, 60, 90, 180, 365, 730, 3650) if span / days <= 5)
    marks = [
        (float(days), scene.write.number(days) if days else _("today")) for days in range(0, int(span), step)
    ]
    return charts.overdue_axis(marks, span=span, width=WIDTH)


def new_picture(scene: Scene) -> Picture:
    """First bought within the last 12 months, largest first."""
    count = scene.data["new_customers"]
    title = ngettext("%(count)s new customer in 12 months", "%(count)s new customers in 12 months", count) % {
        "count": scene.write.number(count)
    }
    sub = _("First purchase within the last 12 months")
    if not scene.knows_year_before:
        title = _("It is too early to say who is new")
        sub = _("Sales are known from %(day)s on: whoever bought before looks new here") % {
            "day": scene.write.day(scene.known_since)
        }
    elif not count:
        title = _("Nobody new in 12 months")
    money, when = ("revenue_window_minor", _("Revenue so far")), ("first_purchase", _("First purchase"))
    return _named(scene, "new", title, sub, scene.list_url(joined=scene.year[0]), money, when)


def gone_picture(scene: Scene) -> Picture:
    """Bought in the year before, and nothing since."""
    count, lost = scene.data["lost_customers"] or 0, scene.data["lost_revenue_minor"] or 0
    words = {"count": scene.write.number(count), "money": scene.money(lost, short=True)}
    title = (
        ngettext(
            "%(count)s customer stopped buying, who brought %(money)s the year before",
            "%(count)s customers stopped buying, who brought %(money)s the year before",
            count,
        )
        % words
        if scene.knows_year_before
        else ngettext(
            "%(count)s customer has not bought for a year, and had brought %(money)s",
            "%(count)s customers have not bought for a year, and had brought %(money)s",
            count,
        )
        % words
    )
    return _named(
        scene,
        "lost",
        title if count else _("Nobody stopped buying"),
        _("Bought in the year before, and nothing in the last 12 months"),
        scene.list_url(bought=scene.year[1], silent=scene.year[0]),
        ("revenue_before_minor", _("Revenue then")),
        ("last_purchase", _("Last purchase")),
    )


def _named(
    scene: Scene, name: str, title: str, sub: str, href: str, money: tuple[str, str], when: tuple[str, str]
) -> Picture:
    rows = scene.data[name]
    return Picture(
        name=name,
        title=title,
        sub=sub,
        table=Table(
            (Column(_("Customer"), "customer"), Column(money[1], "money"), Column(when[1], "day")),
            [(row["customer_id"], row[money[0]], row[when[0]]) for row in rows],
        ),
        more={"shown": NAMED, "href": href},
    )
