"""The registry of what follows a task: a room says in its apps.py what to do when a task about a record of its own is over.

It is told within the same act, so that what it adds is undone with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from neeman.activity.models import Task
from neeman.customers.services.acting import Act
from neeman.orgs.access import Access

Follow = Callable[[Act, Access, Task, datetime], None]

_follows: dict[str, Follow] = {}


def declare_follow(about_table: str, follow: Follow) -> None:
    """Call `follow` when a task about a row of this table ("sales.deal") was done or dropped; twice replaces it."""
    _follows[about_table] = follow


def followed(act: Act, access: Access, tasks: Iterable[Task], now: datetime) -> None:
    """Tell the rooms of tasks that are over, each once."""
    for task in tasks:
        if task.about_table in _follows:
            _follows[task.about_table](act, access, task, now)
