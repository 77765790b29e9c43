"""Why a run did not end as planned, or waits longer than planned: codes that are kept, and their words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from neeman.channels.rules import REASONS

WORDS: dict[str, str | Promise] = {
    "by_hand": gettext_lazy("Somebody stopped it."),
    "customer": gettext_lazy("Everything for this customer was stopped."),
    "off": gettext_lazy("The automation was switched off."),
    "answered": gettext_lazy("They spoke to us meanwhile."),
    "bought": gettext_lazy("They bought meanwhile."),
    "gone": gettext_lazy("What it was about was taken back."),
    "unseen": gettext_lazy("The customer was archived, or is out of the sight of whoever switched it on."),
    "condition": gettext_lazy("The conditions did not hold any more."),
    "late": gettext_lazy("Its time passed while it waited."),
    "again": gettext_lazy("They had the same not long ago."),
    "queue": gettext_lazy("Something else goes to this customer first."),
    "day_full": gettext_lazy("As many as allowed went out that day."),
    "paused": gettext_lazy("Contact with the customer rests."),
    "quiet": gettext_lazy("It waits for an hour in which people are reached."),
    "no_address": gettext_lazy("No address on any of the chosen channels."),
    "not_connected": gettext_lazy("None of the chosen channels is connected."),
    "missing_values": gettext_lazy("The text names something for which there is no value."),
    "no_text": gettext_lazy("The text is not there any more."),
    "unfit": gettext_lazy("It could not be done as described."),
    "by_link": gettext_lazy("Written, and set as a task to send with one tap."),
}


def words_of(code: str) -> str:
    """The words of a code of this room or of the gate; empty for none."""
    if code in WORDS:
        return str(WORDS[code])
    return gettext(REASONS[code]) if code in REASONS else code


STOPPING = frozenset({"refused", "refused_everything"})
"""Verdicts of the gate that are the customer's own word: such a run is stopped, not merely not done."""

PASSING = frozenset({"too_often"})
"""Verdicts that another day may change."""
