"""What the rules say of people, looked up for many as for one. Whoever shows a way to write asks here first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from neeman.channels.kinds import Purpose
from neeman.channels.models.connection import SendingRules
from neeman.channels.models.consent import Consent
from neeman.channels.models.message import Message
from neeman.channels.queries.consents import ledgers_of
from neeman.channels.queries.messages import heard_moments, sending_rules, spoke_moments, was_asked
from neeman.channels.recipients import Recipient
from neeman.channels.rules import GENERAL, Cap, Question, Verdict, may_send
from neeman.orgs.access import Access


class Judging:
    """Of these people, whether they may be sent something at a moment: six queries at most, however many they are.

    Of a `message` in the outbox only what already left counts before it.
    """

    def __init__(
        self, access: Access, people: Sequence[Recipient], *, at: datetime, message: Message | None = None
    ) -> None:
        self.access, self.people, self.at, self.message = access, people, at, message

    def judge(
        self, to: Recipient, *, purpose: str, channel: str, has_deal: bool, by_hand: bool = False
    ) -> Verdict:
        """The decision on one of them, with its reason. `by_hand`: a person writes it to this one reader."""
        asks, capped = purpose == Purpose.REQUEST, purpose in GENERAL
        enough = capped and len(self._heard[to.party]) >= self._rules.cap.count
        return may_send(
            Question(
                purpose=purpose,
                channel=channel,
                at=self.at,
                ledger=self._ledgers[to.party],
                has_deal=has_deal,
                is_business=to.is_business,
                asked=asks and was_asked(self.access, to, besides=self._besides),
                sent=self._heard[to.party] if capped else (),
                cap=self._rules.cap if capped else Cap(),
                by_hand=by_hand,
                spoke_at=self._spoke.get(to.party) if by_hand and enough else None,
            )
        )

    @property
    def _besides(self) -> int:
        return self.message.pk if self.message else 0

    @cached_property
    def _rules(self) -> SendingRules:
        return sending_rules(self.access)

    @cached_property
    def _ledgers(self) -> dict[str, list[Consent]]:
        return ledgers_of(self.access, self.people)

    @cached_property
    def _spoke(self) -> dict[str, datetime]:
        return spoke_moments(self.access, self.people, since=self.at - timedelta(days=self._rules.cap_days))

    @cached_property
    def _heard(self) -> dict[str, list[datetime]]:
        since = self.at - timedelta(days=self._rules.cap_days)
        planned = self.message is None
        return heard_moments(self.access, self.people, since=since, planned=planned, besides=self._besides)
