"""How this business grades its customers, and what another way would change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.portfolio.changes import changes_between
from neeman.portfolio.forms import RulesForm
from neeman.portfolio.models import Method, Rules
from neeman.portfolio.pictures.scene import Scene
from neeman.portfolio.queries import find_snapshot, get_rules
from neeman.portfolio.services import change_rules, params_of
from neeman.ui.toasts import toast

NAMED = 30


@needs(May.EDIT_PORTFOLIO)
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_rules(request: HttpRequest) -> HttpResponse:
    """The form; saving it measures everything anew."""
    access = with_access(request).access
    rules = get_rules(access)
    form = _form(request, access, rules)
    stale = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = change_rules(
                access,
                method=given["method"],
                params=form.params(),
                new_grades=given["new_grades"],
                version=given["version"],
            )
        except StaleWrite:
            stale = True
        else:
            return _saved(request, access, done)
    preview = _preview(request, access, Method(rules.method))
    context = {"form": form, "rules": rules, "stale": stale, **preview}
    part = with_access(request).htmx and request.method == "GET"
    return render(request, "portfolio/_preview.html" if part else "portfolio/rules.html", context)


@needs(May.EDIT_PORTFOLIO)
@require_POST
def portfolio_rules_defaults(request: HttpRequest) -> HttpResponse:
    """Back to the documents' numbers, with undo; whether new grades wait stays as it is."""
    access = with_access(request).access
    rules = get_rules(access)
    return _saved(
        request, access, change_rules(access, method=Method.PARETO, params={}, version=rules.version)
    )


def _form(request: HttpRequest, access: Access, rules: Rules) -> RulesForm:
    params = params_of(access, rules)
    shown = RulesForm.initial_of(rules, params)
    return RulesForm(request.POST or None, initial=shown, currency=params.currency)


def _saved(request: HttpRequest, access: Access, done: ChangeSet | None) -> HttpResponse:
    slug = access.organization.slug
    undo = reverse("portfolio_undo", kwargs={"org": slug, "pk": done.pk}) if done else ""
    toast(
        request,
        _("Saved; everything is being measured anew") if done else _("Nothing has changed"),
        undo=undo,
    )
    return redirect("portfolio_rules", org=slug)


def _preview(request: HttpRequest, access: Access, method: Method) -> dict[str, Any]:
    """What the chosen method would change; the next one to the method in force when none is chosen."""
    snapshot = find_snapshot(access)
    if snapshot is None:
        return {}
    asked = request.GET.get("method", "")
    others = [one for one in Method if one != method]
    other = Method(asked) if asked in set(Method) else others[0]
    changes = changes_between(snapshot, method, other)
    named = changes.changed[:NAMED]
    scene = Scene(access, snapshot).naming(row["customer_id"] for row in named)
    return {
        "changes": changes,
        "named": named,
        "scene": scene,
        "current": method,
        "other": other,
        "methods": list(Method),
    }
