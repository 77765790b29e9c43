"""The form of all targets: a field for each measure, member and span; empty is no target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.lib.money import AmountError, format_amount, minor_digits, parse_amount
from neeman.orgs.models import Member
from neeman.targets.judging import SHARE
from neeman.targets.measures import Measure, Unit
from neeman.targets.queries import Aim
from neeman.targets.spans import Span

PERCENT_DIGITS = 2


class AimField(forms.Field):
    """An amount of money in minor units, or a percentage in hundredths of one; None where nothing is written."""

    def __init__(self, measure: Measure, currency: str, **given: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "maxlength": "30"})
        super().__init__(required=False, widget=widget, **given)
        self.is_share = measure.unit == Unit.SHARE
        self.digits = PERCENT_DIGITS if self.is_share else minor_digits(currency)

    def prepare_value(self, value: Any) -> Any:
        """A number of the table as people write it; what was typed as it was typed."""
        if not isinstance(value, int):
            return value
        return format_amount(value, self.digits).removesuffix("." + "0" * self.digits)

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError for what is no amount, and for a share above the whole."""
        text = str(value or "").replace("%", "").strip()
        if not text:
            return None
        try:
            number = parse_amount(text, self.digits)
        except AmountError:
            raise forms.ValidationError(_("This is no number.")) from None
        if number < 0 or (self.is_share and number > SHARE):
            raise forms.ValidationError(_("Between nothing and the whole.") if self.is_share else _BELOW)
        return number


_BELOW = _("This must not be below zero.")


class TargetsForm(forms.Form):
    """The targets in force. `wishes` are those that were changed against what the page showed, so that two people who
    change different ones do not overwrite each other."""

    def __init__(
        self,
        measures: list[Measure],
        members: list[Member],
        now: Mapping[Aim, int],
        currency: str,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.measures, self.members = measures, members
        for measure in measures:
            for aim in self._aims(measure):
                field = AimField(measure, currency, label=aim.span.label, show_hidden_initial=True)
                field.initial = field.prepare_value(now.get(aim))
                self.fields[_name(aim)] = field

    @property
    def wishes(self) -> dict[Aim, int | None]:
        """What was changed; None lifts a target."""
        changed = set(self.changed_data)
        return {
            aim: self.cleaned_data[_name(aim)]
            for measure in self.measures
            for aim in self._aims(measure)
            if _name(aim) in changed
        }

    @property
    def business(self) -> Iterator[tuple[str | Promise, list[BoundField | None]]]:
        """The targets of the whole: a title, and a field for each span or None where there is no such target."""
        for measure in self.measures:
            yield measure.title, self._cells(measure, None)

    @property
    def people(self) -> Iterator[tuple[str | Promise, list[tuple[Member, list[BoundField | None]]]]]:
        """The same for each measure that members have of their own."""
        for measure in self.measures:
            if measure.of_members:
                yield measure.title, [(member, self._cells(measure, member)) for member in self.members]

    def _cells(self, measure: Measure, member: Member | None) -> list[BoundField | None]:
        aims = {span: Aim(measure.key, _key(member), span) for span in measure.spans}
        return [self[_name(aims[span])] if span in aims else None for span in Span]

    def _aims(self, measure: Measure) -> Iterator[Aim]:
        for member in [None, *self.members] if measure.of_members else [None]:
            for span in measure.spans:
                yield Aim(measure.key, _key(member), span)


def _key(member: Member | None) -> int | None:
    return None if member is None else member.pk


def _name(aim: Aim) -> str:
    return f"{aim.measure}-{aim.member or 'all'}-{aim.span}"
