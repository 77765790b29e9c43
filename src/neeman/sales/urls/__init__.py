"""Addresses of the room `sales`, under the organization's: one file a noun. Public ones stand apart."""

from __future__ import annotations

from neeman.sales.urls.deals import urlpatterns as of_deals
from neeman.sales.urls.leads import urlpatterns as of_leads
from neeman.sales.urls.lists import urlpatterns as of_the_lists
from neeman.sales.urls.pipeline import urlpatterns as of_the_pipeline
from neeman.sales.urls.quotes import urlpatterns as of_quotes

urlpatterns = [*of_the_pipeline, *of_deals, *of_leads, *of_the_lists, *of_quotes]
