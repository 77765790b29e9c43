"""A quote goes out: once, with its deal, its link and its follow-ups; and comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from neeman.activity.models import Interaction, Outcome, Task
from neeman.activity.services.interactions import Said, log_interaction
from neeman.activity.services.tasks import add_task
from neeman.customers.models import FollowUp
from neeman.customers.services.acting import Unfit
from neeman.customers.tests.making import make
from neeman.lib.tokens import token_hash
from neeman.orgs.access import Access
from neeman.sales.models import Quote, QuoteLink
from neeman.sales.queries.quote_public import PURPOSE
from neeman.sales.queries.quotes import get_quote, lines_of, tally, tasks_of
from neeman.sales.queries.steps import find_next_step, open_steps
from neeman.sales.services.quote_drafts import Edit, LineAct, edit_quote, make_quote
from neeman.sales.services.quote_sending import (
    copy_quote,
    discard_quote,
    make_link,
    revoke_links,
    send_quote,
    upgrade_quote,
    withdraw_quote,
)
from neeman.sales.services.quote_talk import answer, ask, note_opening
from neeman.sales.tests.making import NOW, TODAY, make_deal
from neeman.sales.tests.quoting import do, make_draft, make_sent, token_of


def follow_ups(quote: Quote) -> dict[str, date]:
    """Origin -> day of the open tasks of a quote."""
    tasks = tasks_of(quote).filter(done_at=None, dropped_at=None)
    return dict(tasks.order_by("due_on").values_list("origin", "due_on"))


def test_it_is_final_and_valid_until_its_day(inside: Access) -> None:
    sent = make_sent(inside)
    quote = get_quote(inside, sent.quote.pk)
    assert (quote.state, quote.valid_until) == (Quote.State.SENT, TODAY + timedelta(days=14))
    with pytest.raises(Unfit):
        edit_quote(inside, quote, Edit({"title": "אחרי"}), version=quote.version, now=NOW)


def test_only_the_hash_of_its_link_is_kept(inside: Access) -> None:
    token = token_of(make_sent(inside))
    link = QuoteLink.objects.get()
    assert link.token_hash == token_hash(PURPOSE, token)
    assert token not in str(QuoteLink.objects.values().get())


def test_sent_twice_is_sent_once(inside: Access) -> None:
    draft = make_draft(inside)
    first = send_quote(inside, draft, version=draft.version, now=NOW)
    second = send_quote(inside, draft, version=draft.version, now=NOW + timedelta(minutes=1))
    assert second.change_set is None
    assert second.url != first.url
    assert Quote.objects.get(pk=draft.pk).sent_at == NOW
    assert tasks_of(draft).count() == 3


def test_nothing_is_not_sent(inside: Access) -> None:
    empty = make_quote(inside, make(inside), now=NOW)
    with pytest.raises(Unfit):
        send_quote(inside, empty, version=empty.version, now=NOW)
    below = do(inside, empty, LineAct("free", "זיכוי"))
    lines = {lines_of(below)[0].pk: {"unit_price_minor": -100}}
    below, _ = edit_quote(inside, below, Edit(lines=lines), version=below.version, now=NOW)
    with pytest.raises(Unfit):
        send_quote(inside, below, version=below.version, now=NOW)


def test_its_deal_comes_along(inside: Access) -> None:
    customer = make(inside)
    deal = make_deal(inside, customer=customer)
    sent = make_sent(inside, customer=customer)
    deal.refresh_from_db()
    assert (deal.stage.code, deal.value_minor) == ("quote", sent.quote.net_minor)


def test_the_follow_ups_are_the_deals_next_actions(inside: Access) -> None:
    """No deal stands with two lists of what is next: what asked for a quote is done by sending it."""
    customer = make(inside)
    deal = make_deal(inside, customer=customer)
    add_task(inside, customer, title="לשלוח הצעה", due_on=TODAY, now=NOW, kind=Task.Kind.QUOTE, about=deal)
    sent = make_sent(inside, customer=customer)
    steps = open_steps().filter(about_id=deal.pk)
    assert not steps.filter(title="לשלוח הצעה").exists()
    assert steps.filter(origin__startswith="quote.").count() == 3
    alone = make_sent(inside)
    assert open_steps().filter(about_id=get_quote(inside, alone.quote.pk).deal_id).count() == 3
    assert sent.quote != alone.quote


def test_what_asked_for_it_is_done_and_no_other_step_is_set(inside: Access) -> None:
    deal = make_deal(inside, "מטבח חדש")
    asked = Said(outcome=Outcome.WANTS_QUOTE)
    log_interaction(inside, deal.customer, asked, now=NOW, task=find_next_step(deal))
    draft = make_draft(inside, customer=deal.customer)
    send_quote(inside, draft, version=draft.version, now=NOW)
    assert sorted(open_steps().values_list("origin", flat=True)) == [
        "quote.day10",
        "quote.day2",
        "quote.day5",
    ]


def test_without_a_deal_one_begins(inside: Access) -> None:
    deal = get_quote(inside, make_sent(inside).quote.pk).deal
    assert deal is not None
    assert (deal.stage.code, deal.is_open) == ("quote", True)


def test_it_is_followed_up_on_days_two_five_and_ten(inside: Access) -> None:
    assert follow_ups(make_sent(inside).quote) == {
        "quote.day2": date(2026, 11, 24),
        "quote.day5": date(2026, 11, 29),
        "quote.day10": date(2026, 12, 2),
    }


def test_an_opening_a_question_and_an_answer_move_them(inside: Access) -> None:
    sent = make_sent(inside)
    link = QuoteLink.objects.get()
    day = NOW + timedelta(hours=2)
    note_opening(inside, link, now=day)
    assert follow_ups(sent.quote)["quote.day2"] == date(2026, 11, 23)
    ask(inside, link, "אפשר מחיר טוב יותר?", now=day + timedelta(days=1))
    assert follow_ups(sent.quote)["quote.answer"] == date(2026, 11, 23)
    answer(inside, sent.quote, "כן", now=day + timedelta(days=1, hours=1))
    moved = follow_ups(sent.quote)
    assert "quote.answer" not in moved
    assert moved["quote.day2"] == date(2026, 11, 25)


def test_a_look_within_minutes_is_the_same_look(inside: Access) -> None:
    make_sent(inside)
    link = QuoteLink.objects.get()
    assert note_opening(inside, link, now=NOW) is not None
    assert note_opening(inside, link, now=NOW + timedelta(minutes=5)) is None
    assert note_opening(inside, link, now=NOW + timedelta(minutes=11)) is not None


def test_a_question_and_an_answer_reset_the_cadence(inside: Access) -> None:
    sent = make_sent(inside)
    FollowUp.objects.filter(customer=sent.quote.customer_id).delete()
    ask(inside, QuoteLink.objects.get(), "אפשר באדום?", key="k", now=NOW)
    assert FollowUp.objects.get(customer=sent.quote.customer_id).last_touch_at == NOW
    answer(inside, get_quote(inside, sent.quote.pk), "כן", now=NOW + timedelta(hours=1))
    assert FollowUp.objects.get(customer=sent.quote.customer_id).last_touch_at == NOW + timedelta(hours=1)
    said = [(one.kind, one.direction) for one in Interaction.objects.order_by("at") if one.kind == "page"]
    assert said == [("page", "in"), ("page", "out")]


def test_a_question_is_asked_once_a_key(inside: Access) -> None:
    make_sent(inside)
    link = QuoteLink.objects.get()
    assert ask(inside, link, "מתי?", key="k", now=NOW) == ask(inside, link, "מתי?", key="k", now=NOW)


def test_taken_back_it_is_followed_up_no_more(inside: Access) -> None:
    sent = make_sent(inside)
    quote = get_quote(inside, sent.quote.pk)
    assert withdraw_quote(inside, quote, version=quote.version, now=NOW) is not None
    assert withdraw_quote(inside, quote, version=quote.version, now=NOW) is None
    assert follow_ups(quote) == {}
    with pytest.raises(Unfit):
        make_link(inside, get_quote(inside, quote.pk), now=NOW)


def test_links_end_together(inside: Access) -> None:
    sent = make_sent(inside)
    make_link(inside, sent.quote, now=NOW)
    assert revoke_links(inside, sent.quote, now=NOW) == 2
    assert revoke_links(inside, sent.quote, now=NOW) == 0


def test_a_new_version_replaces_the_old_once_it_is_sent(inside: Access) -> None:
    old = get_quote(inside, make_sent(inside).quote.pk)
    new = upgrade_quote(inside, old, now=NOW)
    assert upgrade_quote(inside, old, now=NOW) == new
    assert (new.number, new.full_number) == (old.number, f"{old.number}/2")
    assert [line.name for line in lines_of(new)] == [line.name for line in lines_of(old)]
    assert Quote.objects.get(pk=old.pk).state == Quote.State.SENT
    send_quote(inside, new, version=new.version, now=NOW + timedelta(days=1))
    assert Quote.objects.get(pk=old.pk).state == Quote.State.REPLACED
    assert follow_ups(old) == {}
    assert tally(Quote.objects.all(), today=TODAY).sent == 1


def test_a_copy_has_a_number_of_its_own(inside: Access) -> None:
    original = make_draft(inside, internal_note="לא לגלות")
    copy = copy_quote(inside, original, now=NOW, key="once")
    assert copy_quote(inside, original, now=NOW, key="once") == copy
    assert (copy.number, copy.net_minor) == ("2026-0002", original.net_minor)


def test_a_draft_is_put_away_with_its_number(inside: Access) -> None:
    draft = make_draft(inside)
    discard_quote(inside, draft, version=draft.version, now=NOW)
    assert make_draft(inside).number == "2026-0002"
