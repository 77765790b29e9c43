"""What is worth a second look before a quote goes out, said inside the builder.

A guard is a function of this file that reads what upper rooms have written of a customer or a product (`Standing` and its
like). The price floor will be one more of them, with the line that it speaks of.
"""

from __future__ import annotations

from dataclasses import dataclass

from neeman.customers.models import Customer
from neeman.customers.queries.card import find_group, get_customer, standing_of
from neeman.orgs.access import Access, house_access

WATCH, LOSE = 0.15, 0.20
"""Shares of a year's revenue from which one customer is a risk (R192), counted with the companies of its group."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """A customer's share of the last twelve months' revenue, before this quote and with it; 0..1."""

    before: float
    after: float
    of_group: bool

    @property
    def tone(self) -> str:
        """How bad it is."""
        return "lose" if self.after >= LOSE else "watch"

    @property
    def limit(self) -> float:
        """The bar that is passed."""
        return LOSE if self.after >= LOSE else WATCH


def concentration(access: Access, customer: Customer, net_minor: int) -> Concentration | None:
    """The share that this quote would bring the customer to; None below 15 %, and before anything was computed.

    The whole group is counted, whoever asks: a risk does not end where somebody's sight does.
    """
    house = house_access(access.organization)
    whole = get_customer(house, customer.pk)
    group = find_group(house, whole)
    standing = standing_of(whole)
    share = group.share if group else standing.revenue_share if standing else 0.0
    revenue = group.revenue_window_minor if group else standing.revenue_window_minor if standing else 0
    if share <= 0 or revenue <= 0:
        return None
    everything = revenue / share
    after = (revenue + max(net_minor, 0)) / (everything + max(net_minor, 0))
    return Concentration(share, after, group is not None) if after >= WATCH else None
