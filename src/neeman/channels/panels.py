"""What other rooms may show of this one, as (template, context) for whatever card they keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from neeman.channels.kinds import Channel, Purpose
from neeman.channels.models.consent import Consent
from neeman.channels.queries.consents import ledger_of, told_once
from neeman.channels.recipients import Recipient
from neeman.channels.rules import CALL_CONSENT_LASTS, Question, may_send, standing_refusal
from neeman.orgs.access import Access

Rendering = tuple[str, dict[str, Any]]


def consents_of(access: Access, who: Recipient, *, now: datetime) -> Rendering:
    """What may be sent to somebody and why, channel by channel, with the lines on which it rests."""
    lines = ledger_of(access, who)
    told = [{"line": line, "is_old": now - line.at > CALL_CONSENT_LASTS} for line in told_once(lines)]
    return "channels/_consents.html", {**_allowed(who, lines, now), "lines": told}


def reach_of(access: Access, who: Recipient, *, now: datetime) -> Rendering:
    """The same in two lines, with the ways to write and to read what was written."""
    return "channels/_reach.html", _allowed(who, ledger_of(access, who), now)


def _allowed(who: Recipient, lines: Sequence[Consent], now: datetime) -> dict[str, Any]:
    verdicts = [
        {"channel": channel, "verdict": may_send(Question(Purpose.MARKETING, channel, now, lines))}
        for channel in Channel
    ]
    return {"person": who, "verdicts": verdicts, "refusal": standing_refusal(lines), "as_of": now}
