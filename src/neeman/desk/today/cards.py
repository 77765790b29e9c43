"""What stands on the page of the day: reasons, of which a customer's first makes its card, and the parts in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from neeman.activity.models import Task
from neeman.activity.sheet import Sheet
from neeman.customers.models import Contact, Customer, FollowUp, Standing
from neeman.customers.writing import Offer


class Part(IntEnum):
    """The parts of the page, most pressing first."""

    NOW = 1  # somebody waits for us
    KEEP = 2  # about to leave
    CADENCE = 3  # due by grade, and what was planned for today
    CHANCE = 4  # exactly one opportunity


@dataclass(frozen=True, slots=True)
class Reason:
    """Why to speak to a customer today. `rank` orders within the part, smallest first; `task` is what asked for it."""

    part: Part
    why: str
    icon: str
    rank: tuple[int, ...] = ()
    tone: str = ""
    amount_minor: int | None = None
    customer_id: int | None = None
    task: Task | None = None
    since: str = ""  # in words, for what is late; apart from `why`, whose language may be another
    signal: str = ""  # what a snooze mutes: this reason alone; empty: all
    href: str = ""  # the record that it speaks of
    wording: str = ""  # the text that suits it; empty: that of the part
    is_sale: bool = False  # it is about a deal or a quote, so a text that follows one up may be sent


@dataclass(slots=True)
class Card:
    """One customer, or a task on nobody: the first reason, what else speaks for it, and what is known."""

    reason: Reason
    more: list[Reason] = field(default_factory=list)
    customer: Customer | None = None
    contact: Contact | None = None
    standing: Standing | None = None
    follow_up: FollowUp | None = None
    sheet: Sheet | None = None
    dials: str = ""
    write: Offer | None = None  # by WhatsApp; None where it does not reach

    @property
    def id(self) -> str:
        """The id of the card on the page."""
        return f"card-{self.customer.pk}" if self.customer else f"task-{self.task_id}"

    @property
    def task_id(self) -> int | None:
        """The task behind the first reason, if there is one."""
        return self.reason.task.pk if self.reason.task else None

    @property
    def lead(self) -> str:
        """The act that suits the reason: shown before the others."""
        task = self.reason.task
        if task is not None and task.kind in (Task.Kind.WHATSAPP, Task.Kind.CALL):
            return task.kind
        return Task.Kind.CALL
