"""The outside world for tests: a provider that records, refuses, delays or drops the line; hours; a directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django import forms
from django.db.models import QuerySet

from neeman.channels import registry
from neeman.channels.models.connection import Connection
from neeman.channels.models.message import Message
from neeman.channels.recipients import Recipient
from neeman.channels.sealing import seal
from neeman.channels.ways import WAYS, Fate, Letter, Outcome, Settings
from neeman.orgs.access import Access


@dataclass
class Provider:
    """A way out whose far end is this object. `answers` is asked at each call; `arrived` is what people got."""

    key: str = "sms"
    channel: str = "sms"
    title: str = "Provider"
    says: str = ""
    form: type[forms.Form] = forms.Form
    secrets: frozenset[str] = frozenset()
    keyed: bool = False
    replies: bool = True
    answers: Callable[[Letter], Outcome] = lambda letter: Outcome(Fate.SENT, f"id-{letter.number}")
    arrived: list[Letter] = field(default_factory=list)

    def takes_key(self, settings: Settings) -> bool:
        return self.keyed

    def takes_replies(self, settings: Settings) -> bool:
        return self.replies

    def hand_over(self, settings: Settings, letter: Letter) -> Outcome:
        outcome = self.answers(letter)
        if outcome.fate in (Fate.SENT, Fate.UNKNOWN):
            self.arrived.append(letter)
        return outcome


@contextmanager
def connected(access: Access, *providers: Provider) -> Iterator[Provider]:
    """Providers in place of the ways of their keys, connected and on."""
    before = dict(WAYS)
    for provider in providers:
        WAYS[provider.key] = provider
        Connection.objects.update_or_create(way=provider.key, defaults={"sealed": seal({"token": "t"})})
    try:
        yield providers[0]
    finally:
        WAYS.clear()
        WAYS.update(before)


@dataclass
class Day:
    """Hours from 7:00 to 18:00 UTC, every day."""

    def is_open(self, moment: datetime) -> bool:
        return 7 <= moment.hour < 18

    def next_open(self, moment: datetime) -> datetime:
        if self.is_open(moment):
            return moment
        day = moment if moment.hour < 7 else moment + timedelta(days=1)
        return day.replace(hour=7, minute=0, second=0, microsecond=0)


@dataclass
class People:
    """A directory of a few people, all of whom everybody may see."""

    who: dict[str, Recipient]

    def find(self, access: Access, channel: str, address: str) -> Recipient | None:
        return next((one for one in self.who.values() if address in one.address_keys), None)

    def get(self, access: Access, party: str) -> Recipient | None:
        return self.who.get(party)

    def visible(self, access: Access) -> QuerySet[Message]:
        return Message.objects.filter(party__in=self.who)


@contextmanager
def directory_of(*people: Recipient) -> Iterator[People]:
    """These people known, for as long as it lasts."""
    before = registry.find_directory()
    people_known = People({one.party: one for one in people})
    registry.look_up_in(people_known)
    try:
        yield people_known
    finally:
        registry._directories[:] = [before] if before else []


@contextmanager
def listening() -> Iterator[list[Message]]:
    """What listeners are told, as it stood then."""
    told: list[Message] = []

    def note(access: Access, message: Message) -> None:
        told.append(message)

    registry.listen(note)
    try:
        yield told
    finally:
        registry._listeners.remove(note)


def called(who: Recipient, party: str) -> Recipient:
    """The same person by another name."""
    return replace(who, party=party)
