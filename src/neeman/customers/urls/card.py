"""Addresses of one customer, of duplicates, and of the fields of our own."""

from __future__ import annotations

from django.urls import path

from neeman.customers.views import (
    attachments,
    card,
    contacts,
    editing,
    fields,
    labels,
    merging,
    quick,
    undoing,
    writing,
)

urlpatterns = [
    path("customers/add/", editing.customer_add, name="customer_add"),
    path("customers/quick/", quick.quick_add, name="customer_quick_add"),
    path("customers/quick/preview/", quick.quick_preview, name="customer_quick_preview"),
    path("customers/check/", quick.customer_check, name="customer_check"),
    path("customers/names/", quick.customer_names, name="customer_names"),
    path("customers/duplicates/", merging.duplicates, name="customer_duplicates"),
    path("customers/duplicates/search/", merging.duplicates_search, name="customer_duplicates_search"),
    path("customers/duplicates/<int:pk>/apart/", merging.duplicates_apart, name="customer_duplicates_apart"),
    path("customers/undo/<int:pk>/", undoing.customer_undo, name="customer_undo"),
    path("customers/<int:pk>/", card.customer, name="customer"),
    path("customers/<int:pk>/later/", card.customer_later, name="customer_later"),
    path("customers/<int:pk>/timeline/", card.customer_timeline, name="customer_timeline"),
    path("customers/<int:pk>/part/<slug:key>/", card.customer_part, name="customer_part"),
    path("customers/<int:pk>/edit/", editing.customer_edit, name="customer_edit"),
    path("customers/<int:pk>/edit/<slug:section>/", editing.customer_edit, name="customer_edit_section"),
    path("customers/<int:pk>/sent/", writing.customer_sent, name="customer_sent"),
    path("customers/<int:pk>/archive/", editing.customer_archive, name="customer_archive"),
    path("customers/<int:pk>/restore/", editing.customer_restore, name="customer_restore"),
    path("customers/<int:pk>/merge/", merging.merge_choose, name="customer_merge_choose"),
    path("customers/<int:pk>/merge/<int:other>/", merging.merge, name="customer_merge"),
    path("customers/<int:pk>/contacts/add/", contacts.contact_add, name="contact_add"),
    path("customers/<int:pk>/tags/add/", labels.tag_add, name="tag_add"),
    path("customers/<int:pk>/tags/<int:tag>/remove/", labels.tag_remove, name="tag_remove"),
    path("customers/<int:pk>/preferences/add/", labels.preference_add, name="preference_add"),
    path("customers/<int:pk>/files/add/", attachments.attachment_add, name="attachment_add"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/leaves/", contacts.contact_leaves, name="contact_leaves"),
    path("preferences/<int:pk>/edit/", labels.preference_edit, name="preference_edit"),
    path("preferences/<int:pk>/remove/", labels.preference_remove, name="preference_remove"),
    path("files/<int:pk>/", attachments.attachment, name="attachment"),
    path("files/<int:pk>/archive/", attachments.attachment_archive, name="attachment_archive"),
    path("settings/fields/", fields.fields, name="customer_fields"),
    path("settings/fields/<int:pk>/edit/", fields.field_edit, name="customer_field_edit"),
    path("settings/fields/<int:pk>/move/", fields.field_move, name="customer_field_move"),
    path("settings/fields/<int:pk>/archive/", fields.field_archive, name="customer_field_archive"),
]
