"""Automations, what they do to each customer, and newsletters."""

from neeman.automations.models.automation import Act, Automation, StopOn, WaitUnit
from neeman.automations.models.newsletter import Newsletter, Place, Reader, Stage
from neeman.automations.models.run import Run, State

__all__ = [
    "Act",
    "Automation",
    "Newsletter",
    "Place",
    "Reader",
    "Run",
    "Stage",
    "State",
    "StopOn",
    "WaitUnit",
]
