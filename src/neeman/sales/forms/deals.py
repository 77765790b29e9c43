"""The forms of a deal: whole, its next action, its loss, its hand-over."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Kind as TalkKind
from neeman.activity.models import Outcome, Task
from neeman.activity.proposing import Proposal
from neeman.activity.services.interactions import Said
from neeman.customers.forms.fields import CustomerField, day_field, day_widget
from neeman.customers.keys import email_key, phone_key
from neeman.customers.models import Customer
from neeman.customers.queries.duplicates import find_alike
from neeman.customers.queries.visible import live
from neeman.customers.views.quick import read_line
from neeman.lib.hebrew import company_key
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.models import Member
from neeman.orgs.queries import members
from neeman.sales.models import Deal, Kind, LostReason, Stage
from neeman.ui.fields import MoneyField, in_currency

WHOLE = {"inputmode": "numeric", "autocomplete": "off"}


class BuyerField(CustomerField):
    """A customer by name, or a new one on one line: name and phone. Cleans to a Customer, or to columns of a new one."""

    def _by_name(self, text: str) -> Any:
        if live(self.access).filter(name_key=company_key(text)).exists():
            return super()._by_name(text)
        values = read_line(text)
        if not values["name"]:
            raise forms.ValidationError(_("A name is missing beside the phone or the e-mail."))
        return self._known(values) or values

    def _known(self, values: Values) -> Customer | None:
        """Whoever has the phone or the e-mail of the line is no new one."""
        phone, email = phone_key(values.get("phone", "")), email_key(values.get("email", ""))
        alike = find_alike(self.access, phone_key=phone, email_key=email)
        return alike[0].customer if alike else None


class DealForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """Columns of a deal. `wanted` is what the services take; the row given is never touched."""

    value = MoneyField(label=_("Value"), required=False)

    class Meta:
        model = Deal
        fields = [
            *("title", "kind", "probability", "expected_on", "owner", "source"),
            *("competitor", "price_compared", "remarks"),
        ]
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            "probability": forms.TextInput(attrs=WHOLE),
            "expected_on": day_widget(),
            "source": forms.TextInput(attrs={"dir": "auto"}),
            "competitor": forms.TextInput(attrs={"dir": "auto"}),
            "remarks": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        }
        labels = {"title": _("What is it about?"), "probability": _("Own chance, %")}

    field_order = ["title", "value", "kind", "expected_on", "owner", "source", "probability"]

    def __init__(
        self,
        access: Access,
        data: Mapping[str, Any] | None = None,
        *,
        deal: Deal | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, instance=copy.copy(deal) if deal else Deal(), initial=initial)
        self.access = access
        in_currency(self, access.organization.currency)
        self.initial.setdefault("value", deal.value_minor if deal else None)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset, owner.empty_label = members(access), "—"
        if deal is None and access.member:
            self.initial.setdefault("owner", access.member.pk)

    @property
    def wanted(self) -> Values:
        """The cleaned columns: the owner as an id, the value in minor units."""
        wanted: Values = {name: value for name, value in self.cleaned_data.items() if name in self._columns}
        wanted["owner_id"] = self.cleaned_data["owner"] and self.cleaned_data["owner"].pk
        wanted["value_minor"] = self.cleaned_data["value"]
        return wanted

    @property
    def _columns(self) -> set[str]:
        return {*self.Meta.fields} - {"owner"}


class NewDealForm(DealForm):
    """A deal of a customer named here, or of a new one; the stage in which it begins, and its next action."""

    customer = BuyerField(
        label=_("Customer"),
        max_length=300,
        help_text=_("A customer's name; or a new one on one line: name and phone."),
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("By the customer")), *Kind.choices]
    )
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    field_order = ["customer", "title", "value", "stage", "kind", "expected_on", "owner", "source"]

    def __init__(
        self,
        access: Access,
        stages: Sequence[Stage],
        data: Mapping[str, Any] | None = None,
        *,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(access, data, initial=initial)
        self.stages = {str(stage.pk or stage.code): stage for stage in stages}
        customer, stage = self.fields["customer"], self.fields["stage"]
        assert isinstance(customer, BuyerField)
        assert isinstance(stage, forms.ChoiceField)
        customer.ask(access, "customer")
        stage.choices = [(value, one.title) for value, one in self.stages.items()]

    @property
    def chosen_stage(self) -> Stage | None:
        """The stage that was chosen, perhaps one that is no row yet."""
        return self.stages.get(self.cleaned_data["stage"])

    @property
    def wanted(self) -> Values:
        """The cleaned columns; without a kind the service guesses it."""
        wanted = super().wanted
        if not wanted["kind"]:
            del wanted["kind"]
        return wanted


class StepForm(forms.Form):
    """The next action: what came of the one that was planned, and what follows, by when."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), required=False, choices=Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    kind = forms.ChoiceField(label=_("Next action"), choices=Task.Kind.choices)
    due_on = day_field(_("By"), required=True)
    due_at = forms.TimeField(
        label=_("Hour"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    title = forms.CharField(label=_("What"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    @property
    def step(self) -> Proposal:
        """The step to come."""
        given = self.cleaned_data
        return Proposal(given["kind"], given["title"], given["due_on"], given["due_at"])

    def said(self, deal: Deal, done_kind: str) -> Said:
        """What is recorded of the step that was done."""
        kind = done_kind if done_kind in TalkKind.values else TalkKind.NOTE
        return Said(
            kind=kind,
            outcome=self.cleaned_data["outcome"],
            topic=deal.title,
            text=self.cleaned_data["text"],
            about=deal,
            key=self.cleaned_data["key"],
        )


class LostForm(forms.Form):
    """Why a deal was lost (R85)."""

    reason = forms.ChoiceField(label=_("Why was it lost?"), required=True, widget=forms.RadioSelect)
    competitor = forms.CharField(
        label=_("Which competitor?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    price_compared = forms.BooleanField(label=_("Compared our price with others"), required=False)
    words = forms.CharField(
        label=_("In their words"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, reasons: Sequence[LostReason], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.reasons = {str(reason.pk or reason.code): reason for reason in reasons}
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(value, one.title) for value, one in self.reasons.items()]

    @property
    def chosen_reason(self) -> LostReason:
        """The reason that was chosen, perhaps one that is no row yet."""
        return self.reasons[self.cleaned_data["reason"]]


class HandForm(forms.Form):
    """A colleague who works on the deal from now on, and a word for them."""

    member = forms.ModelChoiceField(queryset=Member.objects.none(), label=_("To whom"), empty_label="—")
    words = forms.CharField(
        label=_("A word for them"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, access: Access, deal: Deal, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        member = self.fields["member"]
        assert isinstance(member, forms.ModelChoiceField)
        member.queryset = members(access).exclude(pk=deal.owner_id or 0)
