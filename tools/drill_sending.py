"""The drill of sending: thousands of messages written and delivered by processes that are killed at any moment, while
providers stall and people refuse. Prints what was tried, lost and doubled, and fails on a single one.

    python tools/drill_sending.py [MESSAGES] [SEED]

On a database of its own (NEEMAN_DATABASE, else SQLite in a folder that goes away). What arrived is read from the provider's
own book, never from ours; whether it was allowed is judged from what people said, by a rule written here once more.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CHANNELS = ("sms", "email", "whatsapp")
KEYED = "sms"  # the gateway of the drill drops a repeated key; the others do not
CAP = 4
PURPOSES = ("marketing", "marketing", "marketing", "greeting", "deal", "service")
DIES, LATER, FAILS, STALLS = 0.03, 0.03, 0.02, 0.02


@dataclass
class Party:
    """Somebody, and what they agreed to: "" all channels, a channel, or None."""

    name: str
    phone: str
    email: str
    agreed: str | None
    exception: bool
    refused_at: float | None = None


@dataclass
class Plan:
    """One message that is to be sent."""

    number: int
    party: int
    purpose: str
    channel: str


@dataclass
class Result:
    """What the drill found. The last five must be empty."""

    tried: int = 0
    states: Counter[str] = field(default_factory=Counter)
    arrived: int = 0
    repeats_dropped: int = 0
    kills: int = 0
    refusals: int = 0
    without_ground: list[int] = field(default_factory=list)
    after_refusal: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    over_the_cap: list[int] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (
            self.without_ground or self.after_refusal or self.doubled or self.lost or self.over_the_cap
        )


class Book:
    """The provider's book: a line for each message that reached somebody. One write of a short line is atomic."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def note(self, number: int, key: str, way: str) -> None:
        line = json.dumps({"number": number, "key": key, "way": way, "at": time.time()})
        with self.path.open("ab", buffering=0) as book:
            book.write(f"{line}\n".encode())

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]


class Stage:
    """A provider that takes, stalls, refuses, or sees its caller die before or after taking."""

    title = says = ""
    secrets: frozenset[str] = frozenset()

    def __init__(self, key: str, book: Book) -> None:
        self.key = self.channel = key
        self.book = book

    def takes_key(self, settings: Any) -> bool:
        return self.key == KEYED

    def takes_replies(self, settings: Any) -> bool:
        return True

    def hand_over(self, settings: Any, letter: Any) -> Any:
        from neeman.channels.ways import Fate, Outcome

        chance = random.random()
        if chance < DIES / 2:
            die()
        if chance < DIES / 2 + LATER:
            return Outcome(Fate.LATER, why="busy")
        if chance < DIES / 2 + LATER + FAILS:
            return Outcome(Fate.FAILED, why="no such number")
        if chance > 1 - STALLS / 2:
            raise TimeoutError  # before it took anything: nobody can tell
        self.book.note(letter.number, letter.key, self.key)
        if chance > 1 - STALLS:
            raise TimeoutError
        if chance > 1 - STALLS - DIES / 2:
            die()
        return Outcome(Fate.SENT, f"{self.key}-{letter.number}-{os.getpid()}-{chance}")


class Always:
    """Hours that never close."""

    def is_open(self, moment: datetime) -> bool:
        return True

    def next_open(self, moment: datetime) -> datetime:
        return moment


def die() -> None:
    """As a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def drill(messages: int, seed: int) -> Result:
    """Run it on the database of the settings, which must be empty; see the module."""
    luck = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="neeman-drill-") as folder:
        book = Book(Path(folder) / "book")
        parties, plans = _parties(luck, max(10, messages // 10)), []
        for number in range(messages):
            party = luck.randrange(len(parties))
            plans.append(Plan(number, party, luck.choice(PURPOSES), luck.choice(CHANNELS)))
        access = _found(parties, book)
        result = Result(tried=messages)
        _run(access, parties, plans, luck, result)
        _judge(access, parties, plans, book, result)
        return result


def _parties(luck: random.Random, count: int) -> list[Party]:
    return [
        Party(
            f"drill:{number}",
            f"+97250{number:07d}",
            f"p{number}@example.test",
            luck.choice([None, "", "", luck.choice(CHANNELS)]),
            luck.random() < 0.15,
        )
        for number in range(count)
    ]


def _found(parties: list[Party], book: Book) -> Any:
    """The business, its channels and what people said before."""
    from neeman.channels import outbox
    from neeman.channels.models.connection import Connection, SendingRules
    from neeman.channels.models.consent import Source
    from neeman.channels.services.consents import Words, give_consent, note_exception
    from neeman.channels.ways import WAYS
    from neeman.orgs.access import house_access
    from neeman.orgs.models import Organization
    from neeman.orgs.wall import organization_scope

    outbox.CUT_OFF = timedelta(seconds=2)
    outbox.AGAIN_AFTER = (timedelta(milliseconds=20),) * 4
    WAYS.clear()
    WAYS.update({channel: Stage(channel, book) for channel in CHANNELS})  # type: ignore[misc]  # a stage, not a form
    access = house_access(Organization.objects.create(slug="drill", name="תרגיל"))
    past = datetime.now(UTC) - timedelta(days=30)
    with organization_scope(access.organization.pk):
        SendingRules.objects.create(cap_count=CAP, cap_days=7)
        for channel in CHANNELS:
            Connection.objects.create(way=channel)
        for party in parties:
            if party.agreed is not None:
                give_consent(access, _recipient(party), Words("yes", Source.FORM, past), channel=party.agreed)
            if party.exception:
                note_exception(access, _recipient(party), Words("told", Source.PURCHASE, past))
    return access


def _recipient(party: Party) -> Any:
    from neeman.channels.recipients import Recipient

    return Recipient(party=party.name, name=party.name, phones=(party.phone,), email=party.email)


def _run(access: Any, parties: list[Party], plans: list[Plan], luck: random.Random, result: Result) -> None:
    """A writer and two workers, each killed again and again and begun anew, while people refuse."""
    works = {
        "write": lambda: _write(access, parties, plans),
        "one": lambda: _deliver(access),
        "two": lambda: _deliver(access),
    }
    running = {name: _fork(work) for name, work in works.items()}
    last = {"write"}  # a worker that began before the writer ended may have gone before its last rows came
    refusals = [luck.randrange(len(parties)) for _ in range(len(parties) // 5)]
    span, begun = max(3.0, len(plans) / 120), time.monotonic()
    while running:
        time.sleep(0.01)
        gone = time.monotonic() - begun
        if gone > span * 20 + 120:
            raise TimeoutError(f"still running: {sorted(running)}")
        while refusals and gone / span > 1 - len(refusals) / (len(parties) / 5):
            _refuse(access, parties[refusals.pop()], luck)
            result.refusals += 1
        if gone < span * 2 and luck.random() < 0.02:
            os.kill(luck.choice(list(running.values())), signal.SIGKILL)
        for name, pid in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended and os.waitstatus_to_exitcode(status) == 0 and name in last:
                del running[name]
            elif ended:
                result.kills += os.waitstatus_to_exitcode(status) != 0
                last |= set() if "write" in running else {name}
                running[name] = _fork(works[name])


def _fork(work: Callable[[], None]) -> int:
    """The work in a process of its own; no connection is shared with it."""
    from django.db import connection

    connection.close()
    pid = os.fork()
    if pid:
        return pid
    random.seed()
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _write(access: Any, parties: list[Party], plans: list[Plan]) -> None:
    """All of them, from the beginning, whoever died before: the key makes a repeated act one message."""
    from neeman.channels.composing import Said
    from neeman.channels.gate import send
    from neeman.channels.models.message import Message
    from neeman.orgs.wall import organization_scope

    with organization_scope(access.organization.pk):
        written = set(Message.objects.values_list("key", flat=True))
        begun = max((plan.number for plan in plans if f"drill-{plan.number}" in written), default=0)
        for plan in plans[max(0, begun - 5) :]:
            send(
                access,
                _recipient(parties[plan.party]),
                Said("שלום"),
                purpose=plan.purpose,
                channel=plan.channel,
                now=datetime.now(UTC),
                key=f"drill-{plan.number}",
                about=access.organization if plan.purpose == "deal" else None,
                waits=False,
            )


def _deliver(access: Any) -> None:
    """Until nothing waits and nobody is being sent to."""
    from neeman.channels import outbox
    from neeman.channels.models.message import Message, State
    from neeman.orgs.wall import organization_scope

    with organization_scope(access.organization.pk):
        for _ in range(50):
            outbox.deliver(access, clock=lambda: datetime.now(UTC), hours=Always(), most=50)
            if not Message.objects.filter(state__in=(State.WAITING, State.SENDING)).exists():
                return
            time.sleep(0.05)
        raise SystemExit(1)  # begun anew


def _refuse(access: Any, party: Party, luck: random.Random) -> None:
    """By a reply on any channel; noted here once it is committed."""
    from neeman.channels.incoming import Heard, receive
    from neeman.orgs.wall import organization_scope

    channel = luck.choice(CHANNELS)
    address = party.email if channel == "email" else party.phone
    with organization_scope(access.organization.pk):
        receive(
            access,
            Heard(channel, channel, address, "הסר", datetime.now(UTC), f"no-{party.name}-{luck.random()}"),
        )
    party.refused_at = party.refused_at or time.time()


def _judge(access: Any, parties: list[Party], plans: list[Plan], book: Book, result: Result) -> None:
    """Our rows against the provider's book and what people said."""
    from neeman.channels.models.message import Message
    from neeman.orgs.wall import organization_scope

    with organization_scope(access.organization.pk):
        rows = {row.key: row for row in Message.objects.filter(direction="out")}
    by_number = {row.pk: row for row in rows.values()}
    result.states.update(str(row.state) for row in rows.values())
    taken: Counter[int] = Counter()
    heard: Counter[str] = Counter()
    for line in book.lines():
        if line["way"] == KEYED and taken[line["number"]]:
            result.repeats_dropped += 1
            continue
        taken[line["number"]] += 1
        row = by_number[line["number"]]
        party = parties[plans[int(row.key.rpartition("-")[2])].party]
        heard[row.party] += row.purpose in ("marketing", "greeting")
        if not _has_ground(party, row):
            result.without_ground.append(row.pk)
        general = row.purpose in ("marketing", "greeting", "request")
        if party.refused_at and general and row.handed_at.timestamp() > party.refused_at:
            result.after_refusal.append(row.pk)
    result.arrived = len(taken)
    result.doubled = [number for number, times in taken.items() if times > 1]
    result.lost = [plan.number for plan in plans if f"drill-{plan.number}" not in rows]
    result.lost += [
        row.pk
        for row in rows.values()
        if row.state in ("waiting", "sending") or (row.state == "sent" and not taken[row.pk])
    ]
    result.over_the_cap = [times for times in heard.values() if times > CAP]


def _has_ground(party: Party, row: Any) -> bool:
    """The law, written once more: advertisements need consent to this channel, or the exception; a deal needs its deal."""
    if row.purpose == "marketing":
        return party.exception or party.agreed in ("", row.channel)
    return bool(row.purpose != "deal" or row.about_id)


def main() -> int:
    """Set a database up, run, print."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    asked.add_argument("messages", nargs="?", type=int, default=1_000)
    asked.add_argument("seed", nargs="?", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="neeman-drill-data-") as data:
        os.environ["NEEMAN_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = "neeman.settings"
        import django
        from django.core.management import call_command

        django.setup()
        logging.disable()  # stalls are the point, and are counted
        call_command("migrate", verbosity=0)
        begun = time.monotonic()
        result = drill(given.messages, given.seed)
        _print(result, time.monotonic() - begun)
    return 0 if result.is_clean else 1


def _print(result: Result, seconds: float) -> None:
    states = ", ".join(f"{state} {count}" for state, count in sorted(result.states.items()))
    print(
        f"sending: {result.tried} messages tried in {seconds:.0f} s; {result.kills} kills, {result.refusals} refusals in between"
    )
    print(f"  ended as: {states}")
    print(
        f"  arrived {result.arrived}; repeated calls that the provider's key dropped: {result.repeats_dropped}"
    )
    for name in ("without_ground", "after_refusal", "doubled", "lost", "over_the_cap"):
        found = getattr(result, name)
        print(f"  {name.replace('_', ' ')}: {len(found)}{' ' + str(found[:10]) if found else ''}")


if __name__ == "__main__":
    raise SystemExit(main())
