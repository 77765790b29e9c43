"""Codes in words: why a file cannot be read, why a row does not come in, what should be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop

from neeman.imports.roles import LABELS
from neeman.lib.messages import MESSAGES

SENTENCES: dict[str, str] = {
    # --- a row that does not come in
    "missing": gettext_noop("This is missing, and nothing can be done without it."),
    "too_long": gettext_noop("Longer than the %(longest)s characters that fit."),
    "percent_far": gettext_noop("A discount of less than nothing or more than 100%% cannot be. Is the column a sum?"),
    "date_far": gettext_noop("The year %(year)s is too far away."),
    "nobody_named": gettext_noop("The row names nobody: no name, phone or e-mail."),
    "key_of_another": gettext_noop("This belongs to “%(name)s” already, who is called otherwise. Is it the same customer?"),
    "key_of_several": gettext_noop("%(count)s customers have this or the other details of the row. Which one is it?"),
    "several_namesakes": gettext_noop("%(count)s customers have this name, and nothing in the row tells which one it is."),
    "number_of_another": gettext_noop("Document %(number)s belongs to another customer in this file."),
    "number_used": gettext_noop("Document %(number)s is there already, of another customer on another day (%(day)s)."),
    "not_yours": gettext_noop("This customer is in a colleague's care."),
    "no_such_customer": gettext_noop("The customer that was chosen is no longer there."),
    "deal_of_nobody": gettext_noop("A deal belongs to a customer, and this row names none."),
    "closed_how": gettext_noop("This deal is closed, and nothing says whether it was won or lost."),
    "end_day_missing": gettext_noop("This deal has ended, and nothing says on which day."),
    "value_below_zero": gettext_noop("A value is not below zero."),
    "deal_repeats": gettext_noop("The same deal stands in row %(row)s of this file."),
    # --- a row that comes in with a doubt
    "stage_unknown": gettext_noop("No stage is called “%(value)s”; the deal stands in the first one."),
    "no_such_seller": gettext_noop("No member is called “%(value)s”; nobody works on the deal yet."),
    "deal_ended_here": gettext_noop("This deal has ended here otherwise, and stays as it is."),
    "deal_of_another": gettext_noop("This deal is another customer's here, and stays as it is."),
    "more_phones": gettext_noop("More than two phone numbers; these were left out: %(value)s"),
    "status_unknown": gettext_noop("The status “%(value)s” is not known and was left out."),
    "gender_unknown": gettext_noop("The form of address “%(value)s” is not known and was left out."),
    "no_such_member": gettext_noop("No member is called “%(value)s”; the customer has no account manager yet."),
    "no_such_parent": gettext_noop("There is no single customer “%(value)s” to be the parent company."),
    "row_repeats": gettext_noop("The same customer as in row %(row)s; where the two differ, that row counts."),
    "other_currency": gettext_noop("The amount is in another currency (%(value)s)."),
    # --- a file as a whole
    "deals_closed": gettext_noop("This file holds deals. Whoever works on deals can bring it in."),
    "file_lost": gettext_noop("The file is no longer there. Bring it in again."),
    "stopped": gettext_noop("The work was stopped before its end. What came in so far is kept, nothing is double: go on."),
}  # fmt: skip
"""Reason code -> English sentence; those of reading files stand in `neeman.lib.messages`."""


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """The reason in the language of the page."""
    template = gettext(SENTENCES.get(code) or MESSAGES.get(code) or code)
    isolated = {
        name: f"\u2068{value}\u2069" if isinstance(value, str) else value for name, value in params.items()
    }
    try:
        return template % isolated
    except (KeyError, TypeError, ValueError):
        return template


def role_label(role: str) -> str | Promise:
    """What a role is called on the page."""
    return LABELS.get(role, role)


SHORT: dict[str, str] = {
    "missing": gettext_noop("Something needed is missing"),
    "too_long": gettext_noop("A text is too long"),
    "percent_far": gettext_noop("Not a percentage"),
    "date_far": gettext_noop("A date is too far away"),
    "nobody_named": gettext_noop("The row names nobody"),
    "key_of_another": gettext_noop("A detail belongs to another customer"),
    "key_of_several": gettext_noop("The details lead to several customers"),
    "several_namesakes": gettext_noop("Several customers have this name"),
    "number_of_another": gettext_noop("One document number of two customers"),
    "number_used": gettext_noop("A document number that is taken"),
    "not_yours": gettext_noop("In a colleague's care"),
    "no_such_customer": gettext_noop("The chosen customer is gone"),
    "more_phones": gettext_noop("More phones than fit"),
    "status_unknown": gettext_noop("An unknown status"),
    "gender_unknown": gettext_noop("An unknown form of address"),
    "no_such_member": gettext_noop("An unknown account manager"),
    "no_such_parent": gettext_noop("An unknown parent company"),
    "row_repeats": gettext_noop("The same customer twice"),
    "other_currency": gettext_noop("Another currency"),
    "deal_of_nobody": gettext_noop("A deal without a customer"),
    "closed_how": gettext_noop("Closed, won or lost unknown"),
    "end_day_missing": gettext_noop("The day of the end is missing"),
    "value_below_zero": gettext_noop("A value below zero"),
    "deal_repeats": gettext_noop("The same deal twice"),
    "stage_unknown": gettext_noop("An unknown stage: the first one was taken"),
    "no_such_seller": gettext_noop("An unknown owner of a deal"),
    "deal_ended_here": gettext_noop("Ended here otherwise"),
    "deal_of_another": gettext_noop("Another customer's deal here"),
    "amount_unreadable": gettext_noop("Not an amount"),
    "amount_separators": gettext_noop("Unclear decimal point"),
    "amount_too_large": gettext_noop("Too large an amount"),
    "date_unreadable": gettext_noop("Not a date"),
    "date_no_such_month": gettext_noop("No such month"),
    "date_no_such_day": gettext_noop("No such day"),
    "date_other_order": gettext_noop("Day and month in another order"),
    "date_serial": gettext_noop("Not a date"),
    "date_leap_bug": gettext_noop("A day that never was"),
}
"""Reason code -> a few words, for counts."""


def few_words(code: str) -> str:
    """The reason as the head of a count."""
    return gettext(SHORT.get(code) or MESSAGES.get(code) or code)
