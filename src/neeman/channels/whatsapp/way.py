"""Sending by the Cloud API."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.channels.kinds import Channel
from neeman.channels.ways import Fate, Letter, Outcome, Settings
from neeman.channels.whatsapp.form import WhatsAppForm
from neeman.channels.wording.isolating import isolate

BUSY = frozenset({4, 80007, 130429, 131016, 131048, 131056, 133004})
"""Meta's codes for "not now": rate limits and services that rest. All others are final."""


class WhatsApp:
    """One call a message, free text within the day and an approved template after it."""

    key = "whatsapp"
    channel: str = Channel.WHATSAPP
    title: str | Promise = _("WhatsApp (Cloud API)")
    says: str | Promise = _("Sent and received by itself, with a number of its own and a fee to Meta")
    form: type[forms.Form] = WhatsAppForm
    secrets = frozenset({"token", "app_secret", "verify_token"})

    def takes_key(self, settings: Settings) -> bool:
        """The API has none."""
        return False

    def takes_replies(self, settings: Settings) -> bool:
        """Answers come by the webhook."""
        return True

    def hand_over(self, settings: Settings, letter: Letter) -> Outcome:
        """Post it, and read Meta's answer."""
        from neeman.channels.outside.web import post

        if not letter.heard and not letter.approved:
            return Outcome(Fate.FAILED, why="window_closed")
        url = f"{settings['api'].rstrip('/')}/{settings['number_id']}/messages"
        headers = {"Authorization": f"Bearer {settings['token']}"}
        answer = post(url, headers=headers, json=payload(letter))
        return read_refusal(answer) if isinstance(answer, Outcome) else _sent(answer)


def payload(letter: Letter) -> dict[str, Any]:
    """The body of the call. `biz_opaque_callback_data` comes back with every receipt, so that even a message whose
    answer was lost is found again."""
    message: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.to.removeprefix("+"),
        "biz_opaque_callback_data": str(letter.number),
    }
    if letter.heard:
        return {**message, "type": "text", "text": {"preview_url": True, "body": isolate(letter.body)}}
    values = letter.approved.get("values")
    told = [{"type": "text", "text": str(value)} for value in (values if isinstance(values, list) else [])]
    template = {
        "name": letter.approved["name"],
        "language": {"code": letter.approved["language"]},
        "components": [{"type": "body", "parameters": told}] if told else [],
    }
    return {**message, "type": "template", "template": template}


def read_refusal(outcome: Outcome) -> Outcome:
    """What Meta's error means: its code decides, whatever the status of the answer."""
    import json

    try:
        error = json.loads(outcome.why.partition(" ")[2])["error"]
        code, text = int(error["code"]), str(error.get("message", ""))
    except (ValueError, KeyError, TypeError):
        return outcome
    return Outcome(Fate.LATER if code in BUSY else Fate.FAILED, why=f"{code} {text}"[:300])


def _sent(answer: Any) -> Outcome:
    try:
        return Outcome(Fate.SENT, str(answer.json()["messages"][0]["id"]))
    except (ValueError, KeyError, IndexError, TypeError):
        return Outcome(Fate.UNKNOWN, why="strange_answer")
