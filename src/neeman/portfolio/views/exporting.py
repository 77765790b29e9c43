"""Each sheet of the overview as a workbook."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from neeman.lib.money import Money
from neeman.lib.sheets import Sheet, SheetCell, write_xlsx
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.portfolio.pictures import Picture, Scene
from neeman.portfolio.pictures.scene import Table
from neeman.portfolio.views.overview import scene_of, sheets

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(May.VIEW_PORTFOLIO)
@require_safe
def portfolio_export(request: HttpRequest) -> HttpResponse:
    """The table of the sheet that `picture` names, the grades without it; right to left in Hebrew."""
    name = request.GET.get("picture", "pareto")
    scene = scene_of(request, with_access(request).access)
    drawn = sheets(request, scene) if scene else {}
    picture = next((one for one in drawn.values() if isinstance(one, Picture) and one.name == name), None)
    if scene is None or picture is None:
        raise Http404
    return workbook(scene, picture.name, picture.table)


def workbook(scene: Scene, name: str, table: Table) -> HttpResponse:
    """The table as a file to keep."""
    file = BytesIO()
    write_xlsx(file, [workbook_sheet(scene, table)], rtl=get_language_bidi())
    response = HttpResponse(file.getvalue(), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="neeman-{name}-{scene.as_of}.xlsx"'
    return response


def workbook_sheet(scene: Scene, table: Table) -> Sheet:
    """The table with names for ids and money as money."""
    kinds = [column.kind for column in table.columns]
    return Sheet(
        name=str(scene.as_of),
        header=[
            f"{column.title} (%)" if column.kind == "percent" else str(column.title)
            for column in table.columns
        ],
        rows=[
            [_cell(scene, kind, value) for kind, value in zip(kinds, row, strict=True)] for row in table.rows
        ],
    )


def _cell(scene: Scene, kind: str, value: Any) -> SheetCell:
    if value is None:
        return None
    if kind == "customer":
        return scene.name(value)
    if kind == "money":
        return Money(value, scene.currency)
    if kind == "percent":
        return Decimal(str(value)).scaleb(2).quantize(Decimal("0.01"))
    return value  # type: ignore[no-any-return]  # text, number or day, as the picture made it
