"""The channel that suits: the reader's wish first, then the purpose, and never one that does not reach them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neeman.channels.kinds import Purpose
from neeman.channels.suggesting import channel_named, suggested
from neeman.channels.tests.making import DANA


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("מעדיפה תקשורת בווטסאפ", "whatsapp"),
        ("WhatsApp בבקשה", "whatsapp"),
        ("רק דוא״ל", "email"),
        ("בסמס", "sms"),
        ("להתקשר בטלפון אחרי 16:00", "phone"),
        ("בבוקר", ""),
    ],
)
def test_what_people_write_for_a_channel(text: str, channel: str) -> None:
    assert channel_named(text) == channel


def test_the_wish_goes_before_the_purpose() -> None:
    assert suggested(DANA, "marketing") == "email"
    assert suggested(DANA, "service") == "whatsapp"
    assert suggested(replace(DANA, prefers="sms"), "marketing") == "sms"
    assert suggested(replace(DANA, prefers="phone"), "marketing") == "email"
    assert suggested(replace(DANA, prefers="email", email=""), "service") == "whatsapp"
    assert suggested(replace(DANA, phones=(), email=""), "deal") == ""
    assert all(suggested(DANA, purpose) for purpose in Purpose)
