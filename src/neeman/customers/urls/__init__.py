"""Addresses of the room `customers`, under the organization's: the list's and the card's."""

from __future__ import annotations

from neeman.customers.urls import card, listing

urlpatterns = [*listing.urlpatterns, *card.urlpatterns]
