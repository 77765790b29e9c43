"""When to be in touch again, reckoned from facts: no database, no clock.

One contact satisfies every rule that it fits, and any contact in either direction counts (REQUIREMENTS, decision 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from neeman.activity.models import CONTACTS, Direction, Kind, Outcome, Wanted
from neeman.customers.models import Warmth
from neeman.customers.models.standing import Grade

LEAD, NO_GRADE, EVERYBODY = "lead", "none", "all"
WHO = ("A", "B", "C", NO_GRADE, LEAD)
DEFAULTS: dict[tuple[str, str], int] = {
    ("A", Wanted.ACTIVE): 14,
    ("B", Wanted.ACTIVE): 30,
    ("C", Wanted.ACTIVE): 90,
    (NO_GRADE, Wanted.ACTIVE): 90,
    (LEAD, Wanted.ACTIVE): 7,
    ("A", Wanted.CALL): 30,
    ("A", Wanted.TALK): 90,
    ("A", Wanted.GENERAL): 7,
    ("B", Wanted.GENERAL): 30,
    ("C", Wanted.GENERAL): 90,
    (EVERYBODY, Wanted.WIN_BACK): 365,
    (EVERYBODY, Wanted.INACTIVE): 730,
}
"""Days between contacts by who and what, and of silence until one is to be won back or inactive: S2:67, 76-78, 205, 262.
What is not here is not asked for."""

OF_TALKS = (Wanted.ACTIVE, Wanted.CALL, Wanted.TALK)
"""The rules that set the next contact; general communication goes to many and satisfies none of them."""
WORKDAYS = 5
YEAR = timedelta(days=365)

LONG_TALK_MINUTES = 10
"""From here a call is a talk of substance."""

IN_PERSON = frozenset({Kind.CALL, Kind.MEETING, Kind.STRATEGIC, Kind.VISIT})
OF_SUBSTANCE = frozenset({Kind.MEETING, Kind.STRATEGIC, Kind.VISIT})

Rules = Mapping[tuple[str, str], int]
"""Days by (who, what is wanted); a pair that is absent is not asked for."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One interaction, as far as the cadence cares."""

    at: datetime
    kind: str
    direction: str
    outcome: str
    minutes: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """The earliest open task of a customer."""

    title: str
    kind: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one customer. `contacts` are latest first; `as_of` is the day up to which silence is reckoned."""

    who: str
    as_of: date
    known_since: date
    last_purchase: date | None = None
    contacts: tuple[Contact, ...] = ()
    step: Step | None = None
    paused_until: date | None = None
    rest: tuple[date, date] | None = None
    """The last pause, also one that has ended: its first day, and the day up to which it lasts."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows for `customers.FollowUp`: the fields of the same names."""

    warmth: str
    rule: str = ""
    every_days: int | None = None
    due_on: date | None = None
    next_step: str = ""
    next_kind: str = ""
    paused_until: date | None = None
    last_touch_at: datetime | None = None
    last_touch_kind: str = ""
    last_words: str = ""
    unanswered: int = 0
    heard_on: date | None = None
    missed: int = 0
    general_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reckoner:
    """Reckons follow-ups by the rules of one business. `proposed(day, days)` is the day to propose so many days after:
    never one of rest. `local_day` is a moment's day in the business's zone."""

    rules: Rules
    proposed: Callable[[date, int], date]
    local_day: Callable[[datetime], date]
    _proposals: dict[tuple[date, int], date] = field(default_factory=dict)

    def follow_up(self, facts: Facts) -> Verdict:
        """When this customer is due, why, and what was said last.

        >>> reckoner = Reckoner({("A", "active"): 14}, lambda day, n: day + timedelta(n), datetime.date)
        >>> known = Facts("A", as_of=date(2026, 3, 10), known_since=date(2026, 3, 1))
        >>> reckoner.follow_up(known).due_on
        datetime.date(2026, 3, 15)
        """
        touches = [one for one in facts.contacts if is_touch(one.kind, one.outcome)]
        heard_on = self._heard_on(facts, touches)
        warmth = self._warmth(facts, heard_on)
        rule, every_days, due_on = self._rule_due_first(facts, touches, warmth)
        step = facts.step
        if step is not None:
            due_on = step.due_on
        if due_on is not None and facts.paused_until is not None:
            due_on = max(due_on, self._propose(facts.paused_until, 0))
        last = touches[0] if touches else None
        return Verdict(
            warmth=warmth,
            rule=rule,
            every_days=every_days,
            due_on=due_on,
            next_step=step.title if step else "",
            next_kind=step.kind if step else "",
            paused_until=facts.paused_until,
            last_touch_at=last.at if last else None,
            last_touch_kind=last.kind if last else "",
            last_words=next((one.words for one in facts.contacts if one.words), ""),
            unanswered=_unanswered(facts.contacts),
            heard_on=heard_on,
            missed=0 if warmth == Warmth.INACTIVE else self._missed(facts, touches),
            general_on=None if warmth == Warmth.INACTIVE else self._general_on(facts),
        )

    def _heard_on(self, facts: Facts, touches: list[Contact]) -> date:
        """The last sign of life, an answer or a purchase; else since when the customer is known."""
        answers = [one.at for one in touches if one.direction == Direction.IN or one.outcome]
        heard = [self.local_day(answers[0])] if answers else []
        bought = [facts.last_purchase] if facts.last_purchase else []
        return max([*heard, *bought], default=facts.known_since)

    def _warmth(self, facts: Facts, heard_on: date) -> str:
        if facts.who == LEAD:
            return Warmth.LEAD
        silent = (facts.as_of - heard_on).days
        for wanted, warmth in ((Wanted.INACTIVE, Warmth.INACTIVE), (Wanted.WIN_BACK, Warmth.WIN_BACK)):
            days = self.rules.get((EVERYBODY, wanted))
            if days is not None and silent >= days:
                return warmth
        return Warmth.ACTIVE

    def _rule_due_first(
        self, facts: Facts, touches: list[Contact], warmth: str
    ) -> tuple[str, int | None, date | None]:
        """Whoever was spoken to rests for as long as the shortest rule says. Where a rarer contact is overdue by then, it is
        what the next one should be."""
        if warmth == Warmth.INACTIVE:
            return "", None, None
        found: list[tuple[date, str, int]] = []
        for wanted in OF_TALKS:
            days = self.rules.get((facts.who, wanted))
            if days is not None:
                last = next((one.at for one in touches if fits(wanted, one)), None)
                since = self.local_day(last) if last else facts.last_purchase or facts.known_since
                found.append((self._propose(since, days), wanted, days))
        if not found:
            return "", None, None
        due_on, rule, every_days = min(found, key=lambda one: (one[0], one[2]))
        if touches:
            rested = self._propose(self.local_day(touches[0].at), min(days for _, _, days in found))
            due_on = max(due_on, rested)
        return rule, every_days, due_on

    def _missed(self, facts: Facts, touches: list[Contact]) -> int:
        """How often within the last year the day came on which the shortest rule wanted a contact, and none was made.
        Counted from a year ago, or from when the customer was known; what fell into a rest does not count (R58)."""
        asked = [self.rules[facts.who, wanted] for wanted in OF_TALKS if (facts.who, wanted) in self.rules]
        if not asked:
            return 0
        since = max(facts.as_of - YEAR, facts.known_since)
        spoken = {day for one in touches if since < (day := self.local_day(one.at)) <= facts.as_of}
        first, until = facts.rest or (date.max, date.max)
        count = 0
        for end in [*sorted(spoken), facts.as_of]:
            wanted = self._propose(since, min(asked))
            while wanted < end:
                count += not first <= wanted < until
                wanted = self._propose(wanted, min(asked))
            since = end
        return count

    def _general_on(self, facts: Facts) -> date | None:
        """From when on general communication is due (R57), which what goes to many satisfies and any talk as well. Whoever
        never heard a word is due at once."""
        days = self.rules.get((facts.who, Wanted.GENERAL))
        if days is None or facts.who not in Grade.values:
            return None
        heard = (one.at for one in facts.contacts if one.kind == Kind.NEWS or is_touch(one.kind, one.outcome))
        last = next(heard, None)
        due_on = self.local_day(last) + timedelta(days=days) if last else min(facts.known_since, facts.as_of)
        return max(due_on, facts.paused_until or due_on)

    def _propose(self, since: date, days: int) -> date:
        """Many customers share a day, and asking the calendar costs more than remembering."""
        key = (since, days)
        if key not in self._proposals:
            self._proposals[key] = self.proposed(since, days)
        return self._proposals[key]


def contacts_a_workday(customers: Mapping[str, int], rules: Rules) -> float:
    """How many contacts such rules ask for on a working day, of so many customers by `who`, where one contact satisfies
    every rule that it fits: each customer counts by its shortest rule.

    >>> contacts_a_workday({"A": 20, "lead": 10}, {("A", "active"): 14, ("A", "call"): 30, ("lead", "active"): 7})
    4.0
    """
    week = 0.0
    for who, count in customers.items():
        asked = [rules[who, wanted] for wanted in OF_TALKS if (who, wanted) in rules]
        week += count * 7 / min(asked) if asked else 0
    return week / WORKDAYS


def is_touch(kind: str, outcome: str) -> bool:
    """Whether somebody spoke to somebody; see `Interaction.is_touch`."""
    return kind in CONTACTS and outcome != Outcome.NO_ANSWER


def fits(wanted: str, contact: Contact) -> bool:
    """Whether a contact satisfies what a rule wants."""
    if wanted == Wanted.CALL:
        return contact.kind in IN_PERSON
    if wanted == Wanted.TALK:
        long_call = contact.kind == Kind.CALL and (contact.minutes or 0) >= LONG_TALK_MINUTES
        return long_call or contact.kind in OF_SUBSTANCE
    return True


def _unanswered(contacts: tuple[Contact, ...]) -> int:
    """Tries in a row without an answer, the latest first."""
    count = 0
    for one in contacts:
        if is_touch(one.kind, one.outcome):
            break
        count += one.outcome == Outcome.NO_ANSWER
    return count
