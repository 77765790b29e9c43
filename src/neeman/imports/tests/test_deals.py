"""Pipelines of other programs into the room of sales."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Task
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.imports.models import ImportFile
from neeman.imports.services.committing import bring_in, start_commit
from neeman.imports.services.undoing import take_back
from neeman.imports.targets.deal_words import End, end_of
from neeman.imports.tests.bringing import bring, rehearse_file
from neeman.imports.tests.test_pages import rows_of, upload
from neeman.jobs.work import do_waiting
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry, Organization
from neeman.orgs.roles import Role
from neeman.sales.models import Deal
from neeman.sales.queries.deals import get_deal
from neeman.sales.queries.stages import stages
from neeman.sales.queries.steps import next_steps
from neeman.sales.services.deals import move_deal, win_deal
from neeman.sales.tests.making import make_deal

DEALS = """מזהה עסקה,שם לקוח,שם עסקה,שלב,ערך עסקה,תאריך פתיחת עסקה,תאריך סגירה,תאריך סגירה צפוי,איש מכירות,סיבת הפסד,מקור
D1,נגריית הגליל,מגבהים,Closed Won,"1,234.50 ₪",02/01/2025,15/02/2025,,nobody@else.example,,תערוכה
D2,נגריית הגליל,ארונות,הפסד,2000,05/01/2025,25/03/2025,,,מחיר,
D3,דני כהן,שולחן,הצעת מחיר,500,07/02/2025,,30/12/2026,,,
D4,דני כהן,כיסאות,אצל יוסי בטיפול מיוחד,,07/02/2025,,,,,
D5,,ספה,פגישה,70,07/02/2025,,,,,
D6,רות,מיטה,Closed Won,70,07/02/2025,,,,,
D7,רות,מיטה,סגור,70,07/02/2025,08/02/2025,,,,
D8,רות,מיטה,פגישה,-5,07/02/2025,,,,,
D3,דני כהן,שולחן,פגישה,500,07/02/2025,,,,,
"""


def test_won_lost_and_open_deals_come_in_as_what_they_are(inside: Access) -> None:
    planned, done, file = bring(inside, DEALS)
    assert planned == done
    assert (file.target, done.rows, done.created) == ("deals", 9, 4)
    assert done.rejected == {
        "deal_of_nobody": 1,
        "end_day_missing": 1,
        "closed_how": 1,
        "value_below_zero": 1,
        "deal_repeats": 1,
    }
    assert done.doubts == {"stage_unknown": 1, "no_such_seller": 1}
    assert Document.objects.count() == 0  # a lost deal is no revenue, and neither is a won one
    won, lost, quoted, unknown = Deal.objects.order_by("key")
    assert (won.title, won.value_minor, won.source, won.lost_at) == ("מגבהים", 123_450, "תערוכה", None)
    assert won.won_at is not None
    assert (won.won_at.date(), won.created_at.date()) == (date(2025, 2, 15), date(2025, 1, 2))
    assert lost.lost_at is not None
    assert (lost.lost_at.date(), lost.lost_reason and lost.lost_reason.code) == (date(2025, 3, 25), "price")
    assert (quoted.stage.code, quoted.expected_on, quoted.is_open) == ("quote", date(2026, 12, 30), True)
    assert (unknown.stage.code, unknown.value_minor) == ("lead", None)


def test_every_open_deal_has_a_next_action_and_no_ended_one(inside: Access) -> None:
    bring(inside, DEALS)
    steps = next_steps(Deal.objects.values_list("pk", flat=True))
    assert {Deal.objects.get(pk=pk).title for pk in steps} == {"שולחן", "כיסאות"}
    assert Task.objects.count() == 2


def test_who_bought_is_a_customer_and_who_may_buy_a_lead(inside: Access) -> None:
    known = make(inside, name="דני כהן", status="active")
    bring(inside, DEALS)
    buyer = Customer.objects.get(name="נגריית הגליל")
    assert (buyer.status, buyer.customer_since) == ("active", date(2025, 2, 15))
    assert Deal.objects.filter(customer=known).count() == 2
    bring(inside, "שם לקוח,שם עסקה,שלב,ערך עסקה\nיעל,דלת,ליד,70\n")
    assert Customer.objects.get(name="יעל").status == "lead"
    bring(inside, "שם לקוח,שם עסקה,שלב,ערך עסקה,תאריך סגירה\nיעל,חלון,Won,70,01/03/2025\n")
    assert Customer.objects.get(name="יעל").status == "active"


def test_nothing_is_set_off_by_history(inside: Access) -> None:
    bring(inside, DEALS)
    assert not LogEntry.objects.filter(verb__startswith="sales.").exists()


@pytest.mark.parametrize(
    "content", [DEALS, DEALS.replace("מזהה עסקה", "סתם")], ids=["numbered", "unnumbered"]
)
def test_the_same_file_again_changes_nothing(inside: Access, content: str) -> None:
    _, once, _ = bring(inside, content)
    deals, tasks = list(Deal.objects.order_by("pk").values()), list(Task.objects.order_by("pk").values())
    planned, again, _ = bring(inside, content)
    assert planned == again
    assert (again.created, again.updated, again.unchanged) == (0, 0, once.created)
    assert (list(Deal.objects.order_by("pk").values()), list(Task.objects.order_by("pk").values())) == (
        deals,
        tasks,
    )


def test_a_later_file_ends_and_moves_deals(inside: Access) -> None:
    bring(inside, DEALS)
    later = DEALS.replace(
        "D3,דני כהן,שולחן,הצעת מחיר,500,07/02/2025,,30/12/2026",
        "D3,דני כהן,שולחן,Won,600,07/02/2025,01/03/2026,",
    )
    later = later.replace("אצל יוסי בטיפול מיוחד", "משא ומתן")
    _, done, _ = bring(inside, later)
    assert (done.updated, done.unchanged) == (2, 2)
    won, moved = Deal.objects.get(title="שולחן"), Deal.objects.get(title="כיסאות")
    assert (won.value_minor, won.is_open, moved.stage.code) == (60_000, False, "close")
    assert set(next_steps([won.pk, moved.pk])) == {moved.pk}
    assert Customer.objects.get(name="דני כהן").status == "active"


def test_what_has_ended_here_is_not_opened_again_by_a_file(inside: Access) -> None:
    bring(inside, DEALS)
    deal = Deal.objects.get(title="שולחן")
    win_deal(inside, deal, version=deal.version, now=timezone.now())
    _, done, _ = bring(inside, DEALS)
    assert (done.updated, done.doubts["deal_ended_here"]) == (0, 1)
    assert not Deal.objects.get(pk=deal.pk).is_open


def test_undo_takes_all_back_but_what_was_worked_on(inside: Access) -> None:
    _, _, file = bring(inside, DEALS)
    take_back(inside, file, now=timezone.now())
    assert (Deal.objects.count(), Task.objects.count(), Customer.objects.count()) == (0, 0, 0)
    _, _, file = bring(inside, DEALS)
    deal = get_deal(inside, Deal.objects.get(title="שולחן").pk)
    stage = next(each for each in stages(inside) if each.code == "close")
    move_deal(inside, deal, stage, version=deal.version, now=timezone.now())
    take_back(inside, file, now=timezone.now())
    assert [each.title for each in Deal.objects.all()] == ["שולחן"]
    assert set(next_steps([deal.pk])) == {deal.pk}  # an open deal is not left without one
    assert [each.name for each in Customer.objects.all()] == ["דני כהן"]


def test_a_deal_added_by_hand_keeps_its_customer(inside: Access) -> None:
    _, _, file = bring(inside, "שם,טלפון\nנגה,050-1111111\n")
    make_deal(inside, customer=Customer.objects.get())
    take_back(inside, file, now=timezone.now())
    assert (Customer.objects.count(), Deal.objects.count()) == (1, 1)


def test_own_stages_are_known_by_their_names(inside: Access) -> None:
    bring(inside, DEALS)
    Deal.objects.get(title="כיסאות").stage.__class__.objects.filter(code="contact").update(name="אצל יוסי")
    _, done, _ = bring(inside, DEALS)
    assert (done.updated, done.doubts["stage_unknown"]) == (1, 0)
    assert Deal.objects.get(title="כיסאות").stage.code == "contact"


@pytest.mark.parametrize(
    ("word", "end"),
    [
        *(("9 - Closed Won", End.WON), ("CLOSED-LOST", End.LOST), ("זכייה", End.WON), ("לא נסגר", End.LOST)),
        *(("סגור", End.CLOSED), ("Open", End.OPEN), ("Not won", None), ("Won/Lost", None), ("Wonder", None)),
    ],
)
def test_words_of_the_end(word: str, end: End | None) -> None:
    assert end_of(word) is end


ODD = """Deal ID,Account Name,Deal Name,Deal Stage,Deal Status,Deal Value,Close Date
1,=HYPERLINK("x"),<b>שם</b>,"Won‏",,1e3,2025-03-01
2,א,ב,Won,Open,7,2025-03-01
3,א,ב,Proposal,Lost,7,2025-03-01
4,א,ב,Won,,99999999999999999999,2025-03-01
5,א,ב,Won,,7,2999-03-01
6,א,ב,Won,,7,31/02/2025
7,א,{long},Won,,7,2025-03-01
8,א,ב,"4. Negotiation, last round",,,
9,א,ב,,,,
"""


def test_odd_rows_are_told_and_do_no_harm(inside: Access) -> None:
    planned, done, _ = bring(inside, ODD.format(long="ב" * 201))
    assert planned == done
    assert (done.rows, done.created, done.problems) == (9, 5, 4)
    assert set(done.rejected) == {"amount_too_large", "date_far", "date_no_such_day", "too_long"}
    stages_of = dict(Deal.objects.order_by("key").values_list("key", "stage__code"))
    ends = {deal.key[-1]: (deal.won_at is not None, deal.lost_at is not None) for deal in Deal.objects.all()}
    assert ends == {
        "1": (True, False),
        "2": (False, False),
        "3": (False, True),
        **dict.fromkeys("89", (False, False)),
    }
    assert {key[-1]: code for key, code in stages_of.items()} == {
        "1": "close",
        "2": "lead",
        "3": "quote",
        "8": "close",
        "9": "lead",
    }


def test_an_owner_is_found_by_name_and_e_mail_and_never_taken_away(inside: Access) -> None:
    content = "Deal ID,Account Name,Deal Name,Deal Stage,Deal owner\n1,א,ב,New,{}\n2,א,ג,New,{}\n"
    bring(inside, content.format("", ""))
    assert inside.member is not None
    assert set(Deal.objects.values_list("owner", flat=True)) == {None}
    user = inside.member.user
    _, done, _ = bring(inside, content.format(user.email.upper(), user.name))
    assert done.updated == 2
    assert set(Deal.objects.values_list("owner", flat=True)) == {inside.member.pk}
    _, done, _ = bring(inside, content.format("somebody@else.example", ""))
    assert (done.updated, done.doubts) == (0, {"no_such_seller": 1})
    assert set(Deal.objects.values_list("owner", flat=True)) == {inside.member.pk}


def test_the_page_says_that_deals_are_no_sales(owner: Person) -> None:
    where = upload(owner, DEALS)
    do_waiting()
    assert "עסקה אינה מכירה" in owner.client.get(where).content.decode()
    owner.client.post(f"{where}commit/")
    do_waiting()
    page = owner.client.get(where).content.decode()
    assert rows_of(page)["עסקאות חדשות"] == "4"
    assert "לצינור המכירות" in page


def test_who_does_not_work_on_deals_does_not_bring_them_in_as_sales(house: Organization) -> None:
    finance = make_person(house, "finance@house.test", Role.FINANCE)
    where = upload(finance, DEALS)
    do_waiting()
    assert "בקובץ הזה עסקאות" in finance.client.get(where).content.decode()
    with finance.scope():
        assert ImportFile.objects.get().state == "failed"


def test_a_hundred_deals_ask_no_more_than_ten(inside: Access) -> None:
    def asked(count: int, name: str) -> int:
        rows = "".join(
            f"{name}{n},{name}{n % 7},ב,{('Won', 'New')[n % 2]},7,2025-03-01\n" for n in range(count)
        )
        with CaptureQueriesContext(connection) as queries:
            bring(inside, f"Deal ID,Account Name,Deal Name,Deal Stage,Deal Value,Close Date\n{rows}")
        return len(queries)

    asked(10, "ראשון")  # stages are written once
    assert asked(100, "שני") == asked(10, "שלישי")


DATA = Path(os.environ.get("NEEMAN_TEST_DATA", Path(__file__).parents[4].parent / "shared" / "data"))
PIPELINE = DATA / "crm_sales" / "sales_pipeline.csv"


NEEDS_DATA = pytest.mark.skipif(not PIPELINE.exists(), reason="the folder of public data sets is not here")


@pytest.mark.shared_data
@NEEDS_DATA
def test_a_stopped_import_goes_on_without_doubles(inside: Access) -> None:
    class Stopped(Exception):
        pass

    def stop(*told: object) -> None:
        raise Stopped

    file = rehearse_file(inside, PIPELINE.read_bytes(), name=PIPELINE.name)
    start_commit(inside, file)
    with pytest.raises(Stopped):
        bring_in(inside, file, stop, now=timezone.now())
    assert 0 < Deal.objects.count() < 5_001  # the first batch is in
    done = bring_in(inside, file, lambda *told: None, now=timezone.now())
    assert (done.created, Deal.objects.count(), Customer.objects.count()) == (7_375, 7_375, 85)
    assert Task.objects.count() == Deal.objects.filter(won_at=None, lost_at=None).count()


@pytest.mark.shared_data
@NEEDS_DATA
def test_a_real_pipeline(inside: Access) -> None:
    content = PIPELINE.read_bytes()
    planned, done, file = bring(inside, content, name=PIPELINE.name)
    assert planned == done
    assert (file.target, done.rows, done.created) == ("deals", 8_800, 8_800 - 1_425)
    assert done.rejected == {"deal_of_nobody": 1_425}  # 1,425 rows name no account
    assert Document.objects.count() == 0
    assert Customer.objects.count() == 85
    won = Deal.objects.filter(won_at__isnull=False)
    assert won.count() == 4_238
    assert sum(won.values_list("value_minor", flat=True)) == 1_000_553_400
    assert Deal.objects.filter(lost_at__isnull=False).count() == 2_473
    open_ones = Deal.objects.filter(won_at=None, lost_at=None)
    assert (
        len(next_steps(open_ones.values_list("pk", flat=True))) == open_ones.count() == Task.objects.count()
    )
    again = rehearse_file(inside, content, name=PIPELINE.name)
    assert again.counts["unchanged"] == done.created
    take_back(inside, file, now=timezone.now())
    assert (Deal.objects.count(), Task.objects.count(), Customer.objects.count()) == (0, 0, 0)
