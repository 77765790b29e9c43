"""Addresses of the list, of what is done to many at once, and of the history of acts."""

from __future__ import annotations

from django.urls import path

from neeman.customers.views import bulk, chats, exporting, history, listing, saved

urlpatterns = [
    path("customers/", listing.customers, name="customers"),
    path("customers/chats/", chats.customer_chats, name="customer_chats"),
    path("customers/filters/", listing.customer_filters, name="customer_filters"),
    path("customers/views/", saved.customer_views, name="customer_views"),
    path("customers/views/add/", saved.view_add, name="customer_view_add"),
    path("customers/views/<int:pk>/rename/", saved.view_rename, name="customer_view_rename"),
    path("customers/views/<int:pk>/move/", saved.view_move, name="customer_view_move"),
    path("customers/views/<int:pk>/remove/", saved.view_remove, name="customer_view_remove"),
    path("customers/views/<int:pk>/restore/", saved.view_restore, name="customer_view_restore"),
    path("customers/together/", bulk.bulk_preview, name="customer_bulk"),
    path("customers/together/do/", bulk.bulk_do, name="customer_bulk_do"),
    path("customers/export/", exporting.customers_export, name="customers_export"),
    path("history/", history.history, name="history"),
]
