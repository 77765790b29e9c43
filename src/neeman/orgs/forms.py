"""Forms: a member's place, an invitation, the organization's settings, the log's filter."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.orgs.access import Access
from neeman.orgs.models import Member, Organization
from neeman.orgs.queries import members
from neeman.orgs.roles import PERMISSIONS, Role, Sees

# Two-decimal currencies only: amounts are kept in hundredths.
CURRENCIES = [("ILS", "₪ ILS"), ("USD", "$ USD"), ("EUR", "€ EUR"), ("GBP", "£ GBP")]


class PlaceForm(forms.Form):
    """What a member may do and see."""

    role = forms.ChoiceField(label=_("Role"))
    sees = forms.ChoiceField(label=_("Which customers"), choices=Sees.choices, initial=Sees.ALL)
    manager: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        queryset=None,
        label=_("Manager"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Whose team this person belongs to."),
    )

    def __init__(self, access: Access, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = [role for role in Role if PERMISSIONS[role] <= PERMISSIONS[access.role]]
        self.fields["role"].choices = [(role.value, role.label) for role in within]  # type: ignore[attr-defined]  # a choice field
        managers = members(access)
        self.fields["manager"].queryset = managers.exclude(pk=member.pk) if member else managers  # type: ignore[attr-defined]  # as above

    def place(self) -> tuple[Role, Sees, Member | None]:
        """The cleaned values, typed."""
        cleaned = self.cleaned_data
        return Role(cleaned["role"]), Sees(cleaned["sees"]), cleaned["manager"]


class InvitationForm(PlaceForm):
    """An address, and the place kept for whoever it is."""

    email = forms.EmailField(label=_("E-mail"))

    field_order = ["email", "role", "sees", "manager"]

    def __init__(self, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(access, *args, **kwargs)
        self.fields["role"].initial = Role.SALESPERSON


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """What an organization is called, counts in, and lives by."""

    class Meta:
        model = Organization
        fields = ("name", "currency", "timezone")
        labels = {"name": _("Name"), "currency": _("Currency"), "timezone": _("Time zone")}
        help_texts = {"currency": _("The sign beside amounts. Amounts already kept are not converted.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"] = forms.ChoiceField(
            choices=CURRENCIES, label=_("Currency"), help_text=self.fields["currency"].help_text
        )
        self.fields["timezone"] = forms.ChoiceField(choices=_zones(), label=_("Time zone"))


@cache
def _zones() -> list[tuple[str, str]]:
    """Named for places; kept, since all their files are opened to make the list."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone) for zone in zones]


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """When an organization works."""

    class Meta:
        model = Organization
        fields = ("week", "keeps_hebrew_calendar", "workday_start", "workday_end", "eve_end")
        labels = {
            "week": _("Weekly rest"),
            "keeps_hebrew_calendar": _("Closed on Jewish and Israeli holidays"),
            "workday_start": _("Opens"),
            "workday_end": _("Closes"),
            "eve_end": _("Closes on short days"),
        }
        help_texts = {
            "keeps_hebrew_calendar": _(
                "Festivals are closed, their eves and intermediate days are short, and on memorial days and on Tisha B'Av nobody is contacted."
            ),
        }
        widgets = dict.fromkeys(
            ("workday_start", "workday_end", "eve_end"), forms.TimeInput({"type": "time"}, format="%H:%M")
        )

    def clean(self) -> dict[str, Any]:
        """A day ends after it begins."""
        cleaned = super().clean() or self.cleaned_data
        start = cleaned.get("workday_start")
        for name in ("workday_end", "eve_end"):
            end = cleaned.get(name)
            if start and end and end <= start:
                self.add_error(name, _("A day ends after it begins."))
        return cleaned


class LogFilter(forms.Form):
    """Which part of the log."""

    member: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        queryset=None, label=_("Who"), required=False, empty_label=_("Everybody")
    )
    room = forms.ChoiceField(label=_("About"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    ROOMS = [
        ("", _("Everything")),
        ("orgs", _("Organization and members")),
        ("signin", _("Signing in")),
        ("customers", _("Customers")),
        ("ledger", _("Sales and payments")),
        ("imports", _("Files")),
        ("portfolio", _("Portfolio")),
    ]

    def __init__(self, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.select_related("user").order_by("user__name", "pk")  # type: ignore[attr-defined]  # a model choice field
        self.fields["room"].choices = self.ROOMS  # type: ignore[attr-defined]  # a choice field
