"""Filters for the templates of daily work."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.translation import get_language

from neeman.lib import calendar

register = template.Library()


@register.filter
def relative_day(day: date, today: date) -> str:
    """A day as seen from today: "tomorrow", "in 2 weeks · Tue 24.03"."""
    return calendar.relative_day(day, today, get_language() or "he")
