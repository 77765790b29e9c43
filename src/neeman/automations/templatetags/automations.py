"""Words of runs in templates."""

from __future__ import annotations

from django import template

from neeman.automations.reasons import words_of

register = template.Library()


@register.filter
def reason(code: str) -> str:
    """Why it did not end as planned, or waits."""
    return words_of(code) if code else ""
