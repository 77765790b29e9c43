"""Addresses of the room `customers`, under the organization's: the list's and the card's."""

from __future__ import annotations

from neeman.customers.urls.card import urlpatterns as of_the_card
from neeman.customers.urls.listing import urlpatterns as of_the_list

urlpatterns = [*of_the_list, *of_the_card]
