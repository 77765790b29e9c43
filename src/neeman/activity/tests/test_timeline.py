"""What passed between us on the timeline: every kind in exactly one sort, each leading to its record."""

from __future__ import annotations

from conftest import Person
from neeman.activity.models import Interaction, Kind
from neeman.activity.tests.making import talk
from neeman.activity.timeline import SORTS
from neeman.customers.tests.making import make
from neeman.customers.timeline import counts, page_of


def test_every_kind_stands_in_one_sort() -> None:
    assert sorted(kind for _title, kinds in SORTS.values() for kind in kinds) == sorted(Kind)


def test_the_timeline_is_narrowed_to_a_sort(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
        for n, kind in enumerate(Kind):
            talk(owner.access, customer, days_ago=n, kind=kind, text=f"דבר {n}")
        found = counts(owner.access, [customer.pk])
        assert {key: found[key] for key in SORTS} == {
            key: len(kinds) for key, (_title, kinds) in SORTS.items()
        }
        whole = page_of(owner.access, [customer.pk], most=20).whole
        assert {key: whole[key] for key in SORTS} == {key: found[key] for key in SORTS}
        assert counts(owner.access, [customer.pk], whole) == found
        cut = page_of(owner.access, [customer.pk], most=5).whole
        assert not SORTS.keys() & cut.keys()
        assert counts(owner.access, [customer.pk], cut) == found
        calls = page_of(owner.access, [customer.pk], kind="calls").entries
        row = Interaction.objects.get(kind=Kind.CALL)
    assert [entry.href for entry in calls] == [owner.url(f"interactions/{row.pk}/")]
    page = owner.client.get(owner.url(f"customers/{customer.pk}/timeline/?kind=meetings")).content.decode()
    assert page.count('class="card-event') == 3
