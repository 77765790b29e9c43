"""Filters for the templates of daily work."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from neeman.activity.models import Task
from neeman.activity.sheet import Choice, Sheet
from neeman.lib import calendar

register = template.Library()


@register.filter
def relative_day(day: date, today: date) -> str:
    """A day, or that of a moment here, as seen from today: "tomorrow", "in 2 weeks · Tue 24.03"."""
    here = timezone.localdate(day) if isinstance(day, datetime) else day
    return calendar.relative_day(here, today, get_language() or "he")


@register.filter
def weekday_letter(day: date) -> str:
    """The weekday in a letter or three: א׳, Sun."""
    return calendar.weekday_letter(day, get_language() or "he")


@register.filter
def hours(minutes: int) -> str:
    """Minutes as hours and minutes: 2:05."""
    return f"{minutes // 60}:{minutes % 60:02}"


@register.filter
def day_name(named: calendar.NamedDay) -> str:
    """What a day of the year is called, in the language of the page."""
    return named.he if (get_language() or "he").startswith("he") else named.en


@register.inclusion_tag("activity/_sheet.html", takes_context=True)
def outcome_sheet(context: dict[str, Any], sheet: Sheet) -> dict[str, Any]:
    """The outcome sheet of a customer, for pages of upper rooms."""
    return {"sheet": sheet, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def chips(template_name: str, **choices: tuple[Choice, ...]) -> SafeString:
    """Choices drawn by a template that reads nothing else. The same ones stand on each card of a page, and on each page of
    a day: they are drawn once."""
    return _drawn(template_name, tuple(choices.items()), get_language() or "he")


@lru_cache(maxsize=256)
def _drawn(
    template_name: str, choices: tuple[tuple[str, tuple[Choice, ...]], ...], language: str
) -> SafeString:
    return render_to_string(template_name, dict(choices))


@register.inclusion_tag("activity/_task_acts.html", takes_context=True)
def task_acts(
    context: dict[str, Any], task: Task, days: tuple[Choice, ...], target: str = "#main"
) -> dict[str, Any]:
    """Done and put off, for a task on a page of its own or, with the panel as `target`, on a card."""
    passed = {name: context.get(name) for name in ("organization", "csrf_token")}
    return {**passed, "task": task, "days": days, "target": target}
