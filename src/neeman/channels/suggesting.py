"""Which channel suits (R72): what the person prefers, else what the purpose asks, among those that reach them."""

from __future__ import annotations

from neeman.channels.kinds import Channel, Purpose
from neeman.channels.recipients import Recipient

BY_PURPOSE = {
    Purpose.SERVICE: (Channel.WHATSAPP, Channel.SMS, Channel.EMAIL),
    Purpose.DEAL: (Channel.WHATSAPP, Channel.EMAIL, Channel.SMS),
    Purpose.GREETING: (Channel.WHATSAPP, Channel.SMS, Channel.EMAIL),
    Purpose.MARKETING: (Channel.EMAIL, Channel.WHATSAPP, Channel.SMS),
    Purpose.REQUEST: (Channel.EMAIL, Channel.WHATSAPP, Channel.SMS),
}
"""S2:80-95: WhatsApp for what is personal, e-mail for newsletters and documents, SMS for reminders. No calls: these carry words."""

WORDS = {
    Channel.WHATSAPP: ("whatsapp", "וואטסאפ", "ווטסאפ", "ווצאפ", "וואצאפ"),
    Channel.EMAIL: ("mail", "מייל", "דוא"),
    Channel.SMS: ("sms", "סמס", "מסרון"),
    Channel.PHONE: ("phone", "call", "טלפון", "שיחה"),
}
"""What people write for a channel."""


def channel_named(text: str) -> str:
    """The channel that a remark names ("מעדיפה ווטסאפ"); empty where it names none."""
    small = text.lower().replace("״", "").replace('"', "")
    return next((channel for channel, words in WORDS.items() if any(word in small for word in words)), "")


def suggested(who: Recipient, purpose: str) -> str:
    """The channel by which to write, also to those who would rather be called; empty where none reaches them."""
    fit = BY_PURPOSE[Purpose(purpose)]
    preferred = (who.prefers,) if who.prefers in fit else ()
    return next((channel for channel in (*preferred, *fit) if who.address(channel)), "")
