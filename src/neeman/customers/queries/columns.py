"""The columns of the list: what they are called, what sorts by them, who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import CustomField
from neeman.customers.queries.asked import CUSTOM, Sort
from neeman.orgs.access import Access
from neeman.orgs.roles import May

NAME = "name"


@dataclass(frozen=True, slots=True)
class Column:
    """`numeric` columns end where the column ends; those of `money` need the permission to see sales."""

    key: str
    title: str | Promise
    sort: Sort | None = None
    numeric: bool = False
    money: bool = False


NAMED: tuple[Column, ...] = (
    Column("grade", _("Grade"), Sort.GRADE),
    Column("status", _("Status"), Sort.STATUS),
    Column("revenue", _("Revenue, 12 months"), Sort.REVENUE, numeric=True, money=True),
    Column("change", _("Change on the year before"), Sort.CHANGE, numeric=True, money=True),
    Column("share", _("Share of revenue"), Sort.REVENUE, numeric=True, money=True),
    Column("rhythm", _("Since last purchase / usual gap"), Sort.LATE, numeric=True),
    Column("last", _("Last purchase"), Sort.LAST),
    Column("next", _("Next contact"), Sort.NEXT),
    Column("at_stake", _("At stake"), Sort.AT_STAKE, numeric=True, money=True),
    Column("lifetime", _("Lifetime value"), Sort.LIFETIME, numeric=True, money=True),
    Column("owner", _("Account manager"), Sort.OWNER),
    Column("tags", _("Tags")),
    Column("city", _("City"), Sort.CITY),
    Column("industry", _("Field of business"), Sort.INDUSTRY),
    Column("phone", _("Phone")),
    Column("email", _("E-mail")),
    Column("company_number", _("Company number")),
    Column("source", _("Source")),
    Column("since", _("Customer since"), Sort.SINCE),
    Column("remarks", _("Remarks")),
)
DEFAULT = ("grade", "revenue", "rhythm", "next", "tags", "owner")


def columns_for(access: Access, fields: Sequence[CustomField]) -> dict[str, Column]:
    """The columns that this member may choose from, by key, in their order."""
    sees_money = access.may(May.VIEW_MONEY)
    named = {column.key: column for column in NAMED if sees_money or not column.money}
    own = {f"{CUSTOM}{field.key}": Column(f"{CUSTOM}{field.key}", field.label) for field in fields}
    return named | own


def shown_columns(chosen: Sequence[str], known: dict[str, Column]) -> list[Column]:
    """The columns of a list: those chosen, else the usual ones. The name stands before them always."""
    return [known[key] for key in chosen or DEFAULT if key in known]
