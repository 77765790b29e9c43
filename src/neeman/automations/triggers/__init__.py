"""What can set an automation off: entries of the log that rooms declare, purchases, and days that come round."""

from __future__ import annotations

from neeman.automations.triggers.dates import BIRTHDAY, DATE_FIELD, HOLIDAY, QUARTER
from neeman.automations.triggers.happening import Happening, Setting, Span, Trigger
from neeman.automations.triggers.logged import trigger_of
from neeman.automations.triggers.purchases import FIRST_PURCHASE, PURCHASE, RHYTHM, SILENT, SINCE_PURCHASE
from neeman.customers.triggers import log_triggers

__all__ = ["Happening", "Setting", "Span", "Trigger", "find_trigger", "triggers"]

OF_FACTS = (
    PURCHASE, FIRST_PURCHASE, SILENT, SINCE_PURCHASE, RHYTHM, BIRTHDAY, HOLIDAY, QUARTER, DATE_FIELD,
)  # fmt: skip


def triggers() -> dict[str, Trigger]:
    """All there are, by key, in the order in which they are offered."""
    found = (*OF_FACTS, *(trigger_of(declared) for declared in log_triggers()))
    return {trigger.key: trigger for trigger in found}


def find_trigger(key: str) -> Trigger | None:
    """The trigger of this key; None where its room declares it no more."""
    return triggers().get(key)
