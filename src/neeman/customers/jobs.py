"""Work of this room that is done later."""

from __future__ import annotations

from typing import Any

from neeman.customers.services.duplicates import search_duplicates
from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access


@job("customers.find_duplicates", seconds=300, nightly=True, yields=True)
def find_duplicates(access: Access, run: Run) -> dict[str, Any]:
    """Search the portfolio for customers who may be one."""
    return {"pairs": search_duplicates(access, run.tell)}
