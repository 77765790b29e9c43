"""How often to be in touch: a number of days for each grade and kind of contact; empty is never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.activity.cadence import EVERYBODY, LEAD, NO_GRADE, Rules
from neeman.activity.models import Wanted
from neeman.activity.services.rules import Wishes

LONGEST = 3_650
WHO: dict[str, str | Promise] = {
    "A": _("Gold (A)"),
    "B": _("Silver (B)"),
    "C": _("Bronze (C)"),
    NO_GRADE: _("No grade yet"),
    LEAD: _("Lead"),
}
WANTED = (Wanted.ACTIVE, Wanted.CALL, Wanted.TALK, Wanted.GENERAL)
SILENCE = (Wanted.WIN_BACK, Wanted.INACTIVE)
CELLS = [(who, wanted) for who in WHO for wanted in WANTED] + [(EVERYBODY, wanted) for wanted in SILENCE]


class CadenceForm(forms.Form):
    """The rules in force. `wishes` are those that were changed against what the page showed, so that two people who
    change different cells do not overwrite each other."""

    def __init__(self, rules: Rules, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for pair in CELLS:
            self.fields[_name(pair)] = forms.IntegerField(
                label=Wanted(pair[1]).label,
                min_value=1,
                max_value=LONGEST,
                required=False,
                initial=rules.get(pair),
                show_hidden_initial=True,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        """Silence grows: inactive comes after "to win back"."""
        given = super().clean() or self.cleaned_data
        sooner, later = (given.get(_name((EVERYBODY, wanted))) for wanted in SILENCE)
        if sooner and later and later <= sooner:
            self.add_error(
                _name((EVERYBODY, Wanted.INACTIVE)), _("Inactive comes after the time to win back.")
            )
        return given

    @property
    def wishes(self) -> Wishes:
        """What was changed: days by (who, what is wanted), None for never."""
        changed = set(self.changed_data)
        return {pair: self.cleaned_data[_name(pair)] for pair in CELLS if _name(pair) in changed}

    @property
    def rows(self) -> Iterator[tuple[str | Promise, list[BoundField]]]:
        """The table: who, and a field for each kind of contact."""
        for who, title in WHO.items():
            yield title, [self[_name((who, wanted))] for wanted in WANTED]

    @property
    def silence(self) -> list[BoundField]:
        """The two fields of silence."""
        return [self[_name((EVERYBODY, wanted))] for wanted in SILENCE]


def _name(pair: tuple[str, str]) -> str:
    return f"{pair[0]}-{pair[1]}"
