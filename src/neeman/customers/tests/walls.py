"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from neeman.customers.models import Customer, CustomField, DuplicatePair
from neeman.customers.services.attachments import add_attachment
from neeman.customers.services.contacts import add_contact
from neeman.customers.services.customers import archive_customer, edit_customer
from neeman.customers.services.fields import add_field
from neeman.customers.services.labels import add_preference, tag_customer
from neeman.customers.services.saved_views import remove_view, save_view
from neeman.customers.tests.making import TODAY, make
from neeman.orgs.access import Access

Kwargs = dict[str, Any]


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    customer, other = make(access, "ראשון"), make(access, "שני")
    contact, _ = add_contact(access, customer, {"name": "איש"})
    preference, _ = add_preference(access, customer, what="time", value="בבוקר", noted_on=TODAY)
    tagged = tag_customer(access, customer, "תג")
    attachment, _ = add_attachment(access, customer, SimpleUploadedFile("a.txt", b"a"))
    field: CustomField = add_field(access, label="שדה", type_="text", choices=[])
    add_field(access, label="שדה שני", type_="text", choices=[])
    archived = make(access, "שלישי")
    archive_customer(access, archived, version=1, now=timezone.now())
    pair = DuplicatePair.objects.create(first=customer, second=other, why="name", score=95)
    edited = edit_customer(access, customer, {"city": "עכו"}, version=customer.version)
    assert tagged is not None
    assert edited is not None
    view = save_view(access, name="תצוגה", query="status=lead", shared=False)
    save_view(access, name="שכנה", query="", shared=False)
    gone = remove_view(access, save_view(access, name="נמחקת", query="", shared=False))
    one, link = {"pk": customer.pk}, customer.tag_links.get()
    of_customer = (
        "customer customer_later customer_timeline customer_edit customer_archive customer_sent customer_merge_choose"
        " contact_add tag_add preference_add attachment_add"
    )
    return {
        **dict.fromkeys(of_customer.split(), one),
        "customer_restore": {"pk": archived.pk},
        "customer_part": {**one, "key": "identity"},
        "customer_edit_section": {**one, "section": "reach"},
        "customer_merge": {**one, "other": other.pk},
        "customer_duplicates_apart": {"pk": pair.pk},
        "customer_undo": {"pk": edited.pk},
        "tag_remove": {**one, "tag": link.tag_id},
        "contact_edit": {"pk": contact.pk},
        "contact_leaves": {"pk": contact.pk},
        "preference_edit": {"pk": preference.pk},
        "preference_remove": {"pk": preference.pk},
        "attachment": {"pk": attachment.pk},
        "attachment_archive": {"pk": attachment.pk},
        "customer_view_rename": {"pk": view.pk},
        "customer_view_move": {"pk": view.pk},
        "customer_view_remove": {"pk": view.pk},
        "customer_view_restore": {"pk": gone.pk},
        "customer_field_edit": {"pk": field.pk},
        "customer_field_move": {"pk": field.pk},
        "customer_field_archive": {"pk": field.pk},
    }


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    version = Customer.objects.get(name="ראשון").version
    person = {"name": "איש אחר", "version": 1}
    customer = {"name": "ראשון", "kind": "company", "status": "active", "version": version}
    preference = {"what": "time", "value": "בערב", "noted_on": "2026-11-01"}
    field = {"label": "שדה אחר", "type": "text", "choices": ""}
    one = Customer.objects.get(name="ראשון").pk
    return {
        "customer_bulk": {"act": "tag", "id": one},
        "customer_bulk_do": {"act": "tag", "value": "תג חדש", "id": one},
        "customers_export": {"kind": "xlsx"},
        "customer_view_add": {"name": "חדשה", "query": "status=lead"},
        "customer_view_rename": {"name": "אחרת"},
        "customer_view_move": {"to": "later"},
        "customer_view_remove": {},
        "customer_view_restore": {},
        "customer_add": {"name": "חדש", "kind": "company", "status": "active"},
        "customer_quick_add": {"line": "דני כהן 050-1234567"},
        "customer_quick_preview": {"line": "דני כהן 050-1234567"},
        "customer_check": {"name": "דני"},
        "customer_edit": customer,
        "customer_edit_section": {"phone": "03-1234567", "version": version},
        "customer_archive": {"version": version},
        "customer_sent": {"wording": "in_touch", "key": "k"},
        "customer_restore": {"version": 2},
        "customer_merge": {"kept_version": version, "absorbed_version": 1},
        "customer_merge_choose": {"other": "שני"},
        "customer_duplicates_search": {},
        "customer_duplicates_apart": {},
        "customer_undo": {},
        "contact_add": person,
        "contact_edit": person,
        "contact_leaves": {"version": 1},
        "tag_add": {"tag": "תג אחר"},
        "tag_remove": {},
        "preference_add": preference,
        "preference_edit": preference,
        "preference_remove": {},
        "attachment_add": {"file": SimpleUploadedFile("b.txt", b"b")},
        "attachment_archive": {},
        "customer_fields": field,
        "customer_field_edit": field,
        "customer_field_move": {"down": "1"},
        "customer_field_archive": {},
    }


EVERYBODYS = {"customer_field_edit", "customer_field_move", "customer_field_archive"}
"""Objects that are the business's own and no one customer's, so sight of customers does not hide them."""

WRITES_NOTHING = {"customer_bulk", "customer_check", "customer_quick_preview", "customer_merge_choose"}
"""A POST only because of the many ids that it asks about."""
