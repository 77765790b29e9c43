"""What is said of a message that was stopped, whatever stopped it."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from neeman.channels.rules import REASONS

WHYS = {
    **REASONS,
    "not_connected": gettext_noop("This channel is not connected."),
    "no_address": gettext_noop("There is no address for this channel."),
    "missing_values": gettext_noop("Something in the text was not filled in."),
    "cut_off": gettext_noop("The machine stopped while it was being sent."),
    "no_answer": gettext_noop("The line broke before the provider answered."),
    "strange_answer": gettext_noop("The provider answered something that nobody understands."),
    "unreachable": gettext_noop("The provider could not be reached."),
    "address_not_allowed": gettext_noop(
        "The address of the provider leads into this network, or is not https."
    ),
    "unreadable_secrets": gettext_noop("The password was kept with another key: connect the channel again."),
    "window_closed": gettext_noop(
        "They last wrote more than a day ago: WhatsApp takes an approved template only."
    ),
}
"""Code -> sentence. What a provider says in its own words is shown as it is."""


def why_words(why: str) -> str:
    """The reason in the reader's language."""
    return gettext(WHYS[why]) if why in WHYS else why
