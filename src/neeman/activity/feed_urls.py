"""Addresses of the feeds: the page that makes them, and the secret ones, which stand outside any organization's."""

from __future__ import annotations

from django.urls import path

from neeman.activity.views import feeds

urlpatterns = [
    path("feed/<slug:business>/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("feed/<slug:business>/<str:token>.vcf", feeds.phone_book_feed, name="phone_book_feed"),
    path("<slug:org>/settings/phone/", feeds.feeds, name="feeds"),
    path("<slug:org>/settings/phone/make/", feeds.feed_make, name="feed_make"),
    path("<slug:org>/settings/phone/<int:pk>/revoke/", feeds.feed_revoke, name="feed_revoke"),
]
