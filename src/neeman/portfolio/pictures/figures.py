"""The CEO's figures (R140): each with its value, the change on the earlier snapshot, a line of its past, a definition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from neeman.portfolio.pictures.scene import Scene
from neeman.ui.text import Html, markup

Figure = dict[str, Any]
NEAR_A_YEAR = 16  # days
STANDS_STILL = 0.0005  # a share, of money or of customers


def key_figures(scene: Scene) -> list[Figure]:
    """Lifetime value, churn, revenue a customer, gross profit where costs are known (else retention), repeat purchases.

    Without a year before to compare with there is no churn yet: what is expected and what is at stake stand instead.

    Why not share of wallet, the fifth of the document: docs/decisions/0008-five-figures.md.
    """
    profit = scene.data["contribution_minor"]
    return [
        _lifetime(scene),
        _churn(scene),
        _arpa(scene),
        _profit(scene, profit) if profit is not None else _retention(scene),
        _repeat(scene),
    ]


def _lifetime(scene: Scene) -> Figure:
    data, mean = scene.data, scene.data["lifetime_mean_minor"]
    if mean is None and data["clv_12m_mean_minor"] is not None:
        return _expected(scene, data["clv_12m_mean_minor"])
    return {
        "name": _("Customer lifetime value"),
        "value": _("not known yet") if mean is None else scene.money(mean),
        "hint": _lifetime_hint(scene, data["remaining_years"], data["clv_12m_mean_minor"]),
        "href": scene.list_url(sort="-lifetime"),
        **_over_time(scene, "lifetime_mean_minor", money=True),
    }


def _expected(scene: Scene, model: int) -> Figure:
    return {
        "name": _("Expected of a customer, 12 months"),
        "value": scene.money(model),
        "hint": _(
            "What an average customer is expected to bring in the next 12 months, by the pattern of purchases alone "
            "(BG/NBD with Gamma-Gamma). A lifetime value needs the churn, and that needs two years of sales."
        ),
        "href": scene.list_url(sort="-revenue"),
    }


def _lifetime_hint(scene: Scene, years: float | None, model: int | None) -> str:
    told = _(
        "What an average customer brought in the last 12 months, and will bring in the years in which customers "
        "are expected to stay (from the churn; five at most)."
    )
    if years is not None:
        told += " " + _("Years expected: %(years)s.") % {"years": scene.write.number(years, 1)}
    if model is not None:
        told += " " + _(
            "By the pattern of purchases alone (BG/NBD with Gamma-Gamma), in the next 12 months: %(money)s."
        ) % {"money": scene.money(model)}
    return told


def _churn(scene: Scene) -> Figure:
    return {
        "name": _("Churn"),
        "value": _churn_value(scene),
        "hint": _(
            "Of those who bought in the year before, the share who bought nothing in the last 12 months; and the "
            "share of that year's revenue that they had brought."
        ),
        "href": scene.list_url(bought=scene.year[1], silent=scene.year[0], sort="last"),
        **(
            _over_time(scene, "churn_rate_customers", rising_is_good=False)
            if scene.knows_year_before
            else {"note": _("two years of sales are needed")}
        ),
    }


def _churn_value(scene: Scene) -> str:
    """Both rates, each with its word: neither is churn without the other."""
    data, write = scene.data, markup(scene.write.language)
    if data["churn_rate_customers"] is None:
        return _("not known yet")
    pairs = [
        (data["churn_rate_customers"], _("of customers")),
        (data["churn_rate_revenue"] or 0, _("of revenue")),
    ]
    shown = "".join(f"<span>{write.percent(share)} <small>{word}</small></span>" for share, word in pairs)
    return Html(f'<span class="pair">{shown}</span>')


def _arpa(scene: Scene) -> Figure:
    return {
        "name": _("Revenue a customer"),
        "value": scene.money(scene.data["arpa_minor"] or 0),
        "hint": _("Revenue of the last 12 months divided by the customers who bought in them (ARPA)."),
        "href": scene.list_url(bought=scene.year[0], sort="-revenue"),
        **_over_time(scene, "arpa_minor", money=True),
    }


def _profit(scene: Scene, profit: int) -> Figure:
    revenue = scene.data["revenue_window_minor"]
    margin = scene.write.percent(profit / revenue) if revenue > 0 else ""
    return {
        "name": _("Gross profit"),
        "value": scene.money(profit),
        "hint": _(
            "Revenue of the last 12 months less the direct costs that the sales lines name: %(margin)s of the revenue. "
            "What it costs to serve a customer is not in it."
        )
        % {"margin": margin},
        "href": scene.list_url(bought=scene.year[0], sort="-revenue"),
        **_over_time(scene, "contribution_minor", money=True),
    }


def _retention(scene: Scene) -> Figure:
    """Retention; the revenue of those who are late, while nobody can say who stays."""
    if not scene.knows_year_before:
        return {
            "name": _("A year at stake"),
            "value": scene.money(scene.data["overdue_revenue_minor"]),
            "hint": _("Revenue of the last 12 months of the customers who are late by their own rhythm."),
            "href": scene.list_url(late="yes", sort="-at_stake"),
        }
    rate = scene.data["retention_rate"]
    return {
        "name": _("Retention"),
        "value": _("not known yet") if rate is None else scene.write.percent(rate),
        "hint": _("Of those who bought in the year before, the share who bought in the last 12 months too."),
        "href": scene.list_url(bought=scene.year[0]),
        **_over_time(scene, "retention_rate"),
    }


def _repeat(scene: Scene) -> Figure:
    return {
        "name": _("Repeat purchases"),
        "value": scene.write.percent(scene.data["repeat_rate"] or 0),
        "hint": _(
            "The share of all customers who have bought on two different days or more. It stands in the place of the share "
            "of wallet, which no sales file holds: what part of their spending in the field is ours."
        ),
        "href": scene.list_url(sort="-last"),
        **_over_time(scene, "repeat_rate"),
    }


def _over_time(scene: Scene, name: str, *, money: bool = False, rising_is_good: bool = True) -> Figure:
    """The line of the past, and the difference to the earlier snapshot: in percent for money, in points for rates."""
    past = scene.by_quarter(name)
    found: Figure = {"measure": name, "spark": past if len(past) > 2 else []}
    now, then = scene.figures[name], scene.earlier.figures.get(name) if scene.earlier else None
    if now is None or then is None or scene.earlier is None or (money and then <= 0):
        return found
    moved = (now - then) / then if money else now - then
    if abs(moved) < STANDS_STILL:
        return found | {"note": _("no change %(since)s") % {"since": _since(scene)}}
    shown = scene.write.percent(abs(moved))
    return found | {
        "change": shown
        if money
        else _("%(percent)s points") % {"percent": scene.write.number(abs(moved) * 100, 1)},
        "change_tone": "good" if (moved > 0) == rising_is_good else "lose",
        "falls": moved < 0,
        "since": _since(scene),
    }


def _since(scene: Scene) -> str:
    assert scene.earlier is not None
    if abs((scene.as_of - scene.earlier.as_of).days - 365) <= NEAR_A_YEAR:
        return _("in a year")
    return _("since %(day)s") % {"day": scene.write.day(scene.earlier.as_of)}
