"""What happens is followed by what was said, once, in its hour, unless something speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from conftest import Person, make_person
from neeman.activity.models import Kind, Outcome, Pause, Task
from neeman.activity.tests.making import talk
from neeman.automations.models import Automation, Run, State
from neeman.automations.services.doing import do_due
from neeman.automations.services.reading import read_all
from neeman.automations.services.switching import switch_off
from neeman.automations.tests.making import DAY, MINUTE, NOW, bought, look, on, outside, own, preset, states
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, give_consent, refuse
from neeman.channels.tests.standins import Provider
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer, CustomerTag
from neeman.customers.services.customers import archive_customer
from neeman.customers.services.labels import tag_customer
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import make, stand
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet, LogEntry, Member
from neeman.orgs.roles import Role
from neeman.sales.services.deals import win_deal
from neeman.sales.tests.making import make_deal

TODAY = NOW.date()


@pytest.fixture
def provider(inside: Access) -> Iterator[Provider]:
    with outside(inside) as found:
        yield found


@pytest.fixture
def dana(inside: Access) -> Customer:
    return make(inside, "דנה לוי", kind="person", phone="050-1234567")


def agrees(access: Access, customer: Customer) -> None:
    words = Words(wording="כן", source=Source.FORM, at=NOW - 400 * DAY, proof="טופס")
    give_consent(access, recipient_of(access, customer), words)


def test_a_purchase_is_thanked_for_once(inside: Access, provider: Provider, dana: Customer) -> None:
    preset(inside, "thank_you")
    bought(dana, TODAY, key="1")
    bought(dana, TODAY, key="2")
    for minutes in range(3):
        runs = look(inside, NOW + minutes * MINUTE)
    assert states(runs) == [("done", "")]
    message = Message.objects.get()
    assert (message.state, message.key, message.purpose) == ("waiting", f"automation {runs[0].pk}", "service")
    assert message.body.startswith("שלום דנה, תודה על הקנייה")
    assert (message.about_table, message.party) == ("ledger.document", f"customer:{dana.pk}")
    assert LogEntry.objects.filter(verb="automations.run.done", subject_id=dana.pk).count() == 1


def test_only_what_happens_from_the_day_it_was_switched_on(
    inside: Access, provider: Provider, dana: Customer
) -> None:
    bought(dana, TODAY - DAY)
    preset(inside, "thank_you")
    assert look(inside, NOW) == []


def test_the_last_days_are_caught_up_with_by_choice(
    inside: Access, provider: Provider, dana: Customer
) -> None:
    bought(dana, TODAY - 20 * DAY)
    preset(inside, "review", days_back=30, values={"link": "https://example.com/review"})
    assert states(look(inside, NOW)) == [("done", "")]


def test_what_becomes_known_too_late_is_left(inside: Access, provider: Provider, dana: Customer) -> None:
    preset(inside, "thank_you", now=NOW - 60 * DAY)
    bought(dana, TODAY - 20 * DAY)
    assert look(inside, NOW) == []


def test_a_wait_ends_on_a_whole_working_day(inside: Access, provider: Provider, dana: Customer) -> None:
    preset(inside, "review", values={"link": "https://example.com/review"})
    bought(dana, date(2026, 11, 27))  # a Friday; a week later is one as well
    runs = look(inside, NOW + 5 * DAY)
    assert [run.due_at.isoformat() for run in runs] == ["2026-12-06T08:00:00+00:00"]
    assert states(look(inside, NOW + 12 * DAY)) == [("waiting", "")]
    assert states(look(inside, NOW + 13 * DAY)) == [("done", "")]


def test_night_waits_for_the_morning(inside: Access, provider: Provider, dana: Customer) -> None:
    preset(inside, "thank_you")
    bought(dana, TODAY)
    night = NOW.replace(hour=22)
    runs = look(inside, night)
    assert states(runs) == [("waiting", "quiet")]
    assert runs[0].due_at.isoformat() == "2026-11-24T07:00:00+00:00"


def test_conditions_are_asked_when_it_happens_and_when_it_is_due(
    inside: Access, provider: Provider, dana: Customer
) -> None:
    gold = make(inside, "זהב", kind="person", phone="050-7654321")
    stand(gold, grade="A", as_of=TODAY)
    preset(
        inside, "review", values={"link": "https://example.com/review"},
        conditions=[{"what": "grade", "value": ["A"]}, {"what": "no_complaint", "value": True}],
    )  # fmt: skip
    for customer in (dana, gold):
        bought(customer, TODAY)
    assert [run.customer for run in look(inside, NOW)] == [gold]
    talk(inside, gold, outcome=Outcome.COMPLAINT, now=NOW + 3 * DAY)
    assert states(look(inside, NOW + 7 * DAY)) == [("skipped", "condition")]


@pytest.mark.parametrize("what", ["answered", "bought", "refused"])
def test_it_stops_by_itself(inside: Access, provider: Provider, dana: Customer, what: str) -> None:
    agrees(inside, dana)
    bought(dana, date(2026, 8, 23))
    preset(inside, "miss_you", values={"content": "מדריך"}, wait=3)
    assert states(look(inside, NOW)) == [("waiting", "")]
    if what == "answered":
        talk(inside, dana, outcome=Outcome.SPOKE, now=NOW + DAY)
    elif what == "bought":
        bought(dana, TODAY + DAY)
    else:
        refuse(inside, recipient_of(inside, dana), Words("הסר", Source.REPLY, NOW + DAY))
    assert states(look(inside, NOW + 4 * DAY)) == [("stopped", what)]
    assert not Message.objects.exists()


def test_without_consent_no_advertisement(inside: Access, provider: Provider, dana: Customer) -> None:
    bought(dana, date(2026, 8, 23))
    preset(inside, "miss_you", values={"content": "מדריך"})
    assert states(look(inside, NOW)) == [("skipped", "no_consent")]
    assert not Message.objects.exists()


def test_nobody_gets_two_things_at_once(inside: Access, provider: Provider, dana: Customer) -> None:
    preset(inside, "welcome", wait=0)
    preset(inside, "thank_you")
    bought(dana, TODAY)
    runs = {run.automation.preset: run for run in look(inside, NOW)}
    assert (runs["thank_you"].state, runs["welcome"].why) == (State.DONE, "queue")
    assert runs["welcome"].due_at.isoformat() == "2026-11-25T08:00:00+00:00"
    look(inside, NOW + 2 * DAY)
    assert Message.objects.count() == 2


def test_a_full_week_waits_and_is_given_up_in_the_end(
    inside: Access, provider: Provider, dana: Customer
) -> None:
    agrees(inside, dana)
    bought(dana, date(2026, 8, 23))
    preset(inside, "miss_you", values={"content": "מדריך"})
    from neeman.channels.models.connection import SendingRules

    SendingRules.objects.create(cap_count=0, cap_days=7)
    assert states(look(inside, NOW)) == [("waiting", "too_often")]
    Run.objects.update(made_at=NOW)
    assert states(look(inside, NOW + 15 * DAY)) == [("skipped", "late")]
    assert not Message.objects.exists()


def test_so_many_a_day_at_most(inside: Access, provider: Provider) -> None:
    preset(inside, "thank_you", most_a_day=2)
    for number in range(3):
        bought(make(inside, f"לקוח {number}", kind="person", phone=f"050-123456{number}"), TODAY)
    assert states(look(inside, NOW)) == [("done", ""), ("done", ""), ("waiting", "day_full")]
    assert states(look(inside, NOW + DAY)) == [("done", "")] * 3


def test_a_pause_is_respected(inside: Access, provider: Provider, dana: Customer) -> None:
    preset(inside, "thank_you")
    bought(dana, TODAY)
    Pause.objects.create(customer=dana, until=TODAY + 3 * DAY)
    assert states(look(inside, NOW)) == [("waiting", "paused")]


def test_what_was_taken_back_is_not_followed(inside: Access, provider: Provider, dana: Customer) -> None:
    preset(inside, "review", values={"link": "https://example.com/review"})
    document = bought(dana, TODAY)
    look(inside, NOW)
    document.delete()
    assert states(look(inside, NOW + 8 * DAY)) == [("stopped", "gone")]


def test_an_archived_customer_is_left_alone(inside: Access, provider: Provider, dana: Customer) -> None:
    preset(inside, "review", values={"link": "https://example.com/review"})
    bought(dana, TODAY)
    look(inside, NOW)
    archive_customer(inside, dana, version=dana.version, now=NOW)
    assert states(look(inside, NOW + 8 * DAY)) == [("stopped", "unseen")]


def test_a_task_from_the_log(inside: Access, dana: Customer) -> None:
    preset(inside, "complaint")
    talk(inside, dana, outcome=Outcome.COMPLAINT)
    entry = LogEntry.objects.get(verb="activity.interaction.logged")
    LogEntry.objects.filter(pk=entry.pk).update(at=NOW + MINUTE)
    read_all(inside, now=NOW + 2 * MINUTE)
    read_all(inside, now=NOW + 3 * MINUTE)
    do_due(inside, clock=lambda: NOW + timedelta(hours=2))
    do_due(inside, clock=lambda: NOW + timedelta(hours=3))
    task = Task.objects.get(origin="automation")
    assert (task.title, task.due_on, task.kind) == ("להתקשר אל דנה לוי בעניין התלונה", TODAY, Task.Kind.CALL)


@pytest.mark.parametrize(
    ("key", "kind", "said"),
    [("done_thanks", Kind.DONE, "העבודה הסתיימה"), ("paid_thanks", Kind.PAID, "התשלום התקבל")],
)
def test_completion_and_payment_are_thanked_for(
    inside: Access, provider: Provider, dana: Customer, key: str, kind: Kind, said: str
) -> None:
    preset(inside, key)
    recorded(inside, dana, kind)
    look(inside, NOW + 2 * MINUTE)
    assert states(look(inside, NOW + 3 * MINUTE)) == [("done", "")]
    assert said in Message.objects.get().body


def test_a_review_is_asked_for_a_week_after_the_work_unless_somebody_complained(
    inside: Access, provider: Provider, dana: Customer
) -> None:
    preset(inside, "done_review", values={"link": "https://example.com/r", "subject": "העבודה"})
    recorded(inside, dana, Kind.DONE)
    assert states(look(inside, NOW + 2 * MINUTE)) == [("waiting", "")]
    assert states(look(inside, NOW + 8 * DAY)) == [("done", "")]
    assert "https://example.com/r" in Message.objects.get().body


def test_while_the_work_goes_on_somebody_is_reminded_to_tell_of_it(inside: Access, dana: Customer) -> None:
    preset(inside, "progress")
    win_deal(inside, make_deal(inside, customer=dana, now=NOW), version=1, now=NOW)
    LogEntry.objects.filter(verb="sales.deal.won").update(at=NOW + MINUTE)
    look(inside, NOW + 2 * MINUTE)
    look(inside, NOW + 4 * DAY)
    task = Task.objects.get(origin="automation")
    assert (task.title, task.kind) == ("לעדכן את דנה לוי איך העבודה מתקדמת", Task.Kind.WHATSAPP)


def recorded(access: Access, customer: Customer, kind: Kind) -> None:
    """An entry of the log as of the next minute."""
    talk(access, customer, kind=kind)
    LogEntry.objects.filter(verb="activity.interaction.logged").update(at=NOW + MINUTE)


def test_other_entries_of_the_log_set_nothing_off(inside: Access, dana: Customer) -> None:
    on(inside, own(inside))
    talk(inside, dana, outcome=Outcome.SPOKE)
    talk(inside, dana, kind=Kind.NOTE, text="x")
    LogEntry.objects.update(at=NOW + MINUTE)
    read_all(inside, now=NOW + DAY)
    assert not Run.objects.exists()


def test_a_tag_and_a_status_are_changes_that_can_be_undone(inside: Access, dana: Customer) -> None:
    on(inside, own(inside, act="tag", tag="תלונה"))
    on(inside, own(inside, name="אחר", act="status", status="inactive"))
    talk(inside, dana, outcome=Outcome.COMPLAINT)
    LogEntry.objects.update(at=NOW + MINUTE)
    runs = look_from_the_log(inside)
    assert states(runs) == [("done", ""), ("done", "")]
    dana.refresh_from_db()
    assert (dana.status, CustomerTag.objects.get().tag.name) == ("inactive", "תלונה")
    undo_act(inside, ChangeSet.objects.get(verb="customers.customer.tagged"), now=NOW)
    assert not CustomerTag.objects.exists()


def look_from_the_log(access: Access) -> list[Run]:
    read_all(access, now=NOW + 2 * MINUTE)
    do_due(access, clock=lambda: NOW + DAY)
    return list(Run.objects.order_by("pk"))


def test_without_a_connected_channel_a_task_to_send_it(inside: Access, dana: Customer) -> None:
    with outside(inside, channel="email"):
        preset(inside, "thank_you", channels=["whatsapp", "sms"])
        bought(dana, TODAY)
        assert states(look(inside, NOW)) == [("done", "by_link")]
    message, task = Message.objects.get(), Task.objects.get()
    assert (message.state, message.channel, message.way) == ("drafted", "whatsapp", "link")
    assert (task.title, task.kind) == ("לשלוח: תודה, מיד", Task.Kind.WHATSAPP)


def test_switching_off_stops_what_waits_and_is_undone_whole(
    inside: Access, provider: Provider, dana: Customer
) -> None:
    automation = preset(inside, "review", values={"link": "https://example.com/review"})
    bought(dana, TODAY)
    look(inside, NOW)
    automation.refresh_from_db()
    change_set = switch_off(inside, automation, version=automation.version, now=NOW)
    assert states(list(Run.objects.all())) == [("stopped", "off")]
    undo_act(inside, change_set, now=NOW)
    automation.refresh_from_db()
    assert (automation.is_on, states(list(Run.objects.all()))) == (True, [("waiting", "")])


def test_it_works_within_the_rights_and_the_sight_of_whoever_switched_it_on(
    inside: Access, owner: Person, provider: Provider, dana: Customer
) -> None:
    seller = make_person(owner.organization, "m@house.test", Role.MARKETING, sees="own")
    mine = make(seller.access, "שלי", kind="person", phone="050-7654321")
    preset(seller.access, "thank_you")
    for customer in (dana, mine):
        bought(customer, TODAY)
    assert [run.customer for run in look(inside, NOW)] == [mine]
    Member.objects.filter(user=seller.user).update(role=Role.VIEWER)
    assert look(inside, NOW + DAY)[0].customer == mine
    assert not Automation.objects.get().is_on
    assert LogEntry.objects.filter(verb="automations.automation.held").count() == 1


def test_a_tagged_customer_may_be_left_out(inside: Access, provider: Provider, dana: Customer) -> None:
    tag_customer(inside, dana, "לא לפנות")
    preset(inside, "thank_you", conditions=[{"what": "no_tag", "value": ["לא לפנות"]}])
    bought(dana, TODAY)
    assert look(inside, NOW) == []


def test_a_condition_that_nobody_knows_never_holds(
    inside: Access, provider: Provider, dana: Customer
) -> None:
    preset(inside, "thank_you", conditions=[{"what": "moon", "value": "full"}])
    bought(dana, TODAY)
    assert look(inside, NOW) == []


def test_a_room_above_declares_what_sets_off(inside: Access, dana: Customer) -> None:
    deal = make_deal(inside, "ארון", customer=dana)
    on(inside, own(inside, trigger="sales.deal.won", task_title="לתאם את {{subject}} עם {{name}}"))
    log(inside, deal, "sales.deal.won")
    LogEntry.objects.filter(verb="sales.deal.won").update(at=NOW + MINUTE)
    look_from_the_log(inside)
    assert Task.objects.get(origin="automation").title == "לתאם את ארון עם דנה לוי"
