"""The page on which targets are set."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from neeman.customers.views.parts import say_done
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.hours import hours_of
from neeman.orgs.queries import members
from neeman.orgs.roles import May
from neeman.targets.forms import TargetsForm
from neeman.targets.measures import declared_measures
from neeman.targets.queries import targets_on
from neeman.targets.services import set_targets
from neeman.targets.spans import Span, months_ahead
from neeman.ui.text import plain


@needs(May.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    """All targets in force from the chosen month on (`?from=2027-01`, else that of today); what is saved holds from that
    month, its quarter or its year on."""
    access, measures = with_access(request).access, declared_measures()
    today = timezone.now().astimezone(hours_of(access.organization).zone).date()
    months = {f"{first:%Y-%m}": first for first in months_ahead(today)}
    chosen = request.GET.get("from", "")
    day = months.get(chosen, today)
    now = targets_on(access, day, [measure.key for measure in measures])
    given = (measures, list(members(access)), now, access.organization.currency)
    form = TargetsForm(*given, request.POST or None)
    if form.is_valid():
        say_done(request, access, set_targets(access, form.wishes, day=day), _("Saved."))
        return redirect(request.get_full_path())
    return render(
        request,
        "targets/targets.html",
        {"form": form, "heads": _heads(day), "months": _months(months, day)},
        status=422 if form.is_bound else 200,
    )


def _heads(day: date) -> list[str]:
    """The period of each span in which the day lies, by name, in the order of `Span`."""
    write = plain(get_language() or "he")
    return [
        f"{Span.MONTH.label}: {write.month(day)}",
        write.quarter(f"{day.year}-Q{(day.month + 2) // 3}"),
        f"{Span.YEAR.label}: {write.ltr(str(day.year))}",
    ]


def _months(months: dict[str, date], day: date) -> list[tuple[str, str, bool]]:
    """The months to choose from: in the address, by name, and whether it is the chosen one."""
    write = plain(get_language() or "he")
    return [(key, write.month(first), f"{day:%Y-%m}" == key) for key, first in months.items()]
