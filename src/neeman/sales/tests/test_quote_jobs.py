"""The night brings follow-ups in step with what was recorded during the day."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry
from neeman.sales.jobs import follow_up_quotes
from neeman.sales.models import Quote
from neeman.sales.queries.quotes import tasks_of
from neeman.sales.services.quote_sending import send_quote
from neeman.sales.tests.quoting import make_draft


class Silent:
    """A run to which nobody listens."""

    def tell(self, step: str, done: int = 0, total: int = 0) -> None: ...


def test_a_quote_that_ran_out_is_followed_up_no_more(inside: Access) -> None:
    draft = make_draft(inside)
    send_quote(inside, draft, version=draft.version, now=timezone.now())
    Quote.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert follow_up_quotes(inside, Silent()) == {"quotes": 1}  # type: ignore[arg-type]  # only `tell` is asked of it
    assert not tasks_of(draft).filter(dropped_at=None).exists()
    assert LogEntry.objects.filter(verb="sales.quote.ran_out").count() == 1
    assert follow_up_quotes(inside, Silent()) == {"quotes": 1}  # type: ignore[arg-type]  # as above
    assert LogEntry.objects.filter(verb="sales.quote.ran_out").count() == 1
