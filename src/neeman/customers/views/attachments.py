"""Files of a customer: taken in, handed out as downloads only, put away."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.customers.forms.parts import AttachmentForm
from neeman.customers.queries.card import get_attachment, get_customer
from neeman.customers.services.acting import Unfit
from neeman.customers.services.attachments import add_attachment, archive_attachment
from neeman.customers.views.parts import answer, page
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a file with a customer."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    bound = request.method == "POST"
    form = AttachmentForm(request.POST, request.FILES) if bound else AttachmentForm()
    if bound and form.is_valid():
        try:
            _attachment, change_set = add_attachment(access, customer, form.cleaned_data["file"])
        except Unfit as unfit:
            form.add_error("file", unfit.sentence)
        else:
            return answer(request, access, customer, "files", change_set, _("File added."))
    given = {"form": form, "customer": customer, "key": "files", "title": _("New file"), "multipart": True}
    return page(request, "customers/form.html", given, status=422 if bound else 200)


@needs(May.VIEW_CUSTOMERS)
@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as a download: never shown in the page's own origin, whatever it says that it is."""
    access = with_access(request).access
    kept = get_attachment(access, pk)
    stored = str(kept.file.name)
    if not default_storage.exists(stored):
        raise Http404
    return FileResponse(
        default_storage.open(stored),
        as_attachment=True,
        filename=kept.name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )


@needs(May.EDIT_CUSTOMERS)
@require_POST
def attachment_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off the card."""
    access = with_access(request).access
    kept = get_attachment(access, pk)
    change_set = archive_attachment(access, kept, now=timezone.now())
    return answer(request, access, kept.customer, "files", change_set, _("File put away."))
