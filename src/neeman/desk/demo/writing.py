"""What was written with the made-up customers in the last days: came in and was answered by the services of the inbox."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from neeman.channels.incoming import Heard, note_sent_elsewhere, receive
from neeman.channels.kinds import Channel
from neeman.customers.models import Contact
from neeman.desk.demo import words
from neeman.orgs.access import Access

STRANGER = "050-5550199"


def write_messages(access: Access, *, seed: int, today: date) -> None:
    """A few conversations by WhatsApp and e-mail: most were answered, two customers and a stranger wait."""
    reached = Contact.objects.filter(is_main=True, phone__startswith="05").exclude(email="").order_by("pk")
    people = Random(seed).sample(list(reached), len(words.CONVERSATIONS))  # noqa: S311 - believable, not secret
    zone = ZoneInfo(access.organization.timezone)

    def heard(channel: str, address: str, said: tuple[int, int, str, str], number: str) -> Heard:
        days_ago, hour, _side, text = said
        at = datetime.combine(today - timedelta(days=days_ago), time(hour), zone)
        way = "link" if channel == Channel.WHATSAPP else channel
        return Heard(channel, way, address, text, at, provider_id=f"demo-{number}")

    said = [(heard(Channel.WHATSAPP, STRANGER, words.FROM_A_STRANGER, "stranger"), "in")]
    for place, (person, (channel, lines)) in enumerate(zip(people, words.CONVERSATIONS, strict=True)):
        address = person.email if channel == Channel.EMAIL else person.phone
        said += [(heard(channel, address, line, f"{place}-{at}"), line[2]) for at, line in enumerate(lines)]
    for one, side in sorted(said, key=lambda pair: pair[0].at):
        if side == "in":
            receive(access, one)
        else:
            note_sent_elsewhere(access, one)
