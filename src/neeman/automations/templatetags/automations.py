"""Words of runs in templates."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from neeman.automations.models import Run
from neeman.automations.reasons import words_of
from neeman.automations.triggers import find_trigger

register = template.Library()


@register.filter
def reason(code: str) -> str:
    """Why it did not end as planned, or waits."""
    return words_of(code) if code else ""


@register.filter
def happened(run: Run) -> str | Promise:
    """What set it off, in the words with which its automation was chosen."""
    found = find_trigger(run.automation.trigger)
    return found.title if found else run.automation.name
