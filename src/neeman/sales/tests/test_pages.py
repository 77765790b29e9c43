"""The pages of the pipeline: moved in one press, by htmx and without; undone; stale and wrong input in words."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from conftest import Person, make_person
from neeman.activity.models import Interaction, Outcome, Task
from neeman.customers.models import Customer, Status
from neeman.customers.tests.making import make
from neeman.orgs.models import ChangeSet, Organization
from neeman.orgs.roles import Role, Sees
from neeman.sales.clock import Clock, Waiting
from neeman.sales.models import Deal, Stage
from neeman.sales.page import words_of_clock
from neeman.sales.queries.steps import find_next_step
from neeman.sales.services.deals import edit_deal, lose_deal
from neeman.sales.services.stages import keep_stages
from neeman.sales.tests.making import make_deal
from tests.walls.database import changed, snapshot


@pytest.fixture
def deal(owner: Person) -> Deal:
    with owner.scope():
        return make_deal(owner.access, "מגבהים", now=timezone.now(), value_minor=11_800_000)


def stage(owner: Person, code: str) -> Stage:
    with owner.scope():
        return Stage.objects.get(code=code)


def fresh(owner: Person, deal: Deal) -> Deal:
    with owner.scope():
        return Deal.objects.select_related("stage", "customer", "owner").get(pk=deal.pk)


@pytest.mark.parametrize(
    ("minutes", "said"), [(45, "45 min"), (60, "1 hour"), (540, "9 hours"), (85, "1:25 hours")]
)
def test_a_lead_waits_for_hours_as_one_says_them(minutes: int, said: str) -> None:
    clock = Clock(Waiting.PASSED, timezone.now(), timedelta(minutes=minutes))
    with translation.override("en"):
        assert f" {said} of working time" in words_of_clock(clock).words


def test_a_long_name_is_cut_at_its_own_end(owner: Person, deal: Deal) -> None:
    for view in ("board", "calendar"):
        page = owner.client.get(owner.url(f"pipeline/?view={view}")).content.decode()
        named = rf'dir="auto"[^>]*>{re.escape(deal.customer.name)}'  # what stands in a <bdi> is not looked at
        assert re.search(named, page), "else an English page cuts a Hebrew name where it begins"


def test_one_press_moves_a_deal_and_another_takes_it_back(owner: Person, deal: Deal) -> None:
    to = {"to": f"{stage(owner, 'contact').pk}.1", "back": "kind=upsell"}
    answer = owner.client.post(owner.url(f"deals/{deal.pk}/move/"), to)
    assert (answer.status_code, answer["Location"]) == (302, owner.url("pipeline/?kind=upsell"))
    assert fresh(owner, deal).stage.code == "contact"
    with owner.scope():
        act = ChangeSet.objects.get(verb="sales.deal.moved")
    page = owner.client.get(owner.url("pipeline/")).content.decode()
    assert owner.url(f"pipeline/undo/{act.pk}/") in page
    came = f"http://testserver{owner.url('pipeline/?kind=upsell')}"
    undone = owner.client.post(owner.url(f"pipeline/undo/{act.pk}/"), headers={"Referer": came})
    assert (undone.status_code, undone["Location"]) == (302, came)
    assert fresh(owner, deal).stage.code == "lead"


def test_htmx_gets_the_board_anew_with_the_undo(owner: Person, deal: Deal) -> None:
    answer = owner.client.post(
        owner.url(f"deals/{deal.pk}/move/"),
        {"to": f"{stage(owner, 'meeting').pk}.1"},
        headers={
            "HX-Request": "true",
            "HX-Target": "board",
            "HX-Current-URL": f"http://testserver{owner.url('pipeline/?kind=new')}",
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="board"' in text
    assert "pipeline/undo/" in text
    assert f'data-deal="{deal.pk}"' not in text, "the filter of the address still holds"


def test_a_stale_press_says_so_and_writes_nothing(owner: Person, deal: Deal) -> None:
    with owner.scope():
        edit_deal(owner.access, deal, {"title": "אחר"}, version=1)
    to = {"to": f"{stage(owner, 'contact').pk}.1"}
    before = snapshot()
    owner.client.post(owner.url(f"deals/{deal.pk}/move/"), to)
    assert changed(before) == []
    assert "בינתיים" in owner.client.get(owner.url("pipeline/")).content.decode()


@pytest.mark.parametrize("to", ["", "x", "99999.1", "1", "٣.1", "9" * 30])
def test_a_stage_that_is_none_is_not_found(owner: Person, deal: Deal, to: str) -> None:
    before = snapshot()
    answer = owner.client.post(owner.url(f"deals/{deal.pk}/move/"), {"to": to})
    assert answer.status_code in {302, 404}
    assert changed(before) == [] or to == "1"


def test_another_business_stage_is_not_found(owner: Person, stranger: Person, deal: Deal) -> None:
    with stranger.scope():
        theirs = keep_stages(stranger.access)[1]
    before = snapshot()
    answer = owner.client.post(owner.url(f"deals/{deal.pk}/move/"), {"to": f"{theirs.pk}.1"})
    assert answer.status_code == 404
    assert changed(before) == []


def test_somebody_new_is_added_on_one_line_with_two_hours_to_answer(owner: Person) -> None:
    added = {"customer": "דני כהן 050-7654321", "title": "קו ציוד", "value": "12,500"}
    answer = owner.client.post(owner.url("deals/add/"), added)
    assert answer.status_code == 302
    with owner.scope():
        deal = Deal.objects.select_related("customer").get()
        assert (deal.customer.name, deal.customer.status) == ("דני כהן", Status.LEAD)
        assert (deal.value_minor, deal.kind) == (1_250_000, "new")
        assert deal.arrived_at is not None
        step = find_next_step(deal)
        assert step is not None
        assert step.urgent
        act = ChangeSet.objects.get(verb="sales.deal.added")
    owner.client.post(owner.url(f"pipeline/undo/{act.pk}/"))
    with owner.scope():
        assert not Deal.objects.exists()
        assert not Customer.objects.exists()
        assert not Task.objects.exists()


def test_a_known_phone_joins_the_customer(owner: Person) -> None:
    with owner.scope():
        known = make(owner.access, "מפעל", phone="0507654321")
    owner.client.post(owner.url("deals/add/"), {"customer": "דני 050-7654321", "title": "עוד"})
    with owner.scope():
        assert Deal.objects.get().customer == known


@pytest.mark.parametrize(
    ("field", "value"),
    [("value", "הרבה"), ("value", "-5"), ("value", "9" * 30), ("title", ""), ("probability", "120")],
)
def test_wrong_input_is_said_beside_the_field(owner: Person, field: str, value: str) -> None:
    given = {"customer": "דני 050-7654321", "title": "א", field: value}
    before = snapshot()
    answer = owner.client.post(owner.url("deals/add/"), given)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert changed(before) == []


def test_the_same_page_sent_twice_adds_once(owner: Person) -> None:
    given = {"customer": "דני 050-7654321", "title": "א", "key": "same"}
    first, second = (owner.client.post(owner.url("deals/add/"), given) for _ in range(2))
    assert first["Location"] == second["Location"]
    with owner.scope():
        assert Deal.objects.count() == Customer.objects.count() == 1


def test_two_who_edit_see_both_versions(owner: Person, deal: Deal) -> None:
    with owner.scope():
        edit_deal(owner.access, deal, {"competitor": "כלי הצפון"}, version=1)
    mine = {"title": "שלי", "kind": "upsell", "version": 1}
    before = snapshot()
    answer = owner.client.post(owner.url(f"deals/{deal.pk}/edit/"), mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "כלי הצפון" in text
    assert 'name="version" value="2"' in text
    assert changed(before) == []


def test_done_records_the_talk_and_sets_what_follows(owner: Person, deal: Deal) -> None:
    day = timezone.localdate() + timedelta(days=4)
    form = {"done": "1", "outcome": Outcome.SPOKE, "text": "מעוניינים", "kind": "meeting"}
    form |= {"due_on": day.isoformat(), "due_at": "10:30", "title": "הדגמה", "key": "k"}
    for _ in range(2):
        assert owner.client.post(owner.url(f"deals/{deal.pk}/step/"), form).status_code == 302
    with owner.scope():
        assert Interaction.objects.get().text == "מעוניינים"
        step = find_next_step(deal)
        assert step is not None
        assert (step.kind, step.due_on, step.title) == ("meeting", day, "הדגמה")
        assert Task.objects.filter(done_at__isnull=False).count() == 1


def test_an_outcome_that_closes_the_deal_wins_it(owner: Person, deal: Deal) -> None:
    form = {"done": "1", "outcome": Outcome.CLOSED, "kind": "call", "due_on": "2027-01-03", "title": "א"}
    owner.client.post(owner.url(f"deals/{deal.pk}/step/"), form)
    won = fresh(owner, deal)
    assert won.won_at is not None
    with owner.scope():
        assert find_next_step(won) is None
        act = ChangeSet.objects.get(verb="activity.interaction.logged")
    owner.client.post(owner.url(f"pipeline/undo/{act.pk}/"))
    assert fresh(owner, deal).is_open


def test_what_is_planned_anew_is_planned_in_ones_own_words(owner: Person, deal: Deal) -> None:
    form = {"plan": "1", "kind": "meeting", "due_on": "2027-01-03", "title": "מדידה במקום", "version": 1}
    owner.client.post(owner.url(f"deals/{deal.pk}/step/"), form)
    with owner.scope():
        step = find_next_step(fresh(owner, deal))
    assert step is not None
    assert (step.kind, step.title, step.due_on) == ("meeting", "מדידה במקום", date(2027, 1, 3))


def test_a_plan_that_was_changed_meanwhile_is_not_overwritten(owner: Person, deal: Deal) -> None:
    form = {"plan": "1", "kind": "call", "due_on": "2027-01-03", "title": "א", "version": 0}
    before = snapshot()
    owner.client.post(owner.url(f"deals/{deal.pk}/step/"), form)
    assert changed(before) == []


def test_lost_needs_a_reason_and_keeps_it(owner: Person, deal: Deal) -> None:
    address = owner.url(f"deals/{deal.pk}/lose/")
    before = snapshot()
    assert owner.client.post(address, {"version": 1}).status_code == 422
    assert changed(before) == []
    given = {"version": 1, "reason": "price", "competitor": "כלי הצפון", "price_compared": "on"}
    owner.client.post(address, given)
    with owner.scope():
        lost = Deal.objects.select_related("lost_reason").get()
        assert lost.lost_reason is not None
        assert (lost.lost_reason.code, lost.competitor, lost.price_compared) == ("price", "כלי הצפון", True)


def test_a_deal_is_handed_to_whoever_sees_the_customer(
    owner: Person, house: Organization, deal: Deal
) -> None:
    near = make_person(house, "near@house.test", Role.SALESPERSON)
    far = make_person(house, "far@house.test", Role.SALESPERSON, sees=Sees.OWN)
    assert near.access.member
    assert far.access.member
    address = owner.url(f"deals/{deal.pk}/hand/")
    refused = owner.client.post(address, {"member": far.access.member.pk, "version": 1})
    assert refused.status_code == 422
    owner.client.post(address, {"member": near.access.member.pk, "version": 1, "words": "מתחיל מחר"})
    assert fresh(owner, deal).owner == near.access.member
    with owner.scope():
        step = find_next_step(deal)
        assert step is not None
        assert step.member == near.access.member
        assert Interaction.objects.get().text == "מתחיל מחר"


def test_what_people_write_is_only_ever_text(owner: Person) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    with owner.scope():
        customer = make(owner.access, hostile)
        deal = make_deal(owner.access, hostile, customer=customer, source=hostile[:80], remarks=hostile)
        lost = make_deal(owner.access, hostile, customer=customer, competitor=hostile)
        lose_deal(owner.access, lost, version=1, now=timezone.now(), reason=None, words=hostile)
    for path in (
        "pipeline/",
        "pipeline/?view=table&state=all",
        "pipeline/?view=calendar",
        "pipeline/report/",
    ):
        assert "<script>alert" not in owner.client.get(owner.url(path)).content.decode(), path
    for path in ("", "edit/", "step/", "end/", "hand/"):
        for one in (deal, lost):
            text = owner.client.get(owner.url(f"deals/{one.pk}/{path}")).content.decode()
            assert "<script>alert" not in text, path
            assert "<img src=x" not in text, path
    card = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert "<script>alert" not in card


def test_the_card_shows_deals_and_tells_of_them(owner: Person, deal: Deal) -> None:
    owner.client.post(owner.url(f"deals/{deal.pk}/win/"), {"version": 1})
    card = owner.client.get(owner.url(f"customers/{deal.customer_id}/")).content.decode()
    assert "מגבהים" in card
    assert "עסקה נסגרה" in card
    with owner.scope():
        service = make_person(owner.organization, "finance@house.test", Role.MARKETING)
    assert "מגבהים" not in service.client.get(owner.url(f"customers/{deal.customer_id}/")).content.decode()


@pytest.mark.parametrize("language", ["he", "en"])
def test_each_page_opens_in_both_languages(owner: Person, deal: Deal, language: str) -> None:
    owner.client.cookies["neeman_language"] = language
    owner.user.language = language
    owner.user.save()
    for path in ("pipeline/", "pipeline/report/", f"deals/{deal.pk}/", "deals/add/", "settings/stages/"):
        answer = owner.client.get(owner.url(path))
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()
