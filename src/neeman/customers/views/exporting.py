"""The list as a file: the same rows, columns and order, right to left in Hebrew."""

from __future__ import annotations

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neeman.customers.services.exporting import export_rows
from neeman.customers.views.listing import open_desk
from neeman.customers.views.parts import today
from neeman.lib.sheets import Sheet, write_csv, write_xlsx
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@needs(May.EXPORT_CUSTOMERS)
@require_POST
def customers_export(request: HttpRequest) -> HttpResponse:
    """`query` is the list's own: its filters, order and columns. A POST, since what leaves the house is noted."""
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        raise Http404
    access = with_access(request).access
    desk = open_desk(access, QueryDict(request.POST.get("query", "")[:2_000]))
    header, rows = export_rows(access, desk.listing, desk.shown, desk.known.owners, kind=kind)
    file = BytesIO()
    if kind == "csv":
        write_csv(file, header, rows)
    else:
        write_xlsx(file, [Sheet(_("Customers"), header, rows)], rtl=get_language_bidi())
    response = HttpResponse(file.getvalue(), content_type=KINDS[kind])
    name = f"customers-{today():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
