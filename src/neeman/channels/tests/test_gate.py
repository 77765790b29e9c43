"""The one gate: what may leave waits for its hour, what may not is kept with its reason, and a key is one message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from conftest import Person, make_person
from neeman.channels.composing import Said
from neeman.channels.gate import draft, send
from neeman.channels.models.connection import Connection, SendingRules
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message, State
from neeman.channels.outbox import claim
from neeman.channels.recipients import Recipient
from neeman.channels.services.consents import give_consent, refuse
from neeman.channels.tests.making import DANA, NOON, SHOP, words
from neeman.channels.tests.standins import Day, Provider, connected
from neeman.jobs.models import Job
from neeman.orgs.access import Access
from neeman.orgs.roles import Role

NIGHT = NOON.replace(hour=22)
HELLO = Said("שלום דנה")


@pytest.fixture
def provider(inside: Access) -> Iterator[Provider]:
    with connected(inside, Provider(), Provider(key="email", channel="email")) as found:
        yield found


def sent(access: Access, purpose: str = "service", **given: object) -> Message:
    known: dict[str, object] = {"channel": "sms", "now": NOON, "hours": Day(), **given}
    to = known.pop("to", DANA)
    return send(access, to, known.pop("said", HELLO), purpose=purpose, **known)  # type: ignore[arg-type]


def came(access: Access, phone: str) -> None:
    """Somebody wrote to us from this number, of whom nobody knows whose it is."""
    Message.objects.create(
        direction="in",
        channel="sms",
        address=phone,
        state=State.RECEIVED,
        body="?",
        made_at=NOON,
        due_at=NOON,
    )


def test_what_may_leave_waits_and_the_outbox_is_woken(inside: Access, provider: Provider) -> None:
    message = sent(inside)
    assert (message.state, message.way, message.address) == (State.WAITING, "sms", "+972501234567")
    assert (message.reason, message.made_by, message.party) == ("service", inside.member, "customer:12")
    job = Job.objects.get()
    assert (job.name, job.due_at, job.member) == ("channels.deliver", NOON, None)
    assert provider.arrived == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"purpose": "marketing"}, "no_consent"),
        ({"purpose": "deal"}, "no_deal"),
        ({"purpose": "request"}, "not_a_business"),
        ({"to": Recipient(party="customer:1", name="בלי")}, "no_address"),
        ({"channel": "whatsapp"}, "not_connected"),
        ({"said": Said("סכום: {{סכום}}", missing=("amount",))}, "missing_values"),
    ],
)
def test_what_may_not_is_kept_with_its_reason(
    inside: Access, provider: Provider, given: dict[str, object], why: str
) -> None:
    message = sent(inside, **given)  # type: ignore[arg-type]
    assert (message.state, message.why) == (State.REFUSED, why)
    assert not Job.objects.exists()


def test_a_deal_rests_on_what_it_is_about(inside: Access, provider: Provider) -> None:
    message = sent(inside, "deal", about=inside.organization)
    assert message.state == State.WAITING
    assert (message.about_table, message.about_id) == ("orgs.organization", inside.organization.pk)


def test_an_advertisement_is_marked_and_rests_on_its_consent(inside: Access, provider: Provider) -> None:
    consent = give_consent(inside, DANA, words(day=1))
    message = sent(inside, "marketing")
    assert message.body == "פרסומת · בית המלאכה\nשלום דנה"
    assert message.basis is not None
    assert (message.basis.at, message.reason) == (consent.at, "consent")
    mail = sent(inside, "marketing", channel="email", said=Said("שלום", "מבצע\nאביב"))
    assert (mail.subject, mail.body) == ("פרסומת: מבצע אביב", "שלום")


def test_a_business_is_asked_once(inside: Access, provider: Provider) -> None:
    assert sent(inside, "request", to=SHOP).state == State.WAITING
    assert sent(inside, "request", to=SHOP).why == "asked_already"


def test_a_key_is_one_message(inside: Access, provider: Provider) -> None:
    first = sent(inside, key="quote:7:day2")
    again = sent(inside, key="quote:7:day2", said=Said("אחר"))
    assert again.pk == first.pk
    assert again.body == "שלום דנה"
    assert sent(inside).pk != sent(inside).pk


def test_night_is_for_sleeping_unless_a_person_presses(inside: Access, provider: Provider) -> None:
    message = sent(inside, now=NIGHT)
    assert message.due_at == NOON.replace(day=4, hour=7)
    assert sent(inside, now=NIGHT, waits=False).due_at == NIGHT


def test_shabbat_and_festivals_by_the_calendar_of_the_business(inside: Access, provider: Provider) -> None:
    friday_evening = datetime.fromisoformat("2026-03-06T18:00:00+02:00")
    message = sent(inside, now=friday_evening, hours=None)
    assert message.due_at.date() > friday_evening.date()
    assert message.due_at.isoformat() >= "2026-03-07T16:"  # not before an hour after nightfall


def test_the_cap_is_over_all_channels(inside: Access, provider: Provider) -> None:
    give_consent(inside, DANA, words(day=1))
    states = [sent(inside, "marketing", channel=channel).state for channel in ("sms", "email", "sms")]
    assert states == ["waiting", "waiting", "refused"]
    assert sent(inside, "greeting").why == "too_often"
    assert sent(inside, "service").state == State.WAITING
    SendingRules.objects.create(cap_count=3, cap_days=7)
    assert sent(inside, "greeting").state == State.WAITING


def test_the_cap_follows_the_address(inside: Access, provider: Provider) -> None:
    for _ in range(2):
        sent(inside, "greeting")
    other_card = Recipient(party="customer:77", name="דנה", phones=DANA.phones)
    assert sent(inside, "greeting", to=other_card).why == "too_often"


def test_a_refusal_shuts_every_channel(inside: Access, provider: Provider) -> None:
    give_consent(inside, DANA, words(day=1))
    refuse(inside, DANA, words(Source.REPLY, wording="הסר"))
    for channel in ("sms", "email"):
        assert sent(inside, "marketing", channel=channel).why == "refused"


def test_what_is_sent_by_hand_passes_the_same_gate(inside: Access, provider: Provider) -> None:
    written = draft(inside, DANA, HELLO, purpose="service", channel="whatsapp", now=NIGHT)
    assert (written.state, written.way, written.due_at) == (State.DRAFTED, "link", NIGHT)
    assert draft(inside, DANA, HELLO, purpose="marketing", channel="whatsapp", now=NOON).why == "no_consent"
    assert not Job.objects.exists()


def test_a_channel_that_is_off_is_not_connected(inside: Access, provider: Provider) -> None:
    Connection.objects.filter(way="sms").update(is_on=False)
    assert sent(inside).why == "not_connected"


def test_who_may_not_send_does_not(inside: Access, owner: Person, provider: Provider) -> None:
    viewer = make_person(owner.organization, "viewer@house.test", Role.VIEWER)
    with pytest.raises(PermissionDenied):
        sent(viewer.access)
    assert not Message.objects.exists()


def test_the_text_is_kept_as_it_was_sent(inside: Access, provider: Provider) -> None:
    hostile = "<script>alert(1)</script> {{שם}} %(x)s"
    assert sent(inside, said=Said(hostile)).body == hostile
    assert sent(inside, said=Said("a", subject="x" * 500)).subject == "x" * 200


def test_who_wrote_to_us_may_be_answered_and_is_sent_nothing_by_itself(
    inside: Access, provider: Provider
) -> None:
    for key in ("a", "b"):
        assert sent(inside, "greeting", key=key).state == State.WAITING
    assert draft(inside, DANA, HELLO, purpose="greeting", channel="whatsapp", now=NOON).why == "too_often"
    came(inside, DANA.phones[0])
    answer = sent(inside, "greeting", waits=False)
    assert (answer.state, answer.reason) == (State.WAITING, "talk")
    assert draft(inside, DANA, HELLO, purpose="greeting", channel="whatsapp", now=NOON).reason == "talk"
    assert sent(inside, "greeting").why == "too_often", "what goes out by itself is no answer"
    Message.objects.filter(state=State.WAITING).exclude(pk=answer.pk).update(state=State.SENT, sent_at=NOON)
    claimed = claim(inside, answer.pk, now=NOON, hours=Day())
    assert claimed is not None
    assert claimed.reason == "talk"
