"""What other rooms may show of this one, as (template, context) for whatever card they keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from neeman.channels.gate import judge
from neeman.channels.kinds import Channel, Purpose
from neeman.channels.queries.consents import ledger_of, told_once
from neeman.channels.recipients import Recipient
from neeman.channels.rules import CALL_CONSENT_LASTS, standing_refusal
from neeman.orgs.access import Access


def consents_of(access: Access, who: Recipient, *, now: datetime) -> tuple[str, dict[str, Any]]:
    """What may be sent to somebody and why, channel by channel, with the lines on which it rests."""
    lines = ledger_of(access, who)
    verdicts = [
        {
            "channel": channel,
            "verdict": judge(access, who, purpose=Purpose.MARKETING, channel=channel, at=now, has_deal=False),
        }
        for channel in Channel
    ]
    refusal = standing_refusal(lines)
    told = [{"line": line, "is_old": now - line.at > CALL_CONSENT_LASTS} for line in told_once(lines)]
    context = {"person": who, "verdicts": verdicts, "refusal": refusal, "lines": told, "as_of": now}
    return "channels/_consents.html", context
