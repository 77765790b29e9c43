"""The page of proposed grades: who is on it and why, decided one by one or together, taken back, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from conftest import Person, make_person
from neeman.customers.models import Customer, Standing
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import Role, Sees
from neeman.portfolio import queries
from neeman.portfolio.computing import recompute
from neeman.portfolio.services import change_rules, decide_grades
from neeman.portfolio.tests.selling import TODAY, sell
from neeman.portfolio.tests.waiting import let_wait, open_waiting, rise
from tests.walls.database import changed, snapshot

PAGE = "portfolio/proposed/"


@pytest.fixture(scope="module")
def made_shop(founder: Person) -> Person:
    """Of gold, two fall, one of them to bronze; one rises to gold and one to silver."""
    with founder.scope():
        made = open_waiting(founder.access, more=3)
        rise(made["small"])
        rise(made["extra 0"])
        sell(made["big"], TODAY, 3_000_000)
        recompute(founder.access, today=TODAY)
    return founder


@pytest.fixture
def shop(made_shop: Person, db: None) -> Person:
    return made_shop.anew()


def page(person: Person, query: str = "") -> dict[str, Any]:
    shown = person.client.get(person.url(PAGE + query))
    assert shown.status_code == 200
    found = {name: shown.context[name] for name in ("rows", "tabs", "waiting")}
    return {"html": shown.content.decode(), **found}


def moves(shown: dict[str, Any]) -> dict[str, str]:
    """Name -> "was now" of the rows shown."""
    found = [row["standing"] for row in shown["rows"]]
    return {one.customer.name: f"{one.grade}{one.proposed}" for one in found}


def waiting(person: Person) -> dict[str, tuple[str, str, bool]]:
    with person.scope():
        rows = Standing.objects.filter(proposed_on__isnull=False)
        return {row.customer.name: (row.grade, row.proposed, row.declined) for row in rows}


def grade(person: Person, name: str) -> str:
    with person.scope():
        return Standing.objects.get(customer__name=name).grade


def value(person: Person, name: str) -> str:
    with person.scope():
        row = Standing.objects.get(customer__name=name)
    return f"{row.pk}:{row.proposed}"


def test_who_would_move_where_and_why(shop: Person) -> None:
    shown = page(shop)
    assert moves(shown) == waiting_moves(shop)
    assert list(moves(shown))[:2] == ["small", "extra 0"], "the largest revenue first"
    assert "לפי הכנסות" in shown["html"]
    assert all(row["why"] for row in shown["rows"])


def waiting_moves(person: Person) -> dict[str, str]:
    return {name: was + now for name, (was, now, _declined) in waiting(person).items()}


def test_the_directions(shop: Person) -> None:
    everybody = waiting_moves(shop)
    up = {name for name, (was, now) in everybody.items() if now < was}
    bronze = {name for name, (_was, now) in everybody.items() if now == "C"}
    assert up
    assert bronze < everybody.keys() - up
    assert moves(page(shop, "?way=up")).keys() == up
    assert moves(page(shop, "?way=down")).keys() == everybody.keys() - up
    assert moves(page(shop, "?way=bronze")).keys() == bronze
    assert moves(page(shop, "?way=sideways")).keys() == everybody.keys()
    counts = [tab["count"] for tab in page(shop)["tabs"]]
    assert counts == [len(everybody), len(up), len(everybody) - len(up), len(bronze)]


@pytest.mark.parametrize(("act", "kept"), [("approve", "A"), ("decline", "B")])
def test_one_is_decided_with_a_tap_and_taken_back(shop: Person, act: str, kept: str) -> None:
    before = waiting(shop)
    answer = shop.client.post(
        shop.url(f"{PAGE}{act}/"), {"one": value(shop, "small"), "id": value(shop, "third")}, follow=True
    )
    assert answer.redirect_chain[-1][0].endswith(PAGE)
    assert grade(shop, "small") == kept
    assert grade(shop, "third") == "A", "chosen, but another's button was pressed"
    assert "small" not in moves(page(shop))
    undo = answer.context["toasts"][-1]["undo"]
    back = shop.client.post(undo)
    assert back.url.endswith(PAGE)
    assert waiting(shop) == before


def test_the_chosen_are_decided_together(shop: Person) -> None:
    chosen = [value(shop, name) for name in ("small", "third")]
    shop.client.post(shop.url(f"{PAGE}approve/"), {"id": chosen, "way": "up"})
    assert (grade(shop, "small"), grade(shop, "third")) == ("A", "C")
    with shop.scope():
        assert ChangeSet.objects.get(verb="portfolio.grade.approved").label["count"] == 2


def test_all_of_a_direction(shop: Person) -> None:
    up = moves(page(shop, "?way=up")).keys()
    answer = shop.client.post(shop.url(f"{PAGE}decline/"), {"all": "1", "way": "up"})
    assert answer.url.endswith("?way=up")
    assert {name for name, (_was, _now, declined) in waiting(shop).items() if declined} == up
    shop.client.post(shop.url(f"{PAGE}approve/"), {"all": "1"})
    assert waiting(shop).keys() == up
    empty = page(shop, "?way=up")
    assert empty["waiting"] == 0
    assert "אין מה להחליט" in empty["html"]


def test_the_empty_page_says_whether_grades_wait(owner: Person) -> None:
    assert "נכנסים לתוקף מיד" in page(owner)["html"]
    with owner.scope():
        let_wait(owner.access)
    assert "נכנסים לתוקף מיד" not in page(owner)["html"]


def test_what_no_page_sends_decides_nothing(shop: Person) -> None:
    before = waiting(shop)
    pk = value(shop, "small").partition(":")[0]
    for wrong in ("", "x:A", f"{pk}:D", pk, "9" * 30 + ":A", f"{10**12}:A"):
        assert shop.client.post(shop.url(f"{PAGE}approve/"), {"one": wrong}).status_code == 404
    shop.client.post(shop.url(f"{PAGE}approve/"), {"one": f"{pk}:C"})
    shop.client.post(shop.url(f"{PAGE}approve/"), {})
    assert waiting(shop) == before, "another grade was proposed when that page was made"


def test_an_archived_customer_is_asked_of_nobody(shop: Person) -> None:
    with shop.scope():
        Customer.objects.filter(name="small").update(archived_at="2026-11-22T10:00Z")
    assert "small" not in moves(page(shop))


def test_nobody_decides_of_customers_they_do_not_see(shop: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = make_person(shop.organization, "narrow@founded.test", Role.SALES_MANAGER, sees=Sees.OWN)
    with shop.scope():
        Customer.objects.filter(name="third").update(owner=manager.access.member)
    assert moves(page(manager)).keys() == {"third"}
    shop.client.post(shop.url(f"{PAGE}approve/"), {"one": value(shop, "extra 0")})
    with shop.scope():
        done = ChangeSet.objects.get(verb="portfolio.grade.approved")
    before = snapshot()
    refused = manager.client.post(
        manager.url(f"{PAGE}approve/"), {"id": [value(shop, "small"), value(shop, "third")]}
    )
    taken_back = manager.client.post(manager.url(f"portfolio/undo/{done.pk}/"))
    assert (refused.status_code, taken_back.status_code) == (404, 404)
    assert changed(before) == []
    manager.client.post(manager.url(f"{PAGE}approve/"), {"all": "1"})
    assert (grade(shop, "third"), grade(shop, "small")) == ("C", "B")

    monkeypatch.setattr(queries, "live", lambda access: Customer.objects.all())
    assert moves(page(manager)).keys() == {"small", "second"}, "without the gate the page shows everybody's"


def test_whoever_may_not_change_grades_decides_nothing(shop: Person) -> None:
    finance = make_person(shop.organization, "finance@founded.test", Role.FINANCE)
    before = snapshot()
    for path in (PAGE, f"{PAGE}approve/", f"{PAGE}decline/"):
        assert finance.client.post(finance.url(path), {"all": "1"}).status_code == 403
    assert finance.client.get(finance.url(PAGE)).status_code == 403
    with shop.scope(), pytest.raises(PermissionDenied):
        decide_grades(finance.access, {1: "A"}, approve=True)
    with shop.scope(), pytest.raises(Http404):
        decide_grades(shop.access, {10**12: "A"}, approve=True)
    assert changed(before) == []


def test_the_way_there_is_for_whoever_decides(shop: Person) -> None:
    finance = make_person(shop.organization, "finance@founded.test", Role.FINANCE)
    path = shop.url(PAGE).encode()
    with shop.scope():
        card = f"customers/{Customer.objects.get(name='small').pk}/"
    for there in ("portfolio/", "portfolio/moves/", card):
        assert path in shop.client.get(shop.url(there)).content
        assert path not in finance.client.get(finance.url(there)).content
    assert path in shop.client.get(shop.url("portfolio/rules/")).content
    for person in (shop, finance):
        assert "דירוג B בתוקף; A מוצע מאז" in person.client.get(person.url(card)).content.decode()
    shop.client.post(shop.url(f"{PAGE}decline/"), {"one": value(shop, "small")})
    assert "הדירוג המחושב, A, נדחה" in shop.client.get(shop.url(card)).content.decode()


def test_by_other_methods_the_reason_says_by_what(shop: Person) -> None:
    with shop.scope():
        rules = queries.get_rules(shop.access)
        change_rules(shop.access, method="rules", params={}, version=rules.version)
    assert all(row["why"][0].startswith("דירוג") and "הכללים" in row["why"][0] for row in page(shop)["rows"])


def test_the_rules_page_holds_the_choice(shop: Person) -> None:
    form = shop.client.get(shop.url("portfolio/rules/")).context["form"]
    given = {name: form[name].value() for name in form.fields}
    assert given["new_grades"] == "wait"
    shop.client.post(shop.url("portfolio/rules/"), {**given, "new_grades": "at_once"})
    with shop.scope():
        assert queries.get_rules(shop.access).new_grades == "at_once"


def test_the_number_of_queries_does_not_grow(shop: Person) -> None:
    def counted(path: str, data: dict[str, Any] | None = None) -> int:
        with CaptureQueriesContext(connection) as found:
            shop.client.get(shop.url(path)) if data is None else shop.client.post(shop.url(path), data)
        return len(found)

    counted(PAGE)  # what a first page looks up once
    few = counted(PAGE)
    one = counted(f"{PAGE}approve/", {"one": value(shop, "small")})
    with shop.scope():
        made = Customer.objects.bulk_create(Customer(name=f"עוד {n}") for n in range(60))
        Standing.objects.bulk_create(
            Standing(customer=each, as_of=TODAY, grade="B", proposed="A", proposed_on=TODAY) for each in made
        )
    assert counted(PAGE) == few
    assert len(page(shop)["rows"]) == 20
    assert counted(f"{PAGE}approve/", {"all": "1"}) <= one + 1, "one more asks who all are"
    assert waiting(shop) == {}
