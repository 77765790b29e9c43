"""An automation in words: when, if, wait, then."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.automations.acts import text_of
from neeman.automations.conditions import in_words
from neeman.automations.models import Act, Automation, StopOn, WaitUnit
from neeman.automations.triggers import find_trigger
from neeman.channels.kinds import Channel, Purpose
from neeman.customers.models import Status
from neeman.orgs.access import Access


@dataclass(frozen=True, slots=True)
class Told:
    """The parts of the sentence, each ready to be shown; an empty one is left out."""

    when: str
    conditions: list[str]
    wait: str
    then: str
    unless: str


def tell(access: Access, automation: Automation) -> Told:
    """What it does, in the reader's language."""
    trigger = find_trigger(automation.trigger)
    settings = trigger.with_defaults(automation.settings) if trigger else {}
    return Told(
        when=trigger.says(settings) if trigger else _("Something that is not known here any more"),
        conditions=in_words(access, automation.conditions),
        wait=wait_in_words(automation.wait, automation.wait_unit),
        then=_then(access, automation),
        unless=_unless(automation),
    )


def wait_in_words(wait: int, unit: str) -> str:
    """How long it waits."""
    if not wait:
        return _("at once, in the hours in which people are reached")
    words = {
        WaitUnit.HOURS: ngettext("after %(n)s hour of the day", "after %(n)s hours of the day", wait),
        WaitUnit.DAYS: ngettext("after %(n)s day", "after %(n)s days", wait),
        WaitUnit.WORKDAYS: ngettext("after %(n)s working day", "after %(n)s working days", wait),
        WaitUnit.WEEKS: ngettext("after %(n)s week", "after %(n)s weeks", wait),
        WaitUnit.MONTHS: ngettext("after %(n)s month", "after %(n)s months", wait),
    }
    return words[WaitUnit(unit)] % {"n": wait}


def _then(access: Access, automation: Automation) -> str:
    match automation.act:
        case Act.MESSAGE:
            wording = text_of(access, automation)
            names = dict(Channel.choices)
            return _("the text \u201c%(text)s\u201d is sent by %(channels)s") % {
                "text": wording.name if wording else "?",
                "channels": _(", else by ").join(str(names.get(one, one)) for one in automation.channels)
                or "?",
            }
        case Act.TASK:
            return _("the account manager gets the task \u201c%(title)s\u201d") % {
                "title": automation.task_title
            }
        case Act.TAG:
            return _("the customer is tagged \u201c%(tag)s\u201d") % {"tag": automation.tag}
        case _:
            status = dict(Status.choices).get(automation.status, automation.status)
            return _("the customer's status becomes \u201c%(status)s\u201d") % {"status": status}


def _unless(automation: Automation) -> str:
    names = dict(StopOn.choices)
    told = [str(names[one]) for one in automation.stops if one in names]
    return _(" or ").join(told)


def purpose_in_words(access: Access, automation: Automation) -> str:
    """What the law sees in its text."""
    wording = text_of(access, automation)
    return str(dict(Purpose.choices).get(wording.purpose, "")) if wording else ""
