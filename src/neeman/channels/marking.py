"""What the law wants to stand on an advertisement (s. 30A(e); Privacy Law, s. 17F): the word, who sends, the way out."""

from __future__ import annotations

from neeman.channels.kinds import ADVERTISING, Channel
from neeman.lib.hebrew import has_hebrew

WORD = "פרסומת"
"""The statute's own word, whatever the language of the message."""

FOOT = {
    True: ("דיוור ישיר מאת {business}", 'להסרה אפשר להשיב "הסר"', "להסרה: {link}"),
    False: ("Direct mailing by {business}", 'To be removed, reply "stop"', "To be removed: {link}"),
}
"""Whether in Hebrew -> who sends; the way out by a reply; the way out by a link."""


def marked(purpose: str, channel: str, subject: str, body: str, business: str) -> tuple[str, str]:
    """(subject, body) with the word at the start: of the subject where there is one, else of the text."""
    if purpose not in ADVERTISING:
        return subject, body
    if channel == Channel.EMAIL:
        return f"{WORD}: {subject}", body
    return subject, f"{WORD} · {business}\n{body}"


def foot(purpose: str, body: str, *, business: str, contact: str, link: str, replies: bool) -> str:
    """What stands below an advertisement: who sends, and how to be removed; nothing below other messages."""
    if purpose not in ADVERTISING:
        return ""
    sender, by_reply, by_link = FOOT[has_hebrew(body)]
    ways = [by_reply] if replies else []
    ways += [by_link.format(link=link)] if link else []
    told = ", ".join(filter(None, (sender.format(business=business), contact)))
    return "\n".join(["", "", told, *ways])
