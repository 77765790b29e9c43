"""What may be asked of a customer before anything is done: a closed list, each with the kind of its value and its words.

A condition is kept as {"what": key, "value": ...}. One that this version does not know never holds, so that nothing is
sent because of a misunderstanding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from neeman.automations.facts import Facts
from neeman.customers.models import Kind, Status
from neeman.orgs.access import Access
from neeman.orgs.queries import members
from neeman.ui.text import plain

Value = Any
GRADES = (
    ("A", gettext_lazy("Gold")),
    ("B", gettext_lazy("Silver")),
    ("C", gettext_lazy("Bronze")),
    ("", gettext_lazy("Without a grade")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A customer, and what happened to them."""

    facts: Facts
    amount_minor: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """`holds(asked, value)` decides; `says(value)` tells it as a part of a sentence. Kinds: "choices" are some of a list,
    "amount" is money in minor units, "number" a whole number, "words" a list of words by commas, "yes" takes none."""

    key: str
    title: str | Promise
    kind: Literal["choices", "members", "number", "amount", "words", "yes"]
    holds: Callable[[Asked, Value], bool]
    says: Callable[[Value], str]
    choices: tuple[tuple[str, str | Promise], ...] = ()


def first_that_fails(conditions: Iterable[Mapping[str, Value]], asked: Asked) -> int | None:
    """The place of the first condition that is not true of this customer, or None where all hold."""
    for place, given in enumerate(conditions):
        condition = CONDITIONS.get(given.get("what", ""))
        if condition is None or not condition.holds(asked, given.get("value")):
            return place
    return None


def in_words(access: Access, conditions: Iterable[Mapping[str, Value]]) -> list[str]:
    """Each condition as a part of a sentence."""
    names = {str(member.pk): str(member) for member in members(access).select_related("user")}
    told: list[str] = []
    for given in conditions:
        condition, value = CONDITIONS.get(given.get("what", "")), given.get("value", ())
        if condition is None:
            told.append(_("a condition that is not known here"))
        elif condition.kind == "members":
            told.append(condition.says([names.get(str(one), "?") for one in value or ()]))
        elif condition.kind == "amount":
            writer = plain(get_language() or "he")
            told.append(condition.says(writer.money(int(value or 0), access.organization.currency)))
        else:
            told.append(condition.says(value))
    return told


def _named(choices: Iterable[tuple[str, str | Promise]], value: Value) -> str:
    names = dict(choices)
    return _(" or ").join(str(names.get(one, one)) for one in value)


def _days_since(moment: Any, now: datetime) -> int | None:
    if moment is None:
        return None
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    days: int = (timezone.localdate(now) - day).days
    return days


def _older(moment: Any, now: datetime, days: Value) -> bool:
    passed = _days_since(moment, now)
    return passed is None or passed >= int(days)


def _in_days(value: Value) -> str:
    return ngettext("%(n)s day", "%(n)s days", int(value)) % {"n": int(value)}


CONDITIONS = {
    one.key: one
    for one in (
        Condition(
            "grade", gettext_lazy("Grade"), "choices",
            lambda asked, value: asked.facts.grade in value,
            lambda value: _("the grade is %(what)s") % {"what": _named(GRADES, value)},
            GRADES,
        ),
        Condition(
            "status", gettext_lazy("Status"), "choices",
            lambda asked, value: asked.facts.customer.status in value,
            lambda value: _("the status is %(what)s") % {"what": _named(Status.choices, value)},
            tuple(Status.choices),
        ),
        Condition(
            "kind", gettext_lazy("Business or private person"), "choices",
            lambda asked, value: asked.facts.customer.kind in value,
            lambda value: _("it is a %(what)s") % {"what": _named(Kind.choices, value)},
            tuple(Kind.choices),
        ),
        Condition(
            "owner", gettext_lazy("Account manager"), "members",
            lambda asked, value: str(asked.facts.customer.owner_id) in {str(one) for one in value},
            lambda value: _("the account manager is %(what)s") % {"what": _(" or ").join(map(str, value))},
        ),
        Condition(
            "tag", gettext_lazy("Has one of these tags"), "words",
            lambda asked, value: bool(asked.facts.tags & set(value)),
            lambda value: _("the customer is tagged %(what)s") % {"what": _(" or ").join(value)},
        ),
        Condition(
            "no_tag", gettext_lazy("Has none of these tags"), "words",
            lambda asked, value: not asked.facts.tags & set(value),
            lambda value: _("the customer is not tagged %(what)s") % {"what": _(" or ").join(value)},
        ),
        Condition(
            "source", gettext_lazy("Source"), "words",
            lambda asked, value: asked.facts.customer.source in value,
            lambda value: _("they came through %(what)s") % {"what": _(" or ").join(value)},
        ),
        Condition(
            "amount", gettext_lazy("The purchase was at least"), "amount",
            lambda asked, value: asked.amount_minor is not None and asked.amount_minor >= int(value),
            lambda value: _("the purchase was at least %(what)s") % {"what": value},
        ),
        Condition(
            "revenue", gettext_lazy("A year's purchases of at least"), "amount",
            lambda asked, value: asked.facts.revenue_minor >= int(value),
            lambda value: _("they bought for at least %(what)s in a year") % {"what": value},
        ),
        Condition(
            "purchases", gettext_lazy("Bought on at least so many days"), "number",
            lambda asked, value: asked.facts.purchase_days >= int(value),
            lambda value: _("they bought at least %(what)s times") % {"what": int(value)},
        ),
        Condition(
            "not_bought", gettext_lazy("Days since the last purchase, at least"), "number",
            lambda asked, value: _older(asked.facts.last_purchase, asked.now, value),
            lambda value: _("they have not bought for %(what)s") % {"what": _in_days(value)},
        ),
        Condition(
            "not_spoken", gettext_lazy("Days since the last contact, at least"), "number",
            lambda asked, value: _older(asked.facts.last_touch_at, asked.now, value),
            lambda value: _("nobody has spoken with them for %(what)s") % {"what": _in_days(value)},
        ),
        Condition(
            "agreed", gettext_lazy("Agreed to advertisements"), "yes",
            lambda asked, value: asked.facts.agreed,
            lambda value: _("they agreed to advertisements"),
        ),
        Condition(
            "no_complaint", gettext_lazy("No complaint in the last month"), "yes",
            lambda asked, value: asked.facts.complained_at is None
            or asked.facts.complained_at < asked.now - timedelta(days=30),
            lambda value: _("they have not complained in the last month"),
        ),
    )
}  # fmt: skip
"""By key, in the order in which they are offered."""
