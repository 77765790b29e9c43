"""The form of all targets: a field for each measure, member and span; empty is no target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from neeman.orgs.models import Member
from neeman.targets.judging import SHARE
from neeman.targets.measures import Measure, Unit
from neeman.targets.queries import Aim
from neeman.targets.spans import Span
from neeman.ui.fields import AmountField, MoneyField, PercentField, in_currency


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
                self.fields[_name(aim)] = _field(measure, aim, now.get(aim))
        in_currency(self, currency)

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


def _field(measure: Measure, aim: Aim, now: int | None) -> AmountField:
    given: dict[str, Any] = {
        "label": aim.span.label,
        "required": False,
        "initial": now,
        "show_hidden_initial": True,
    }
    return PercentField(most=SHARE, **given) if measure.unit == Unit.SHARE else MoneyField(**given)


def _key(member: Member | None) -> int | None:
    return None if member is None else member.pk


def _name(aim: Aim) -> str:
    return f"{aim.measure}-{aim.member or 'all'}-{aim.span}"
