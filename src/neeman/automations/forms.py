"""The forms of this room. What may be chosen follows from the closed lists; nothing else is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.automations.conditions import CONDITIONS, Condition
from neeman.automations.models import Act, Automation, StopOn, WaitUnit
from neeman.automations.queries.newsletters import lists_to_choose
from neeman.automations.services.switching import BACK_DAYS, KNOWN
from neeman.automations.triggers import Setting, Trigger, find_trigger, triggers
from neeman.channels.kinds import Channel
from neeman.channels.queries.templates import library, wordings
from neeman.channels.wording.filling import placeholders_of
from neeman.channels.wording.placeholders import PLACEHOLDERS
from neeman.customers.models import CustomField, Status
from neeman.lib.money import AmountError, in_units, minor_digits, parse_amount
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.queries import members

SETTING, CONDITION, VALUE = "setting_", "condition_", "value_"
SENT_BY = [(channel.value, channel.label) for channel in (Channel.WHATSAPP, Channel.EMAIL, Channel.SMS)]
Checks = forms.CheckboxSelectMultiple


class NewForm(forms.Form):
    """An automation of one's own begins with its name, what sets it off and what it does."""

    name = forms.CharField(label=_("Name"), max_length=80)
    trigger = forms.ChoiceField(label=_("When"))
    act = forms.ChoiceField(label=_("Then"), choices=Act.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trigger"].choices = [(key, one.title) for key, one in triggers().items()]  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> Values:
        """The columns of the new automation."""
        channels = [channel for channel, _name in SENT_BY]
        is_message = self.cleaned_data["act"] == Act.MESSAGE
        text = {"text": "thanks", "channels": channels} if is_message else {}
        return {**self.cleaned_data, **text, "task_title": self.cleaned_data["name"]}


class OnForm(forms.Form):
    """From when on."""

    version = forms.IntegerField()
    days_back = forms.TypedChoiceField(choices=[(days, days) for days in BACK_DAYS], coerce=int)


class AutomationForm(forms.Form):
    """Everything that may be changed of one automation."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=80)
    wait = forms.IntegerField(label=_("Wait"), min_value=0, max_value=400)
    wait_unit = forms.ChoiceField(label=_("Counted in"), choices=WaitUnit.choices)

    def __init__(self, access: Access, automation: Automation, data: Any = None) -> None:
        self.access, self.automation = access, automation
        self.trigger = find_trigger(automation.trigger)
        super().__init__(data, initial=self._initial())
        if self.trigger:
            self._add_settings(self.trigger)
        self._add_act()
        for condition in CONDITIONS.values():
            self.fields[CONDITION + condition.key] = self._condition_field(condition)
        self._add_bounds()

    def values(self) -> Values:
        """The columns as they are wanted."""
        given = self.cleaned_data
        wanted = {name: given[name] for name in ("name", "wait", "wait_unit", "stops", "again_days")}
        for name in ("most_a_day", "text", "channels", "task_title", "task_kind", "tag", "status"):
            if name in given:
                wanted[name] = given[name]
        conditions = [
            {"what": key, "value": given[CONDITION + key]}
            for key in CONDITIONS
            if given.get(CONDITION + key) not in (None, "", [], False)
        ]
        settings = self._picked(SETTING)
        return {
            **wanted,
            "settings": {**self.automation.settings, **settings},
            "values": {**self.automation.values, **self._picked(VALUE)},
            "conditions": conditions,
        }

    @property
    def of_trigger(self) -> list[forms.BoundField]:
        """What is said of the trigger."""
        return [self[name] for name in self.fields if name.startswith(SETTING)]

    @property
    def of_conditions(self) -> list[forms.BoundField]:
        """The conditions."""
        return [self[name] for name in self.fields if name.startswith(CONDITION)]

    @property
    def of_act(self) -> list[forms.BoundField]:
        """What is done."""
        names = ("text", "channels", "task_title", "task_kind", "tag", "status")
        chosen = [name for name in self.fields if name in names or name.startswith(VALUE)]
        return [self[name] for name in chosen]

    @property
    def of_bounds(self) -> list[forms.BoundField]:
        """What keeps it in bounds."""
        return [self[name] for name in ("stops", "again_days", "most_a_day") if name in self.fields]

    def _picked(self, prefix: str) -> dict[str, Any]:
        named = [name for name in self.fields if name.startswith(prefix)]
        return {name.removeprefix(prefix): self.cleaned_data[name] for name in named}

    def _initial(self) -> dict[str, Any]:
        automation = self.automation
        names = ("version", "name", "wait", "wait_unit", "text", "channels", "task_title", "task_kind", "tag")
        initial = {
            name: getattr(automation, name)
            for name in (*names, "status", "stops", "again_days", "most_a_day")
        }
        settings = self.trigger.with_defaults(automation.settings) if self.trigger else {}
        initial |= {SETTING + key: value for key, value in settings.items()}
        initial |= {VALUE + key: value for key, value in automation.values.items()}
        for given in automation.conditions:
            condition = CONDITIONS.get(given.get("what", ""))
            if condition:
                initial[CONDITION + condition.key] = self._shown(condition, given.get("value"))
        return initial

    def _shown(self, condition: Condition, value: Any) -> Any:
        if condition.kind == "words":
            return ", ".join(value)
        if condition.kind == "amount":
            return f"{in_units(int(value), self.access.organization.currency):f}"
        return value

    def _add_settings(self, trigger: Trigger) -> None:
        for setting in trigger.settings:
            self.fields[SETTING + setting.key] = _setting_field(setting)

    def _add_act(self) -> None:
        match self.automation.act:
            case Act.MESSAGE:
                texts = wordings(self.access, self.automation.language)
                self.fields["text"] = forms.ChoiceField(
                    label=_("The text"), choices=[(text.key, text.name) for text in texts]
                )
                self.fields["channels"] = forms.MultipleChoiceField(
                    label=_("By the first of these that reaches them"), choices=SENT_BY, widget=Checks
                )
                self._add_values()
            case Act.TASK:
                title = forms.CharField(label=_("The task"), max_length=150)
                title.help_text = _("{{name}} stands for the customer's name.")
                self.fields["task_title"] = title
                kinds = Automation._meta.get_field("task_kind").choices
                self.fields["task_kind"] = forms.ChoiceField(label=_("Done by"), choices=kinds or ())
            case Act.TAG:
                self.fields["tag"] = forms.CharField(label=_("Tag"), max_length=40)
            case _:
                self.fields["status"] = forms.ChoiceField(label=_("Status"), choices=Status.choices)

    def _add_values(self) -> None:
        """A field for each placeholder of the text that nothing else fills."""
        texts = {text.key: text for text in wordings(self.access, self.automation.language)}
        text = texts.get(self.automation.text)
        named = placeholders_of(f"{text.subject}\n{text.body}") if text else ()
        given = KNOWN | (self.trigger.gives if self.trigger else frozenset())
        for name in named:
            if name not in given:
                label = str(PLACEHOLDERS[name].says)
                self.fields[VALUE + name] = forms.CharField(label=label, max_length=300, required=False)

    def _condition_field(self, condition: Condition) -> forms.Field:
        match condition.kind:
            case "choices":
                return forms.MultipleChoiceField(
                    label=str(condition.title), choices=condition.choices, widget=Checks, required=False
                )
            case "members":
                people = [(str(one.pk), str(one)) for one in members(self.access).select_related("user")]
                return forms.MultipleChoiceField(
                    label=str(condition.title), choices=people, widget=Checks, required=False
                )
            case "number":
                return forms.IntegerField(
                    label=str(condition.title), min_value=1, max_value=9_999, required=False
                )
            case "amount":
                return AmountField(
                    self.access.organization.currency, label=str(condition.title), required=False
                )
            case "words":
                return WordsField(label=str(condition.title), max_length=300, required=False)
        return forms.BooleanField(label=str(condition.title), required=False)

    def _add_bounds(self) -> None:
        self.fields["stops"] = forms.MultipleChoiceField(
            label=_("Not any more as soon as"), choices=StopOn.choices, widget=Checks, required=False
        )
        self.fields["again_days"] = forms.IntegerField(
            label=_("Not to the same customer again for so many days"), min_value=0, max_value=4_000
        )
        if self.automation.reaches_out:
            self.fields["most_a_day"] = forms.IntegerField(
                label=_("Customers a day at most"), min_value=1, max_value=2_000
            )


class NewsletterForm(forms.Form):
    """To whom, which text, by which channels; with `to_chosen` it is known to whom."""

    name = forms.CharField(label=_("Name, for ourselves"), max_length=80)
    query = forms.ChoiceField(label=_("To which list of customers"), required=False)
    text = forms.ChoiceField(label=_("The text"))
    channels = forms.MultipleChoiceField(
        label=_("By the first of these that reaches them"), choices=SENT_BY, widget=Checks
    )

    def __init__(
        self, access: Access, language: str, *args: Any, to_chosen: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        texts = wordings(access, language)
        if to_chosen:
            del self.fields["query"]
        else:
            self.fields["query"].choices = lists_to_choose(access)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["text"].choices = [(text.key, text.name) for text in texts]  # type: ignore[attr-defined]  # as above


class ValuesForm(forms.Form):
    """What fills the text of a newsletter; what is worth sending is chosen from the library where there is one."""

    def __init__(self, access: Access, names: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pieces = [
            (f"{piece.title} {piece.link}", piece.title) for piece in library(access).exclude(link="")[:50]
        ]
        for name in names:
            label = str(PLACEHOLDERS[name].says)
            if name == "content" and pieces:
                self.fields[VALUE + name] = forms.ChoiceField(label=label, choices=pieces)
            else:
                self.fields[VALUE + name] = forms.CharField(label=label, max_length=300)

    def values(self) -> dict[str, str]:
        """By placeholder."""
        return {name.removeprefix(VALUE): value for name, value in self.cleaned_data.items()}


class AmountField(forms.CharField):
    """An amount of money, as minor units."""

    def __init__(self, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        """Minor units, or None for nothing. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_amount(text, minor_digits(self.currency))
        except AmountError as wrong:
            raise forms.ValidationError(_("This is not an amount of money.")) from wrong


class WordsField(forms.CharField):
    """Words by commas, as a list."""

    def clean(self, value: Any) -> list[str]:
        """The words, each once."""
        text = super().clean(value)
        return list(dict.fromkeys(filter(None, (word.strip() for word in text.split(",")))))


def _setting_field(setting: Setting) -> forms.Field:
    match setting.kind:
        case "number":
            return forms.IntegerField(
                label=str(setting.title), min_value=setting.least, max_value=setting.most
            )
        case "choices":
            return forms.MultipleChoiceField(label=str(setting.title), choices=setting.choices, widget=Checks)
        case "field":
            dates = CustomField.objects.filter(type=CustomField.Type.DATE, archived_at=None)
            choices = [("", _("Choose")), *dates.order_by("position").values_list("key", "label")]
            return forms.ChoiceField(label=str(setting.title), choices=choices, required=False)
    return forms.CharField(label=str(setting.title), max_length=60, required=False)
