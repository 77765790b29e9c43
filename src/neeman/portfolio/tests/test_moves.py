"""Who moved between grades: each customer in one cell, the cells add up, the names behind them are right."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from conftest import Person
from neeman.customers.models import Customer
from neeman.orgs.access import Access
from neeman.orgs.models import Member
from neeman.orgs.roles import Sees
from neeman.portfolio.computing import recompute
from neeman.portfolio.models import Snapshot
from neeman.portfolio.moves import CHANGED, OUT, STATES, Kind, kind_of
from neeman.portfolio.moving import moves_between
from neeman.portfolio.queries import customers_of, find_snapshot
from neeman.portfolio.tests.selling import A_YEAR_AGO, TODAY, look_back, open_shop
from neeman.portfolio.views import moves as views


@pytest.fixture(scope="module")
def made_shop(founder: Person) -> Person:
    with founder.scope():
        open_shop()
        recompute(founder.access, today=TODAY)
        look_back(founder.access, A_YEAR_AGO)
    return founder


@pytest.fixture
def shop(made_shop: Person, db: None) -> Person:
    return made_shop.anew()


def both(access: Access) -> tuple[Snapshot, Snapshot]:
    then, now = find_snapshot(access, A_YEAR_AGO), find_snapshot(access)
    assert then is not None
    assert now is not None
    return then, now


def buyers(snapshot: Snapshot) -> dict[str, str]:
    """Customer id -> grade, of who bought in the window."""
    rows = customers_of(snapshot, ["customer_id", "grade_in_force", "purchases_window"]).to_pylist()
    return {row["customer_id"]: row["grade_in_force"] for row in rows if row["purchases_window"]}


def test_each_customer_is_in_one_cell_and_the_page_shows_them(shop: Person) -> None:
    with shop.scope():
        then, now = both(shop.access)
        moves = moves_between(then, now)
        was, became = buyers(then), buyers(now)
        names = dict(Customer.objects.values_list("pk", "name"))
    everybody = moves.named(moves.of("", ""))
    assert {move.customer_id: (move.was, move.now) for move in everybody} == {
        pk: (was.get(pk, OUT), became.get(pk, OUT)) for pk in was.keys() | became.keys()
    }
    together = moves.sums()
    assert sum(one.customers for one in together.values()) == len(everybody)
    for name in STATES[:3]:
        assert sum(together[name, end].customers for end in STATES) == list(was.values()).count(name)
        assert sum(together[start, name].customers for start in STATES) == list(became.values()).count(name)
    weights = [max(move.revenue_then_minor, move.revenue_now_minor) for move in everybody]
    assert weights == sorted(weights, reverse=True)

    page = shop.client.get(shop.url("portfolio/moves/"))
    shown = [cell["count"] for row in page.context["story"]["matrix"] for cell in row["cells"]]
    assert sum(shown) == len(everybody)
    pair = max(together, key=lambda pair: together[pair].customers)
    cell = shop.client.get(shop.url(f"portfolio/moves/?was={pair[0]}&now={pair[1]}")).content.decode()
    behind = {move.customer_id for move in moves.named(moves.of(*pair))}
    for pk in became:
        assert (f"/customers/{pk}/" in cell.split('id="names"')[1]) == (pk in behind), names[int(pk)]


def test_what_the_moves_amount_to(shop: Person) -> None:
    with shop.scope():
        moves = moves_between(*both(shop.access))
    for kind in Kind:
        named = moves.named(moves.of_kind(kind))
        assert {kind_of(move.was, move.now) for move in named} <= {kind}
        together = moves.by_kind[kind]
        assert (together.customers, together.moved_minor) == (
            len(named),
            sum(one.moved_minor for one in named),
        )
        page = shop.client.get(shop.url(f"portfolio/moves/?kind={kind}"))
        if kind != Kind.STAYED:
            assert [one.customer_id for one in page.context["named"]] == [one.customer_id for one in named]
    assert moves.by_kind[Kind.WENT].now_minor == moves.by_kind[Kind.CAME].then_minor == 0
    assert len(moves.of_kind(*Kind)) == len(moves.ids)


def test_the_names_come_in_pages(shop: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "A_PAGE", 3)
    first = shop.client.get(shop.url("portfolio/moves/")).context
    assert len(first["named"]) == 3
    assert first["count"] > 3
    second = shop.client.get(shop.url("portfolio/moves/" + first["next"].split("#")[0])).context
    assert not {one.customer_id for one in first["named"]} & {one.customer_id for one in second["named"]}
    assert second["previous"].endswith("page=1#names")


def test_what_was_graded_by_other_rules_says_so(shop: Person) -> None:
    assert not shop.client.get(shop.url("portfolio/moves/")).context["story"]["by_other_rules"]
    with shop.scope():
        Snapshot.objects.filter(as_of=A_YEAR_AGO).update(params={"grade_cut_a": 70})
    assert shop.client.get(shop.url("portfolio/moves/")).context["story"]["by_other_rules"]


def test_the_workbook_holds_all_who_moved(shop: Person) -> None:
    with shop.scope():
        changed = moves_between(*both(shop.access)).of_kind(*CHANGED)
    response = shop.client.get(shop.url("portfolio/moves.xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet.max_row == len(changed) + 1
    assert shop.client.get(shop.url("portfolio/moves/?by=revenue")).status_code == 200


def test_with_one_snapshot_there_is_nothing_to_compare(owner: Person) -> None:
    assert owner.client.get(owner.url("portfolio/moves/")).templates[0].name == "portfolio/no_moves.html"
    assert owner.client.get(owner.url("portfolio/moves.xlsx")).status_code == 404


def test_names_of_others_customers_are_not_shown_to_who_sees_their_own(shop: Person) -> None:
    member = shop.access.member
    with shop.scope():
        mine = Customer.objects.order_by("pk")[0]
        Customer.objects.filter(pk=mine.pk).update(owner=member)
        Member.objects.filter(pk=member and member.pk).update(sees=Sees.OWN)
        others = list(Customer.objects.exclude(pk=mine.pk).values_list("name", flat=True))
    for path in ("portfolio/", "portfolio/moves/"):
        text = shop.client.get(shop.url(path)).content.decode()
        assert f">{mine.name}<" in text or path != "portfolio/"
        assert not [name for name in others if f">{name}<" in text]
