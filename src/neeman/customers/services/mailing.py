"""One text to many customers (R74, R75): each through the gate by themselves, so that whoever did not agree gets nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from neeman.channels.composing import compose
from neeman.channels.gate import send
from neeman.channels.models.message import State
from neeman.channels.queries.templates import Wording, get_content, get_wording, wordings
from neeman.channels.suggesting import suggested
from neeman.channels.wording.filling import placeholders_of
from neeman.customers.directory import recipient_of
from neeman.customers.queries.visible import live
from neeman.jobs.models import Job
from neeman.jobs.services import enqueue
from neeman.lib.tokens import new_token
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.orgs.roles import May

KNOWN = frozenset({"first name", "name", "business", "sender", "content"})
"""Placeholders that every reader has a value for, when a piece of the library is chosen."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """What is sent: a text by its key, in which language, by which channel ("" is what suits each), with which piece.

    `key` makes one mailing of it, however often its job begins anew.
    """

    text: str
    language: str
    channel: str = ""
    content: int = 0
    key: str = ""


def sendable(access: Access, language: str) -> list[Wording]:
    """The texts that say the same to everybody: those that name no quote, date or sum of one customer."""
    return [
        one for one in wordings(access, language) if KNOWN.issuperset(placeholders_of(one.subject + one.body))
    ]


def queue_mailing(access: Access, ids: Sequence[int], mailing: Mailing) -> Job:
    """Have it written to each of `ids` in the background. Raises PermissionDenied, Http404 for a text that is not there."""
    access.require(May.SEND_MESSAGES)
    get_wording(access, mailing.text, mailing.language)
    told = {**asdict(mailing), "key": mailing.key or new_token()[:16]}
    return enqueue(access, "customers.write_to_many", {"ids": list(ids), "mailing": told})


def write_to_many(
    access: Access, ids: Sequence[int], mailing: Mailing, tell: Callable[[str, int, int], None]
) -> dict[str, Any]:
    """{state or reason: how many}. Nobody is written to twice by one mailing."""
    wording = get_wording(access, mailing.text, mailing.language)
    values = _values(access, mailing)
    counted: Counter[str] = Counter()
    for page in pages(ids, 200):
        for customer in live(access).filter(pk__in=page).order_by("pk"):
            who = recipient_of(access, customer)
            message = send(
                access,
                who,
                compose(access, wording, who, values),
                purpose=wording.purpose,
                channel=mailing.channel or suggested(who, wording.purpose),
                now=timezone.now(),
                key=f"mailing:{mailing.key}:{customer.pk}",
            )
            counted[message.why if message.state == State.REFUSED else message.state] += 1
        tell("writing", sum(counted.values()), len(ids))
    return dict(counted)


def _values(access: Access, mailing: Mailing) -> dict[str, str]:
    if not mailing.content:
        return {}
    piece = get_content(access, mailing.content)
    return {"content": f"{piece.title}\n{piece.link}"}
