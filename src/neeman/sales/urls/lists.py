"""Addresses of the business's own lists: stages and reasons for losing have the same four."""

from __future__ import annotations

from django.urls import URLPattern, path

from neeman.sales.views import lists


def _addresses(what: str) -> list[URLPattern]:
    listed, given = lists.LISTS[what], {"what": what}
    at = f"settings/{listed.url.replace('_', '-')}/"
    return [
        path(at, lists.sales_list, given, name=listed.url),
        path(f"{at}<int:pk>/", lists.sales_list_edit, given, name=f"{listed.one}_edit"),
        path(f"{at}<int:pk>/move/", lists.sales_list_move, given, name=f"{listed.one}_move"),
        path(f"{at}<int:pk>/archive/", lists.sales_list_archive, given, name=f"{listed.one}_archive"),
    ]


urlpatterns = [*_addresses("stages"), *_addresses("reasons")]
