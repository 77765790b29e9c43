"""Work of this room that is done later."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access
from neeman.sales.models import Quote
from neeman.sales.services.quote_deciding import note_run_out
from neeman.sales.services.quote_follow_ups import plan_follow_ups


@job("sales.follow_up_quotes", seconds=300, nightly=True)
def follow_up_quotes(access: Access, run: Run) -> dict[str, Any]:
    """Bring the follow-ups of every quote that is out in step with talks that were recorded, and note quotes that ran out.
    Safe to repeat from the beginning."""
    ids = list(Quote.objects.filter(state=Quote.State.SENT).order_by("pk").values_list("pk", flat=True))
    for place, pk in enumerate(ids):
        quote = Quote.objects.select_related("customer", "owner__user", "deal").get(pk=pk)
        plan_follow_ups(access, quote, now=timezone.now())
        note_run_out(access, quote, now=timezone.now())
        run.tell("quotes", place + 1, len(ids))
    return {"quotes": len(ids)}
