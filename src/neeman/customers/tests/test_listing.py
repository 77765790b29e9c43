"""The list page: heading, filters, order, columns, paging, empty states, and a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from conftest import Person, make_person
from neeman.customers.keys import put_keys
from neeman.customers.models import Contact, Customer, CustomerTag, CustomField, Standing, StandingSum, Tag
from neeman.customers.queries.totals import Totals
from neeman.customers.services.acting import refresh_keys
from neeman.customers.services.standings import keep_sums
from neeman.customers.views.listing import open_desk
from neeman.orgs.roles import Role, Sees

DAY = date(2026, 10, 31)


def add(
    name: str, *, revenue: int | None = None, late: bool = False, grade: str = "C", **fields: object
) -> Customer:
    """A customer, with a standing when its revenue (in shekels) is given."""
    customer = put_keys(Customer(name=name, **fields))
    customer.save()
    if revenue is not None:
        Standing.objects.create(
            customer=customer,
            as_of=DAY,
            grade=grade,
            revenue_window_minor=revenue * 100,
            revenue_before_minor=100_000,
            revenue_minor=revenue * 200,
            revenue_share=0.1,
            last_purchase=DAY - timedelta(days=90 if late else 10),
            usual_gap_days=21.0,
            overdue_ratio=4.3 if late else 0.5,
            at_stake_minor=revenue * 100 if late else 0,
            months=[100] * 24,
        )
    return customer


@pytest.fixture
def shop(owner: Person) -> Iterator[Person]:
    with owner.scope():
        gold = add(
            "נגריית הגליל",
            revenue=6_000,
            late=True,
            grade="A",
            city="כרמיאל",
            phone="050-1234567",
            owner=owner.access.member,
        )
        add("מאפיית ברמן", revenue=3_000, grade="B", city="חיפה", industry="מזון")
        add("דפוס אור", revenue=1_000, city="חיפה", source="המלצה")
        add("ליד חדש", status="lead")
        add("ישן", revenue=500, archived_at="2026-01-01T00:00Z")
        Contact.objects.create(customer=gold, name="דפנה לוינסקי", is_main=True)
        CustomerTag.objects.create(customer=gold, tag=Tag.objects.create(name="ביקור רבעוני"))
        refresh_keys([gold.pk])
        yield owner


def shown(person: Person, query: str = "") -> list[str]:
    """The names on the page, in order."""
    response = person.client.get(person.url("customers/") + (f"?{query}" if query else ""))
    assert response.status_code == 200
    names = re.findall(r'<td class="wide">.*?<a href="[^"]+">(.*?)</a>', response.content.decode())
    return [unescape(name).removeprefix("<bdi>").removesuffix("</bdi>") for name in names]


def text_of(person: Person, query: str = "") -> str:
    return person.client.get(person.url("customers/") + f"?{query}").content.decode()


def test_all_customers_by_revenue(shop: Person) -> None:
    assert shown(shop) == ["נגריית הגליל", "מאפיית ברמן", "דפוס אור", "ליד חדש"]


def test_the_heading_is_a_conclusion(shop: Person) -> None:
    page = text_of(shop)
    heading = page[page.index("<h1>") : page.index("</h1>")]
    assert '<bdi dir="ltr">2</bdi>' in heading  # gold and silver
    assert '<bdi dir="ltr">90%</bdi>' in heading
    assert '<bdi dir="ltr">1</bdi>' in heading  # late
    heading = text_of(shop, "city=חיפה")
    assert '<bdi dir="ltr">40%</bdi>' in heading[heading.index("<h1>") : heading.index("</h1>")]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("grade=A&grade=B", ["נגריית הגליל", "מאפיית ברמן"]),
        ("status=lead", ["ליד חדש"]),
        ("city=חיפה", ["מאפיית ברמן", "דפוס אור"]),
        ("city=none", ["ליד חדש"]),
        ("industry=מזון", ["מאפיית ברמן"]),
        ("source=המלצה", ["דפוס אור"]),
        ("late=yes", ["נגריית הגליל"]),
        ("phone=yes", ["נגריית הגליל"]),
        ("phone=no&grade=C", ["דפוס אור"]),
        ("owner=me", ["נגריית הגליל"]),
        ("owner=none&status=lead", ["ליד חדש"]),
        ("bought=30", ["מאפיית ברמן", "דפוס אור"]),
        ("silent=60", ["נגריית הגליל"]),
        ("revenue_from=2,000", ["נגריית הגליל", "מאפיית ברמן"]),
        ("revenue_from=2000&revenue_to=4000", ["מאפיית ברמן"]),
        ("archived=yes", ["ישן"]),
        ("kind=person", []),
        ("sort=name", ["דפוס אור", "ליד חדש", "מאפיית ברמן", "נגריית הגליל"]),
        ("sort=-name", ["נגריית הגליל", "מאפיית ברמן", "ליד חדש", "דפוס אור"]),
        ("sort=revenue", ["דפוס אור", "מאפיית ברמן", "נגריית הגליל", "ליד חדש"]),
        ("sort=-late&city=חיפה", ["מאפיית ברמן", "דפוס אור"]),
        ("q=דפנה", ["נגריית הגליל"]),
        ("q=ברמן&city=חיפה", ["מאפיית ברמן"]),
        ("q=זזזזז", []),
    ],
)
def test_filters_and_orders(shop: Person, query: str, names: list[str]) -> None:
    assert shown(shop, query) == names


@pytest.mark.parametrize(
    "sort",
    [
        "name",
        "added",
        "status",
        "city",
        "industry",
        "owner",
        "since",
        "grade",
        "revenue",
        "change",
        "late",
        "at_stake",
        "last",
        "lifetime",
    ],
)
def test_every_order_shows_everybody_both_ways(shop: Person, sort: str) -> None:
    for sign in ("", "-"):
        assert len(shown(shop, f"sort={sign}{sort}")) == 4
        assert len(shown(shop, f"sort={sign}{sort}&city=חיפה")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "status=nonsense", "owner=abc", "tag=99999999999999999999", "sort=__class__", "revenue_from=abc", "bought=-1",
        "page=-3", "page=abc", "columns=password", "name__icontains=x", "owner__user__password=x", "c.x=1", "bought=9999999999",
        "city=%00", "q=%00", "q=" + "x" * 5000, "page=99999999", "grade=A%27--",
    ],
)  # fmt: skip
def test_a_strange_address_shows_a_list(shop: Person, query: str) -> None:
    shown(shop, query)


def test_fields_of_their_own_narrow(shop: Person) -> None:
    kinds = CustomField.Type
    for key, kind in (
        ("area", kinds.CHOICE),
        ("seats", kinds.NUMBER),
        ("vip", kinds.YES_NO),
        ("met", kinds.DATE),
        ("note", kinds.TEXT),
    ):
        CustomField.objects.create(key=key, label=key, type=kind, choices=["צפון", "דרום"])
    add("פרטי", custom={"area": "צפון", "seats": "9.5", "vip": True, "met": "2026-03-07", "note": "אוהב קפה"})
    add(
        "אחר",
        custom={"area": "דרום", "seats": "10", "vip": False, "met": "2025-01-01", "note": "", "gone": 1},
    )
    for query in (
        "c.area=צפון",
        "c.seats.to=9.7",
        "c.seats.from=9&c.seats.to=9.9",
        "c.vip=yes",
        "c.met.from=1.1.2026",
        "c.note=קפה",
    ):
        assert shown(shop, query) == ["פרטי"], query
    assert shown(shop, "c.seats.from=9.6") == ["אחר"]
    assert set(shown(shop, "c.area=צפון&c.area=דרום")) == {"פרטי", "אחר"}
    assert "אוהב קפה" in text_of(shop, "columns=c.note,city")


def test_columns_are_chosen(shop: Person) -> None:
    page = text_of(shop, "columns=city&columns=phone")
    assert "כרמיאל" in page
    assert '<bdi dir="ltr">050-123-4567</bdi>' in page
    assert "<svg" in text_of(shop)


def test_pages_and_more_rows(owner: Person) -> None:
    with owner.scope():
        Customer.objects.bulk_create(put_keys(Customer(name=f"לקוח {n:03}")) for n in range(60))
    assert shown(owner, "sort=name")[0] == "לקוח 000"
    assert shown(owner, "sort=name&page=3") == [f"לקוח {n:03}" for n in range(50, 60)]
    more = owner.client.get(owner.url("customers/?sort=name&page=2"), headers={"HX-Request": "true"})
    assert "HX-Request" in more.headers["Vary"]
    text = more.content.decode()
    assert "<html" not in text
    assert "לקוח 025" in text


def test_those_without_a_standing_come_after_across_pages(owner: Person) -> None:
    with owner.scope():
        for n in range(30):
            add(f"עם {n:02}", revenue=1_000 - n)
        for n in range(30):
            add(f"בלי {n:02}")
    names = [name for page in (1, 2, 3) for name in shown(owner, f"page={page}")]
    assert names == [f"עם {n:02}" for n in range(30)] + [f"בלי {n:02}" for n in range(30)]


def test_nothing_yet_and_nothing_fits(owner: Person) -> None:
    assert "customer-list" not in text_of(owner)
    assert owner.url("imports/") in text_of(owner)
    with owner.scope():
        add("אחד")
    assert 'class="empty"' in text_of(owner, "status=lead")


def test_who_sees_what(shop: Person) -> None:
    narrow = make_person(shop.organization, "own@house.test", Role.SALESPERSON, sees=Sees.OWN)
    assert shown(narrow) == []
    with shop.scope():
        Customer.objects.filter(name="דפוס אור").update(owner=narrow.access.member)
    assert shown(narrow) == ["דפוס אור"]
    assert shown(narrow, "q=נגריית") == []


def test_money_is_for_those_who_may_see_it(shop: Person) -> None:
    viewer = make_person(shop.organization, "viewer@house.test", Role.VIEWER)
    page = text_of(viewer, "columns=revenue,at_stake,grade&sort=-revenue&revenue_from=2000")
    assert "₪" not in page
    assert shown(viewer, "sort=-revenue&revenue_from=2000") == shown(shop, "sort=name")


def test_a_stranger_sees_nothing(shop: Person, stranger: Person) -> None:
    assert stranger.client.get(shop.url("customers/")).status_code == 404
    assert shown(stranger) == []


@pytest.mark.parametrize(
    ("joined", "names"),
    [
        ("2026-Q1", ["מרץ"]),
        ("2026-03", ["מרץ"]),
        ("2026-03-31", ["אפריל", "מרץ"]),
        ("2026-04-01", ["אפריל"]),
        ("2025-Q4", []),
        ("2026-Q5", ["אפריל", "מרץ"]),
    ],
)
def test_joined_within(owner: Person, joined: str, names: list[str]) -> None:
    with owner.scope():
        for name, day in (("מרץ", date(2026, 3, 31)), ("אפריל", date(2026, 4, 1))):
            add(name, revenue=day.month)
            Standing.objects.filter(customer__name=name).update(first_purchase=day)
        add("אף פעם")
    assert shown(owner, f"joined={joined}") == names


def test_spans_are_said(shop: Person) -> None:
    assert "רבעון\xa03, 2025" in text_of(shop, "joined=2025-Q3")
    assert "רבעון\xa04, 2026" in shop.client.get(shop.url("customers/filters/")).content.decode()
    assert "מאז" in text_of(shop, "bought=2025-11-23&silent=2026-01-01")


def totals_of(person: Person, query: str = "") -> Totals:
    with person.scope():
        return open_desk(person.access, QueryDict(query)).listing.totals()


@pytest.mark.parametrize("query", ["", "grade=A", "grade=A&grade=B", "grade=Z", "late=yes", "city=חיפה"])
def test_totals_are_the_same_from_kept_sums(shop: Person, query: str) -> None:
    added_up = totals_of(shop, query)
    with shop.scope():
        keep_sums(shop.access)
        assert StandingSum.objects.count() == 3
    assert totals_of(shop, query) == added_up
    assert added_up.count == len(shown(shop, query))


def _save(standing: Standing) -> None:
    standing.grade = "B"
    standing.save()


WRITES: dict[str, Callable[[Standing], object]] = {
    "save": _save,
    "update": lambda standing: Standing.objects.update(grade="B"),
    "bulk update": lambda standing: Standing.objects.bulk_update([standing], ["grade"]),
    "insert": lambda standing: add("חדש", revenue=1),
    "delete": lambda standing: Standing.objects.all().delete(),
    "delete one": lambda standing: standing.delete(),
    "cascade": lambda standing: standing.customer.delete(),
    "cascade of many": lambda standing: Customer.objects.all().delete(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_no_sum_outlives_what_it_was_made_of(shop: Person, write: Callable[[Standing], object]) -> None:
    with shop.scope():
        keep_sums(shop.access)
        standing = Standing.objects.all()[0]
        CustomerTag.objects.all().delete()
        write(standing)
        assert not StandingSum.objects.exists()


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as queries:
        yield queries


@pytest.mark.parametrize("query", ["", "q=לקוח", "city=חיפה&sort=name", "grade=A"])
def test_the_number_of_queries_is_fixed(owner: Person, query: str) -> None:
    def fill(number: int) -> None:
        with owner.scope():
            tag = Tag.objects.create(name=f"תווית {number}")
            for n in range(number):
                one = add(f"לקוח {number} {n}", revenue=n + 1, grade="A", city="חיפה")
                CustomerTag.objects.create(customer=one, tag=tag)
                Contact.objects.create(customer=one, name="דני")

    def ask() -> int:
        with counted() as queries:
            shown(owner, query)
        return len(queries)

    fill(30)
    ask()  # the first request of a session writes it
    few = ask()
    fill(60)
    assert ask() == few
    assert few <= 26


def test_text_is_written_as_text(owner: Person) -> None:
    with owner.scope():
        add("<script>alert(1)</script>", city='"><b>', remarks="<i>")
        Tag.objects.create(name="<u>")
    page = text_of(owner, "columns=city,remarks&q=script")
    assert "<script>alert" not in page
    assert "<i>" not in page
