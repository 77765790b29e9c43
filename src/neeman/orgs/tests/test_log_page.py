"""The log on a page: whose, about what, between which days; and only one's own organization's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conftest import Person
from neeman.orgs.log import log
from neeman.orgs.models import LogEntry
from neeman.orgs.queries import log_entries
from neeman.orgs.verbs import declare, words_of


@pytest.fixture
def written(owner: Person, colleague: Person, stranger: Person) -> None:
    with owner.scope():
        log(owner.access, None, "orgs.member.added", {"note": "<script>x</script>"})
        late = log(colleague.access, None, "customers.customer.added")
        LogEntry.objects.filter(pk=late.pk).update(
            at=datetime(2026, 3, 6, 22, 30, tzinfo=UTC)
        )  # 7 March here
    with stranger.scope():
        log(stranger.access, None, "orgs.member.closed")


def verbs(owner: Person, **wanted: object) -> list[str]:
    with owner.scope():
        return [entry.verb for entry in log_entries(owner.access, **wanted)]  # type: ignore[arg-type]  # a test's shorthand


def test_filters(written: None, owner: Person, colleague: Person) -> None:
    assert verbs(owner) == ["orgs.member.added", "customers.customer.added"]
    assert verbs(owner, member=colleague.access.member) == ["customers.customer.added"]
    assert verbs(owner, room="orgs") == ["orgs.member.added"]
    day = datetime(2026, 3, 7).date()
    assert verbs(owner, since=day, until=day) == ["customers.customer.added"], "a day is the organization's"
    assert verbs(owner, until=datetime(2026, 3, 6).date()) == []


def test_the_page(written: None, owner: Person) -> None:
    page = owner.client.get(owner.url("log/")).content.decode()
    assert "orgs.member.closed" not in page
    assert "<script>x" not in page
    assert words_of("orgs.member.added") in page
    odd = "?member=999&room=x'--&since=2026-99-99&page=-3"
    assert owner.client.get(owner.url(f"log/{odd}")).status_code == 200


def test_pages(owner: Person) -> None:
    with owner.scope():
        for _ in range(51):
            log(owner.access, None, "orgs.member.added")
    first = owner.client.get(owner.url("log/?room=orgs")).content.decode()
    assert "?room=orgs&amp;page=2" in first
    assert owner.client.get(owner.url("log/?room=orgs&page=2")).content.decode().count("<tr>") == 2


def test_a_verb_without_words_is_shown_as_it_is() -> None:
    assert words_of("nobody.declared.this") == "nobody.declared.this"
    declare({"test.verb.said": "words"})
    assert words_of("test.verb.said") == "words"
