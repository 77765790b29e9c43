"""Automations, what they do to each customer, and newsletters."""

from neeman.automations.models.automation import Act, Automation, StopOn, WaitUnit
from neeman.automations.models.run import Run, State

__all__ = ["Act", "Automation", "Run", "State", "StopOn", "WaitUnit"]
