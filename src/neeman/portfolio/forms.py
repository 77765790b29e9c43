"""Forms of the portfolio: the rules by which customers are measured, and a grade set by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neeman.customers.models.standing import Grade
from neeman.portfolio.models import Method, NewGrades, Rules
from neeman.ui.fields import MoneyField, in_currency
from neeman_engine.params import Params

OF_RULES = ("method", "new_grades", "version")
"""Fields that are columns of the rules, not of their `params`."""

WHOLE_HISTORY = 0
WINDOWS = [
    (12, _("12 months")),
    (24, _("24 months")),
    (36, _("36 months")),
    (WHOLE_HISTORY, _("whole history")),
]


def _percent(label: Any, help_text: Any = "", *, least: int = 1, most: int = 100) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most)


class RulesForm(forms.Form):
    """The grading method and all its numbers; fields are called as `Params` calls them. Money is typed in whole units."""

    method = forms.ChoiceField(label=_("Method"), choices=Method.choices, widget=forms.RadioSelect)
    new_grades = forms.ChoiceField(
        label=_("New grades"),
        choices=NewGrades.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Taken at once: each computation changes grades by itself. Wait for approval: whoever has a grade keeps it until "
            "somebody approves the new one, and whoever has none gets the first at once. After going back to taking them at "
            "once, the next computation takes all that wait."
        ),
    )
    grade_cut_a = _percent(
        _("Gold: the first percent of the revenue"),
        _("Customers from the largest down, as long as those ahead bring less than this."),
    )
    grade_cut_b = _percent(_("Silver: up to percent of the revenue"), _("Everybody after that is bronze."))
    grade_share_a = _percent(_("Gold: percent of the customers"), least=0)
    grade_share_b = _percent(_("Silver: the next percent of the customers"), least=0)
    rule_a_revenue_minor = MoneyField(label=_("Gold: revenue of a year from"))
    rule_a_referrals = forms.IntegerField(label=_("Gold: referrals from"), min_value=0, max_value=1000)
    rule_a_conditions = forms.IntegerField(
        label=_("How many of the conditions make gold"),
        help_text=_("Of three: that revenue; a purchase a month; those referrals."),
        min_value=1,
        max_value=3,
    )
    rule_c_revenue_minor = MoneyField(label=_("Bronze: a single purchase under"))
    rule_c_idle_months = forms.IntegerField(
        label=_("Bronze: months without a purchase"), min_value=1, max_value=120
    )
    window_months = forms.TypedChoiceField(label=_("Revenue of"), choices=WINDOWS, coerce=int)
    concentration_amber = _percent(_("One customer, attention from percent of the revenue"))
    concentration_red = _percent(_("One customer, danger from percent of the revenue"))
    overdue_ratio = forms.FloatField(
        label=_("Late from so many usual gaps"),
        help_text=_("1.5: somebody who buys every 20 days is late after 30."),
        min_value=1.0,
        max_value=10.0,
    )
    clv_margin_percent = _percent(
        _("Margin, where costs are not known"), _("Part of the revenue that is left after direct costs.")
    )
    clv_discount_percent = _percent(_("Discount of the future, a year"), least=0)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, currency: str, **more: Any) -> None:
        super().__init__(*given, **more)
        in_currency(self, currency)

    @staticmethod
    def initial_of(rules: Rules, params: Params) -> dict[str, Any]:
        """What the form shows of these settings."""
        shown = {name: getattr(params, name) for name in RulesForm.base_fields if hasattr(params, name)}
        shown["window_months"] = params.window_months or WHOLE_HISTORY
        return {**shown, **{name: getattr(rules, name) for name in OF_RULES}}

    def clean(self) -> dict[str, Any]:
        """Limits must rise; the shares of gold and silver together are at most everybody."""
        given = super().clean() or {}
        for low, high in (("grade_cut_a", "grade_cut_b"), ("concentration_amber", "concentration_red")):
            if low in given and high in given and given[low] > given[high]:
                self.add_error(high, _("This must not be lower than the one before it."))
        if given.get("grade_share_a", 0) + given.get("grade_share_b", 0) > 100:
            self.add_error("grade_share_b", _("Gold and silver together are more than everybody."))
        return given

    def params(self) -> dict[str, Any]:
        """What differs from the defaults, by the names of `Params`."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in OF_RULES}
        given["window_months"] = given["window_months"] or None
        defaults = Params()
        return {name: value for name, value in given.items() if value != getattr(defaults, name)}


class GradeForm(forms.Form):
    """A grade by hand, and why."""

    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Whoever reads the card later will want to know.")
    )
