"""The CEO's figures (R140): each with its value, the change on the earlier snapshot, a line of its past, a definition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from neeman.portfolio.pictures.scene import Scene

Figure = dict[str, Any]


def key_figures(scene: Scene) -> list[Figure]:
    """Lifetime value, churn, revenue a customer, retention, repeat purchases: what sales alone can tell.

    Profit and share of wallet need costs and answers that sales files do not hold; they join when those are known.
    """
    return [_value(scene), _churn(scene), _arpa(scene), _retention(scene), _repeat(scene)]


def _value(scene: Scene) -> Figure:
    data = scene.data
    mean = _mean_value(data)
    return {
        "name": _("Customer lifetime value"),
        "value": scene.write.money(mean, scene.currency) if mean is not None else _("too few to say"),
        "hint": _(
            "What an average customer is expected to bring in the next 12 months, from how often and how much each "
            "one buys (BG/NBD with Gamma-Gamma)."
        ),
        "href": scene.list_url(sort="-clv"),
        **_change(scene, _mean_value, money=True),
    }


def _mean_value(data: dict[str, Any]) -> int | None:
    total, customers = data.get("clv_12m_minor"), data.get("customers")
    return round(total / customers) if total is not None and customers else None


def _churn(scene: Scene) -> Figure:
    data, write = scene.data, scene.write
    customers, revenue = data["churn_rate_customers"], data["churn_rate_revenue"]
    unknown = customers is None
    return {
        "name": _("Churn"),
        "value": _("not known yet") if unknown else write.percent(customers),
        "unit": "" if unknown else _("customers; %(share)s of revenue") % {"share": write.percent(revenue)},
        "hint": _(
            "Of those who bought in the year before, the share who bought nothing in the last 12 months; and the "
            "share of that year's revenue that they had brought."
        ),
        "href": scene.list_url(last="before-12m"),
        "spark": _past(scene, "churn_rate_customers"),
        **_change(scene, lambda one: one["churn_rate_customers"], rising_is_good=False),
    }


def _arpa(scene: Scene) -> Figure:
    return {
        "name": _("Revenue a customer"),
        "value": scene.money(scene.data["arpa_minor"] or 0),
        "hint": _("Revenue of the last 12 months divided by the customers who bought in them (ARPA)."),
        "href": scene.list_url(sort="-revenue"),
        "spark": _past(scene, "arpa_minor"),
        **_change(scene, lambda one: one["arpa_minor"], money=True),
    }


def _retention(scene: Scene) -> Figure:
    rate = scene.data["retention_rate"]
    return {
        "name": _("Retention"),
        "value": _("not known yet") if rate is None else scene.write.percent(rate),
        "hint": _("Of those who bought in the year before, the share who bought in the last 12 months too."),
        "href": scene.list_url(last="within-12m"),
        "spark": _past(scene, "retention_rate"),
        **_change(scene, lambda one: one["retention_rate"]),
    }


def _repeat(scene: Scene) -> Figure:
    return {
        "name": _("Repeat purchases"),
        "value": scene.write.percent(scene.data["repeat_rate"] or 0),
        "hint": _("The share of all customers who have bought on two different days or more."),
        "href": scene.list_url(sort="-orders"),
        **_change(scene, lambda one: one["repeat_rate"]),
    }


def _past(scene: Scene, key: str) -> list[float]:
    """The last eight whole quarters of a figure, oldest first; nothing when fewer than three are known."""
    known = [row[key] for row in scene.data["quarters"] if row["complete"] and row[key] is not None]
    return known[-8:] if len(known) > 2 else []


def _change(scene: Scene, value: Any, *, money: bool = False, rising_is_good: bool = True) -> Figure:
    """The difference to the earlier snapshot: in percent for money, in percentage points for rates."""
    if scene.earlier is None:
        return {}
    now, then = value(scene.data), value(scene.earlier.portfolio)
    if now is None or not then:
        return {}
    moved = (now - then) / then if money else now - then
    good = (moved > 0) == rising_is_good
    points = "" if money else " " + _("points")
    return {
        "change": scene.write.percent(abs(moved)) + points,
        "change_tone": "calm" if abs(moved) < 0.0005 else ("good" if good else "lose"),
        "falls": moved < 0,
        "since": _("since %(day)s") % {"day": scene.write.day(scene.earlier.as_of)},
    }
