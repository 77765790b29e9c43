"""The catalogue: its list with a quick add, one product, the price calculator."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.forms.products import PriceForm, ProductForm
from neeman.sales.models import Product
from neeman.sales.queries.products import find_products, get_product, products
from neeman.sales.queries.quotes import settings_of
from neeman.sales.services.products import add_product, archive_product, edit_product, restore_product
from neeman.sales.sums import price_for
from neeman.sales.views.parts import posted_version, saved, say_done, say_stale

READ_OR_SEND = ["GET", "HEAD", "POST"]
PAGE = 100


@needs(May.VIEW_SALES)
@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """What is sold, by name; `?q=` narrows, `?archived=1` shows what was put away."""
    access = with_access(request).access
    form = ProductForm(currency=access.organization.currency)
    return _list(request, access, form)


@needs(May.EDIT_CATALOG)
@require_POST
def product_add(request: HttpRequest) -> HttpResponse:
    """Quick add: a name and a price are enough."""
    access = with_access(request).access
    form = ProductForm(request.POST, currency=access.organization.currency)
    if form.is_valid():
        try:
            _product, change_set = add_product(access, form.wanted)
        except Unfit as unfit:
            form.add_error(unfit.field_name or None, unfit.sentence)
        else:
            say_done(request, access, change_set, _("Added."))
            return redirect("products", org=access.organization.slug)
    return _list(request, access, form, status=422)


@needs(May.EDIT_CATALOG)
@require_http_methods(READ_OR_SEND)
def product_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a product; quotes keep the prices that they were made with."""
    access = with_access(request).access
    product = get_product(access, pk)
    form = ProductForm(request.POST or None, product=product, currency=access.organization.currency)
    home = reverse("products", kwargs={"org": access.organization.slug})
    if done := saved(request, access, form, partial(edit_product, access, product), to=home):
        return done
    given = {"form": form, "product": product, "calculator": _calculator(access)}
    return render(request, "sales/product.html", given, status=422 if form.is_bound else 200)


@needs(May.EDIT_CATALOG)
@require_POST
def product_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer offered, or offered again (`back`)."""
    access, version = with_access(request).access, posted_version(request)
    product = get_product(access, pk)
    try:
        if "back" in request.POST:
            say_done(request, access, restore_product(access, product, version=version), _("Offered again."))
        else:
            away = archive_product(access, product, version=version, now=timezone.now())
            say_done(request, access, away, _("Archived. Quotes that have it keep it."))
    except StaleWrite:
        say_stale(request)
    return redirect("products", org=access.organization.slug)


@needs(May.EDIT_SALES)
@require_POST
def product_price(request: HttpRequest) -> HttpResponse:
    """What a price should be: cost, hours and margin. A POST that writes nothing: costs belong in no address."""
    access = with_access(request).access
    form = PriceForm(request.POST, currency=access.organization.currency)
    given: dict[str, Any] = {"form": form, "currency": access.organization.currency}
    if form.is_valid():
        read = form.cleaned_data
        given["cost_minor"] = (read["materials"] or 0) + read["hours"] * (read["hour"] or 0) // 60
        given["price_minor"] = price_for(
            cost_minor=read["materials"] or 0,
            minutes=read["hours"],
            hour_minor=read["hour"] or 0,
            margin_bp=read["margin"] or 0,
        )
    part = "HX-Request" in request.headers
    return render(request, "sales/_price.html" if part else "sales/price.html", given)


def _list(request: HttpRequest, access: Access, form: ProductForm, *, status: int = 200) -> HttpResponse:
    text, archived = request.GET.get("q", "").strip()[:80], "archived" in request.GET
    rows = find_products(access, text) if text else products(access, archived=archived)
    given = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "text": text,
        "archived": archived,
        "archived_count": Product.objects.filter(archived_at__isnull=False).count(),
        "may_edit": access.may(May.EDIT_CATALOG),
        "may_price": access.may(May.EDIT_SALES),
        "sees_costs": access.may(May.VIEW_MONEY),
        "currency": access.organization.currency,
        "calculator": _calculator(access),
    }
    return render(request, "sales/products.html", given, status=status)


def _calculator(access: Access) -> PriceForm:
    usual = settings_of(access)
    initial = {
        "hour": usual.hour_minor or None,
        "margin": usual.margin_bp,
    }
    return PriceForm(initial=initial, currency=access.organization.currency)
