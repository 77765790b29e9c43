"""The pages that people open, for the tests that open them all."""

from __future__ import annotations

from dataclasses import dataclass

from conftest import Person
from neeman.customers.models import Standing
from tests.walls.addresses import Address, Kwargs, addresses

DOCTYPE = b"<!doctype html"


@dataclass(frozen=True)
class Stop:
    """One page of the walk."""

    name: str
    url: str


def stops(owner: Person, known: dict[str, Kwargs]) -> list[Stop]:
    """Every address that answers the owner with a whole page, and the richest customer's card."""
    with owner.scope():
        richest = Standing.objects.order_by("-revenue_window_minor").values_list("customer_id", flat=True)[0]
    found = [
        Stop(address.name, url)
        for address in addresses()
        if (url := url_of(address, owner, known)) and answers_a_page(owner, address, url)
    ]
    return [*found, Stop("richest customer", owner.url(f"customers/{richest}/"))]


def url_of(address: Address, owner: Person, known: dict[str, Kwargs]) -> str:
    """The address with the sample of its room in it; empty where people do not read."""
    if address.takes_an_object and address.name not in known:
        return ""
    return address.url(owner.organization.slug, known.get(address.name, {}))


def answers_a_page(owner: Person, address: Address, url: str) -> bool:
    """Whether a GET gives a whole page: not a piece of one, a redirect, a file or a refusal. Our own faults count too."""
    owner.client.raise_request_exception = False
    answer = owner.client.get(url)
    text = b"".join(answer)  # a file is read to its end, else it stays open
    return answer.status_code == 500 or (
        answer.status_code == 200 and text.lstrip().lower().startswith(DOCTYPE)
    )
