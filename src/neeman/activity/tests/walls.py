"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from neeman.customers.tests.making import make
from neeman.orgs.access import Access

Kwargs = dict[str, Any]


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    customer = make(access)
    one = {"pk": customer.pk}
    return {"customer_talk": one}


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    return {"customer_talk": {"outcome": "spoke"}}
