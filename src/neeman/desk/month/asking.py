"""Ten minutes a day (R119): one question at a time, the most valuable thing that is not known of the most valuable customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django import forms
from django.db.models import F, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.customers.forms.fields import day_field
from neeman.customers.models import Contact, Customer, Preference, Status
from neeman.customers.queries.visible import live
from neeman.customers.services.contacts import add_contact
from neeman.customers.services.customers import edit_customer
from neeman.customers.services.labels import add_preference
from neeman.desk.models import Answer, Asked
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.orgs.queries import members
from neeman.sales.queries.deals import open_deals

MINUTES = 10
LATER_DAYS = 7
PAGE = 200
MOST_PAGES = 5
"""The thousand most valuable customers are looked through; who has answered all of these is asked no more."""
FIRST_SECONDS = 20
PAUSE_SECONDS = 180
"""A longer gap between two answers is no answering."""

Keep = Callable[[Access, Customer, object, date], ChangeSet | None]


@dataclass(frozen=True, slots=True)
class Field:
    """Something worth knowing. `weight` is how much it is worth beside the others; `why` is said to whoever types it."""

    key: str
    title: str | Promise
    why: str | Promise
    weight: int


FIELDS = (
    Field("phone", _("Phone"), _("Without it nobody calls, and no message arrives."), 10),
    Field(
        "contact", _("Contact"), _("A name to ask for; with one person alone a customer is easily lost."), 7
    ),
    Field(
        "owner",
        _("Account manager"),
        _("Whoever answers for the customer sees them on the page of the day."),
        6,
    ),
    Field("email", _("E-mail"), _("Quotes and reports go there."), 4),
    Field("remarks", _("A note"), _("What should whoever calls next know?"), 3),
    Field("channel", _("Preferred channel"), _("Calls to some, messages to others: as they like it."), 3),
    Field(
        "personal",
        _("What matters to them"),
        _("Whoever is remembered from the first talk on stays longer."),
        5,
    ),
    Field("time", _("Best time"), _("A lead that is called when it suits answers."), 2),
    Field("birthday", _("Birthday"), _("A greeting on the day, without anybody having to remember."), 2),
)
LIKINGS = {
    "channel": Preference.What.CHANNEL,
    "personal": Preference.What.PERSONAL,
    "time": Preference.What.TIME,
}
"""Fields whose answer is a preference; the last two are asked of leads, whose relation begins (R87)."""
BY_KEY = {field.key: field for field in FIELDS}
CHANNELS = (
    (_("Call"), _("Call")),
    (_("WhatsApp"), _("WhatsApp")),
    (_("E-mail"), _("E-mail")),
    (_("SMS"), _("SMS")),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask of whom."""

    customer: Customer
    field: Field


def next_question(access: Access, today: date) -> Question | None:
    """The question worth most, or None when all are answered, put off or refused."""
    ranked = live(access).select_related("standing", "owner__user")
    ranked = ranked.order_by(F("standing__revenue_window_minor").desc(nulls_last=True), "pk")
    for number in range(MOST_PAGES):
        rows = list(ranked[number * PAGE : (number + 1) * PAGE])
        leads = [] if number else _latest_leads(access, {row.pk for row in rows})
        best = max(_worth(access, rows + leads, today), key=lambda one: one[0], default=None)
        if best is not None:
            return best[1]
        if len(rows) < PAGE:
            break
    return None


def _latest_leads(access: Access, known: set[int]) -> list[Customer]:
    """The leads that came last: nothing was bought yet, so no order by revenue would ever reach them."""
    leads = live(access).filter(status=Status.LEAD).exclude(pk__in=known).order_by("-created_at", "-pk")
    return list(leads.select_related("standing", "owner__user")[:PAGE])


def _values(access: Access, rows: list[Customer]) -> dict[int, int]:
    """What each may bring, in minor units: the year of a customer; of a lead its open deals, else what the customers here
    bring on average. At least 1."""
    years = {row.pk: row.standing.revenue_window_minor for row in rows if hasattr(row, "standing")}
    bought = [year for year in years.values() if year > 0]
    leads = [row.pk for row in rows if row.status == Status.LEAD]
    deals = open_deals(access).filter(customer__in=leads).values_list("customer")
    expected = dict(deals.annotate(worth=Sum("value_minor"))) if leads else {}
    average = sum(bought) // len(bought) if bought else 0
    worth = {pk: expected.get(pk) or average for pk in leads}
    return {row.pk: max(worth.get(row.pk, years.get(row.pk, 0)), 1) for row in rows}


def _worth(access: Access, rows: list[Customer], today: date) -> Iterator[tuple[tuple[int, int], Question]]:
    """Each open question with its worth: the customer's year times the field's weight."""
    ids = [row.pk for row in rows]
    with_people = set(
        Contact.objects.filter(customer__in=ids, left_at=None).values_list("customer", flat=True)
    )
    likes = set(Preference.objects.filter(customer__in=ids).values_list("customer", "what"))
    closed, values = set(_closed(ids, today)), _values(access, rows)
    for row in rows:
        missing = {
            "phone": not row.phone,
            "contact": row.pk not in with_people,
            "owner": row.owner_id is None and access.sees_all,
            "email": not row.email,
            "remarks": not row.remarks,
            "channel": (row.pk, LIKINGS["channel"]) not in likes,
            "personal": row.status == Status.LEAD and (row.pk, LIKINGS["personal"]) not in likes,
            "time": row.status == Status.LEAD and (row.pk, LIKINGS["time"]) not in likes,
            "birthday": row.kind == "person" and row.birthday is None,
        }
        for field in FIELDS:
            if missing[field.key] and (row.pk, field.key) not in closed:
                yield (values[row.pk] * field.weight, -row.pk), Question(row, field)


def _closed(ids: list[int], today: date) -> QuerySet[Asked, tuple[int, str]]:
    """What is not asked again: refused for good, or put off within the week."""
    rows = Asked.objects.filter(customer__in=ids)
    open_again = rows.filter(answer=Answer.LATER, at__date__lte=today - timedelta(days=LATER_DAYS))
    saved = rows.filter(answer=Answer.SAVED)
    return (
        rows.exclude(pk__in=open_again.values("pk"))
        .exclude(pk__in=saved.values("pk"))
        .values_list("customer", "field")
    )


def note(access: Access, customer: Customer, field: Field, answer: Answer, *, now: datetime) -> None:
    """Remember what became of a question."""
    given = {"answer": answer, "member": access.member, "at": now}
    Asked.objects.update_or_create(customer=customer, field=field.key, defaults=given)


def minutes_today(access: Access, now: datetime) -> int:
    """Minutes that this member spent on questions today, from the gaps between answers; talking time is not counted."""
    begun = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Asked.objects.filter(member=access.member, at__gte=begun).order_by("at")
    times = list(rows.values_list("at", flat=True))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    seconds = sum(gap if gap <= PAUSE_SECONDS else FIRST_SECONDS for gap in gaps)
    return round((seconds + FIRST_SECONDS) / 60) if times else 0


class AnswerForm(forms.Form):
    """One field, in the shape of what is asked."""

    def __init__(self, access: Access, field: Field, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["value"] = _shape(access, field)
        self.fields["value"].label = str(field.title)
        self.fields["value"].widget.attrs["autofocus"] = True
        if field.key == "contact":
            self.fields["phone"] = forms.CharField(label=_("Phone"), max_length=60, required=False)
            self.fields["phone"].widget.attrs.update(dir="ltr", inputmode="tel")


def _shape(access: Access, field: Field) -> forms.Field:
    if field.key == "birthday":
        return day_field(required=True)
    if field.key == "owner":
        return forms.TypedChoiceField(choices=[(one.pk, str(one)) for one in members(access)], coerce=int)
    if field.key == "channel":
        return forms.ChoiceField(
            choices=[(str(value), label) for value, label in CHANNELS], widget=forms.RadioSelect
        )
    if field.key == "remarks":
        return forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    if field.key == "email":
        return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"dir": "ltr"}))
    longest = 60 if field.key == "phone" else 120
    signs = {"dir": "ltr", "inputmode": "tel"} if field.key == "phone" else {"dir": "auto"}
    return forms.CharField(max_length=longest, widget=forms.TextInput(attrs=signs))


def keep(
    access: Access, customer: Customer, field: Field, form: AnswerForm, *, today: date
) -> ChangeSet | None:
    """Write an answer where it belongs. Raises Unfit or StaleWrite."""
    value = form.cleaned_data["value"]
    if field.key == "contact":
        return add_contact(access, customer, {"name": value, "phone": form.cleaned_data["phone"]})[1]
    if field.key in LIKINGS:
        return add_preference(access, customer, what=LIKINGS[field.key], value=value, noted_on=today)[1]
    column = "owner_id" if field.key == "owner" else field.key
    return edit_customer(access, customer, {column: value}, version=customer.version)
