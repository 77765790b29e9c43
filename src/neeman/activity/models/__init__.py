"""What passed between us and a customer, and what is to come."""

from neeman.activity.models.cadence import CadenceRule, Pause, Seen, Wanted
from neeman.activity.models.feed import Feed
from neeman.activity.models.interaction import (
    BY_ITSELF,
    CONTACTS,
    Channel,
    Direction,
    Interaction,
    Kind,
    Outcome,
)
from neeman.activity.models.task import Task

__all__ = [
    "BY_ITSELF",
    "CONTACTS",
    "CadenceRule",
    "Channel",
    "Direction",
    "Feed",
    "Interaction",
    "Kind",
    "Outcome",
    "Pause",
    "Seen",
    "Task",
    "Wanted",
]
