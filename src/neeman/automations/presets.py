"""Automations that are ready to be switched on, as the founding requirements name them (R99-R114), each told in words.

Texts are those of `channels.wording`, which a business may have written anew. What a preset cannot know (where reviews
are written, how much the discount is) is asked for before it is switched on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Task
from neeman.automations.models import Act, StopOn, WaitUnit
from neeman.channels.kinds import Channel
from neeman.orgs.changes import Values

CHANNELS = (Channel.WHATSAPP.value, Channel.EMAIL.value, Channel.SMS.value)
NO_COMPLAINT: dict[str, Any] = {"what": "no_complaint", "value": True}
GOOD: dict[str, Any] = {"what": "grade", "value": ["A", "B"]}

AFTER, NEW, SILENCE, DAYS = "after", "new", "silence", "days"
GROUPS: dict[str, str | Promise] = {
    AFTER: _("After a purchase or a job"),
    NEW: _("New customers"),
    SILENCE: _("When nothing is heard"),
    DAYS: _("Days that come round"),
}


@dataclass(frozen=True, slots=True)
class Preset:
    """`says` is why one does it; `number` that of the requirement. `expected` is the share that should come back, as the
    founding documents say, and `watch_days` how long one looks whether they do."""

    key: str
    number: str
    group: str
    title: str | Promise
    says: str | Promise
    trigger: str
    text: str = ""
    wait: int = 0
    unit: str = WaitUnit.DAYS
    settings: Mapping[str, Any] = field(default_factory=dict)
    conditions: tuple[dict[str, Any], ...] = ()
    stops: tuple[str, ...] = ()
    act: str = Act.MESSAGE
    task: str | Promise = ""
    task_kind: str = Task.Kind.CALL
    priority: int = 50
    again_days: int = 0
    values: Mapping[str, str | Promise] = field(default_factory=dict)
    expected: tuple[int, int] | None = None
    watch_days: int = 90


def values_of_preset(preset: Preset, language: str) -> Values:
    """The columns of an automation of this preset."""
    return {
        "preset": preset.key,
        "name": str(preset.title),
        "trigger": preset.trigger,
        "settings": dict(preset.settings),
        "conditions": [dict(one) for one in preset.conditions],
        "wait": preset.wait,
        "wait_unit": preset.unit,
        "act": preset.act,
        "text": preset.text,
        "language": language,
        "channels": list(CHANNELS) if preset.act == Act.MESSAGE else [],
        "values": {key: str(value) for key, value in preset.values.items()},
        "task_kind": preset.task_kind,
        "task_title": str(preset.task),
        "stops": list(preset.stops),
        "priority": preset.priority,
        "again_days": preset.again_days,
    }


_ALL = (
    Preset(
        "thank_you", "R99, R114", AFTER,
        _("Thank you, at once"),
        _("After every purchase somebody says thank you. It costs nothing and is remembered."),
        "ledger.purchase", "thanks", priority=10, again_days=6,
    ),
    Preset(
        "check_in", "R105", AFTER,
        _("Two weeks later: is all well?"),
        _("After the work is done nobody asks any more. Whoever does finds faults while they are small, and the next job."),
        "activity.work_done", "check_in", wait=2, unit=WaitUnit.WEEKS, priority=20, again_days=30,
        values={"subject": _("the work")},
    ),
    Preset(
        "progress", "R38", AFTER,
        _("While the work goes on: tell how it goes"),
        _("Whoever waits likes to know. Three days after the deal the account manager is reminded; the text for it is ready."),
        "sales.deal.won", act=Act.TASK, wait=3, unit=WaitUnit.WORKDAYS, priority=20, again_days=7,
        task=_("Tell {{name}} how the work goes"), task_kind=Task.Kind.WHATSAPP,
    ),
    Preset(
        "done_thanks", "R39, R99", AFTER,
        _("Thank you when the work is done"),
        _("For whom a job and not a purchase is the end: once its completion is recorded, a word of thanks goes out."),
        "activity.work_done", "thanks_done", priority=10, again_days=6,
    ),
    Preset(
        "done_review", "R39, R100", AFTER,
        _("Request for a review after a job"),
        _("A week after the work was completed. Whoever complained is not asked."),
        "activity.work_done", "review", wait=7, conditions=(NO_COMPLAINT,), priority=30, again_days=180,
        values={"subject": _("the work")},
    ),
    Preset(
        "paid_thanks", "R39", AFTER,
        _("Thank you for a payment"),
        _("Once a payment is recorded, the customer knows that it came and that it was seen."),
        "activity.paid", "thanks_paid", priority=12, again_days=6,
    ),
    Preset(
        "review", "R100, R109", AFTER,
        _("Request for a review"),
        _("A week after the purchase the impression is fresh. Whoever complained is not asked."),
        "ledger.purchase", "review", wait=7, conditions=(NO_COMPLAINT,), priority=30, again_days=180,
    ),
    Preset(
        "referral", "R108", AFTER,
        _("Ask for a recommendation"),
        _("Whoever is content knows others. A personal word works better than a message: the account manager gets a task."),
        "ledger.purchase", act=Act.TASK, wait=21, conditions=(GOOD, NO_COMPLAINT), again_days=365,
        task=_("Ask {{name}} whom else we could help"), priority=60,
    ),
    Preset(
        "offer", "R113, R111", AFTER,
        _("An offer at the right time"),
        _("Shortly before a customer usually buys again, something that goes with what they have."),
        "ledger.rhythm", "offer", settings={"days": 3}, conditions=(NO_COMPLAINT,), stops=(StopOn.BOUGHT,),
        priority=70, again_days=60,
    ),
    Preset(
        "complaint", "R112", AFTER,
        _("After a complaint: a call within a working day"),
        _("A complaint that is answered quickly makes a customer stay. The account manager gets a task."),
        "activity.complaint", act=Act.TASK, wait=1, unit=WaitUnit.HOURS, priority=5,
        task=_("Call {{name}} about the complaint"),
    ),
    Preset(
        "welcome", "R110", NEW,
        _("Welcome"),
        _("After the first purchase: with whom one speaks here, and how one is reached."),
        "ledger.first_purchase", "welcome", wait=1, unit=WaitUnit.WORKDAYS, priority=15, again_days=3_650,
    ),
    Preset(
        "welcome_call", "R110", NEW,
        _("Getting to know each other"),
        _("A week after the first purchase the account manager calls: is all clear, and what else is needed?"),
        "ledger.first_purchase", act=Act.TASK, wait=5, unit=WaitUnit.WORKDAYS, priority=15, again_days=3_650,
        task=_("First call with {{name}}: is all clear, what else is needed?"),
    ),
    Preset(
        "miss_you", "R101", SILENCE,
        _("We miss you"),
        _("Three months without a purchase: a personal word and something worth coming for."),
        "ledger.silent", "miss_you", settings={"months": 3}, conditions=(NO_COMPLAINT,),
        stops=(StopOn.ANSWERED, StopOn.BOUGHT), priority=70, again_days=180, expected=None,
    ),
    Preset(
        "win_back", "R107", SILENCE,
        _("Win back after a year"),
        _("A year of silence: a personal word with 10 to 15 % for coming back. Of four who are asked, one comes back."),
        "ledger.silent", "win_back", settings={"months": 12}, stops=(StopOn.ANSWERED, StopOn.BOUGHT),
        priority=65, again_days=365, values={"discount": "10%"}, expected=(25, 30),
    ),
    Preset(
        "maintenance", "R102", DAYS,
        _("Annual maintenance"),
        _("A year since the purchase: what is checked, and when it suits."),
        "ledger.since_purchase", "maintenance", settings={"months": 12}, priority=40, again_days=300,
    ),
    Preset(
        "periodic", "R103", DAYS,
        _("It is time to..."),
        _("What runs out or wears down comes round by itself: half a year after buying it, a word."),
        "ledger.since_purchase", "time_to", settings={"months": 6}, priority=45, again_days=150,
    ),
    Preset(
        "renewal", "R104", DAYS,
        _("A subscription or an agreement ends"),
        _("A month before the date in a field of our own: what ends, and how it goes on."),
        "dates.field", "ends_soon", settings={"days": 30}, priority=25, again_days=60,
    ),
    Preset(
        "quarter", "R106", DAYS,
        _("Once a quarter: a good word, and what is new with you?"),
        _("Gold and silver hear from us four times a year, also when nothing happens."),
        "dates.quarter", "season", conditions=(GOOD,), priority=80, again_days=60,
    ),
    Preset(
        "birthday", "R76, R112", DAYS,
        _("Happy birthday"),
        _("A greeting that offers nothing."),
        "dates.birthday", "birthday", priority=35, again_days=300,
    ),
    Preset(
        "holiday", "R76, R106", DAYS,
        _("A greeting for the holiday"),
        _("Two days before the great holidays, on an open day."),
        "dates.holiday", "holiday", settings={"communities": ["jewish"], "days": 2}, priority=55,
    ),
)  # fmt: skip
PRESETS = {preset.key: preset for preset in _ALL}
"""By key, in the order in which they are shown."""
