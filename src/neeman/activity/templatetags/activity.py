"""Filters for the templates of daily work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import get_language

from neeman.activity.sheet import Sheet
from neeman.lib import calendar

register = template.Library()


@register.filter
def relative_day(day: date, today: date) -> str:
    """A day as seen from today: "tomorrow", "in 2 weeks · Tue 24.03"."""
    return calendar.relative_day(day, today, get_language() or "he")


@register.filter
def weekday_letter(day: date) -> str:
    """The weekday in a letter or three: א׳, Sun."""
    return calendar.weekday_letter(day, get_language() or "he")


@register.inclusion_tag("activity/_sheet.html", takes_context=True)
def outcome_sheet(context: dict[str, Any], sheet: Sheet) -> dict[str, Any]:
    """The outcome sheet of a customer, for pages of upper rooms."""
    return {"sheet": sheet, "csrf_token": context.get("csrf_token")}
