"""Sending by the gateway."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.channels.kinds import Channel
from neeman.channels.sms.form import SmsForm
from neeman.channels.ways import Fate, Letter, Outcome, Settings
from neeman.channels.wording.isolating import isolate


class Sms:
    """One request a message. Whether a repeated key is dropped is for the gateway's guide to say (`key_field`)."""

    key = "sms"
    channel: str = Channel.SMS
    title: str | Promise = _("SMS")
    says: str | Promise = _("By any gateway that takes an HTTP request")
    form: type[forms.Form] = SmsForm
    secrets = frozenset({"secret", "hook_key"})

    def takes_key(self, settings: Settings) -> bool:
        """Where the gateway has a field for it."""
        return bool(settings.get("key_field"))

    def takes_replies(self, settings: Settings) -> bool:
        """Where the gateway posts answers to us."""
        return bool(settings.get("hook_key"))

    def hand_over(self, settings: Settings, letter: Letter) -> Outcome:
        """Post it, and read what the gateway says."""
        from neeman.channels.outside.web import post

        fields = fields_of(settings, letter)
        headers = {settings["secret_name"]: settings["secret"]} if settings.get("secret") else {}
        content = {"json": fields} if settings["style"] == "json" else {"data": fields}
        answer = post(settings["url"], headers=headers, **content)
        return answer if isinstance(answer, Outcome) else read_answer(settings, answer)


def fields_of(settings: Settings, letter: Letter) -> dict[str, str]:
    """What is posted."""
    more = (line.partition("=") for line in settings.get("more", "").splitlines() if "=" in line)
    fields = {name.strip(): value.strip() for name, _sign, value in more}
    fields[settings["to_field"]] = number(letter.to, settings["number_style"])
    fields[settings["text_field"]] = isolate(letter.body)
    if settings.get("sender_field") and settings.get("sender"):
        fields[settings["sender_field"]] = settings["sender"]
    if settings.get("key_field"):
        fields[settings["key_field"]] = letter.key
    return fields


def number(e164: str, style: str) -> str:
    """The number as the gateway wants it."""
    if style == "plus":
        return e164
    if style == "local" and e164.startswith("+972"):
        return f"0{e164.removeprefix('+972')}"
    return e164.removeprefix("+")


def read_answer(settings: Settings, answer: Any) -> Outcome:
    """A 200 is not always a yes: some gateways say no in the body."""
    try:
        told = answer.json()
    except ValueError:
        told = {}
    told = told if isinstance(told, dict) else {}
    if settings.get("ok_field") and str(told.get(settings["ok_field"])) != settings.get("ok_value", ""):
        return Outcome(Fate.FAILED, why=answer.text[:200])
    return Outcome(Fate.SENT, str(told.get(settings.get("id_field", ""), ""))[:254])
