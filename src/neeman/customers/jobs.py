"""Work of this room that is done later."""

from __future__ import annotations

from typing import Any

from neeman.customers.services.duplicates import search_duplicates
from neeman.customers.services.mailing import Mailing, write_to_many
from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access


@job("customers.write_to_many", seconds=1_800)
def write_to_each(access: Access, run: Run, ids: list[int], mailing: dict[str, Any]) -> dict[str, Any]:
    """A text to many. Begun anew after a stop, it goes on where it was: the key of each message tells."""
    return write_to_many(access, ids, Mailing(**mailing), run.tell)


@job("customers.find_duplicates", seconds=300, nightly=True, yields=True)
def find_duplicates(access: Access, run: Run) -> dict[str, Any]:
    """Search the portfolio for customers who may be one."""
    return {"pairs": search_duplicates(access, run.tell)}
