"""Recipients, lines of the ledger and moments for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from neeman.channels.models.consent import Act, Consent, Source
from neeman.channels.recipients import Recipient
from neeman.channels.services.consents import Words

NOON = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday at noon in Jerusalem."""

DANA = Recipient(
    party="customer:12",
    name="דנה לוי",
    first_name="דנה",
    gender="f",
    phones=("+972501234567",),
    email="dana@example.test",
)
SHOP = Recipient(party="customer:13", name="טק-סולושנס", phones=("+97231234567",), is_business=True)


def line(
    act: Act, day: int, *, channel: str = "", purpose: str = "marketing", source: Source = Source.FORM
) -> Consent:
    """A line of the ledger that is not kept, said `day` days before NOON."""
    return Consent(
        act=act, at=NOON - timedelta(days=day), channel=channel, purpose=purpose, source=source, wording="כן"
    )


def words(source: Source = Source.FORM, *, day: int = 0, wording: str = "מסכימה לקבל עדכונים") -> Words:
    """What was said `day` days before NOON."""
    return Words(wording=wording, source=source, at=NOON - timedelta(days=day), proof="טופס 7")
