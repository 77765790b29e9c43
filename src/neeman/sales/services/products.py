"""The catalogue: products and services added, changed, put away. Nothing is deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from neeman.customers.services.acting import Unfit, hold
from neeman.lib.hebrew import search_key
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.models import Product

EDITABLE = frozenset(
    {
        *("kind", "name", "code", "category", "unit", "price_minor", "cost_minor", "description"),
        "is_favourite",
    }
)
ADDED, EDITED = "sales.product.added", "sales.product.edited"
ARCHIVED, RESTORED = "sales.product.archived", "sales.product.restored"
VERBS = (ADDED, EDITED, ARCHIVED, RESTORED)


def add_product(access: Access, wanted: Values) -> tuple[Product, ChangeSet]:
    """A new thing to sell; `name` and `price_minor` are required. `wanted` holds EDITABLE columns. Raises Unfit."""
    access.require(May.EDIT_CATALOG)
    product = Product()
    _put(product, wanted)
    with transaction.atomic():
        product.save()
        recorder = Recorder(access, ADDED, {"name": product.name})
        recorder.created([product])
        log(access, product, ADDED, {"change_set": recorder.change_set.pk, "name": product.name})
    return product, recorder.change_set


def edit_product(access: Access, product: Product, wanted: Values, *, version: int) -> ChangeSet | None:
    """Change EDITABLE columns of a product that was read at `version`; None when nothing differs. Quotes keep the
    prices that they were made with. Raises StaleWrite, Unfit."""
    return _change(access, product, wanted, EDITED, version=version)


def archive_product(access: Access, product: Product, *, version: int, now: datetime) -> ChangeSet | None:
    """No longer offered; quotes that have it keep it. Raises StaleWrite."""
    return _change(access, product, {"archived_at": now}, ARCHIVED, version=version)


def restore_product(access: Access, product: Product, *, version: int) -> ChangeSet | None:
    """Offered again. Raises StaleWrite."""
    return _change(access, product, {"archived_at": None}, RESTORED, version=version)


def _change(access: Access, product: Product, wanted: Values, verb: str, *, version: int) -> ChangeSet | None:
    access.require(May.EDIT_CATALOG)
    with transaction.atomic():
        held = hold(product, version)
        columns = [*EDITABLE, "archived_at", "search_text"]
        was = {name: getattr(held, name) for name in columns}
        if verb == EDITED:
            _put(held, wanted)
        after = {name: getattr(held, name) for name in columns} | (wanted if verb != EDITED else {})
        for name, value in was.items():
            setattr(held, name, value)
        changed = {name: value for name, value in after.items() if was[name] != value}
        recorder = Recorder(access, verb, {"name": held.name})
        if not changed or not recorder.update([held], [changed]):
            recorder.change_set.delete()
            return None
        told = {"fields": sorted(changed.keys() & EDITABLE), "change_set": recorder.change_set.pk}
        log(access, held, verb, {**told, "name": held.name})
        return recorder.change_set


def _put(product: Product, wanted: Values) -> None:
    unknown = wanted.keys() - EDITABLE
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    for name, value in wanted.items():
        setattr(product, name, value)
    product.name = " ".join(product.name.split())
    product.code = product.code.strip()
    if not product.name:
        raise Unfit(_("A product needs a name."), "name")
    if product.price_minor is None or product.price_minor < 0 or (product.cost_minor or 0) < 0:
        raise Unfit(_("Prices and costs are not below zero."), "price")
    same = Product.objects.filter(code=product.code).exclude(pk=product.pk)
    if product.code and same.exists():
        raise Unfit(_("Another product has this catalogue number."), "code")
    product.search_text = search_key(f"{product.name} {product.code} {product.category}")
