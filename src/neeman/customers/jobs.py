"""Work of this room that is done later."""

from __future__ import annotations

from typing import Any

from neeman.customers.services.duplicates import search_duplicates
from neeman.customers.services.own_dates import keep_all_own_dates
from neeman.customers.services.standings import STANDINGS
from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access


@job("customers.find_duplicates", seconds=300, nightly=True, yields=True)
def find_duplicates(access: Access, run: Run) -> dict[str, Any]:
    """Search the portfolio for customers who may be one."""
    return {"pairs": search_duplicates(access, run.tell)}


@job("customers.own_dates", seconds=300, nightly=True, follows=(STANDINGS,), yields=True)
def copy_own_dates(access: Access, run: Run) -> dict[str, Any]:
    """Keep the days of one's own fields where they are found, also those that a file brought or took back."""
    return {"days": keep_all_own_dates(access)}
