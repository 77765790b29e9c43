"""Whether a message may be sent: one pure decision, made when it is queued and once more when it leaves.

The rules of the Israeli spam law (Communications Law, s. 30A) and of the register of those who want no calls, in the
order in which they are asked. Whoever asks brings everything that is known; nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext, gettext_noop

from neeman.channels.kinds import ADVERTISING, Channel, Purpose
from neeman.channels.models.consent import Act, Consent, Source

OWN_WORDS = frozenset({Source.FORM, Source.WRITTEN, Source.CALL, Source.REPLY, Source.LINK})
"""Where a person speaks for themselves in a way that can be shown: only so is a refusal taken back."""

CALL_CONSENT_LASTS = timedelta(days=365)
"""Consumer Protection Law, amendment 61: consent to marketing calls holds for a year."""

REGISTER_LASTS = timedelta(days=15)
"""The same law: a number may be called that was looked up in the do-not-call register so lately, and was not there."""

GENERAL = ADVERTISING | {Purpose.GREETING}
"""What goes out because we want to speak; a quote, or an answer in a deal that somebody asked for, is none of it. The cap
stops this, since the follow-up of a living deal has days of its own; but not a person's own words in a talk under way."""

COUNTED = GENERAL | {Purpose.DEAL}
"""What counts against the cap. Service does not: whoever ordered three things hears of three things."""

STOPPED = {
    "": frozenset(Purpose),
    Purpose.DEAL: COUNTED,
    Purpose.MARKETING: GENERAL,
}
"""What was refused -> what it stops, the widest first."""

REASONS = {
    "service": gettext_noop("It is about something they ordered or asked for."),
    "deal": gettext_noop("It follows up a living deal."),
    "greeting": gettext_noop("A greeting that offers nothing needs no consent."),
    "talk": gettext_noop("They spoke with us these days, and somebody answers them."),
    "consent": gettext_noop("They agreed."),
    "exception": gettext_noop(
        "Their details came with a purchase or a negotiation, and they did not refuse."
    ),
    "register": gettext_noop(
        "Their number is not in the do-not-call register, looked up in the last 15 days."
    ),
    "request": gettext_noop("A business may be asked once."),
    "refused_everything": gettext_noop("They asked for no messages at all."),
    "refused": gettext_noop("They asked to be removed."),
    "no_consent": gettext_noop("They have not agreed to advertisements on this channel."),
    "consent_expired": gettext_noop("Their consent to calls is more than a year old."),
    "no_deal": gettext_noop("There is no deal or quote that it follows up."),
    "not_a_business": gettext_noop("Only a business may be asked without its consent."),
    "asked_already": gettext_noop("They were asked once already."),
    "too_often": gettext_noop("They heard from us often enough these days."),
}
"""Reason code -> what is said of it on the page."""


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `count` messages to one party in `days`, over all channels together."""

    count: int = 2
    days: int = 7


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it may be sent, why (a key of REASONS), and the line of the ledger on which that rests."""

    allowed: bool
    reason: str
    basis: Consent | None = None

    @property
    def words(self) -> str:
        """The reason in the reader's language."""
        return gettext(REASONS[self.reason])


@dataclass(frozen=True, slots=True)
class Question:
    """May this be sent at this moment? `ledger` holds the lines of the party and of all its addresses, in any order;
    `sent` the moments of the COUNTED messages to it; `asked` whether it was ever sent a request; `by_hand` whether a person
    writes it to this one reader, and `spoke_at` when that reader last turned to us, or answered."""

    purpose: str
    channel: str
    at: datetime
    ledger: Sequence[Consent] = ()
    has_deal: bool = False
    is_business: bool = False
    asked: bool = False
    sent: Sequence[datetime] = ()
    cap: Cap = Cap()
    by_hand: bool = False
    spoke_at: datetime | None = None


def may_send(question: Question) -> Verdict:
    """The decision, with its reason. A refusal goes before everything, and lawful is not yet welcome: the cap is asked last.

    >>> from datetime import UTC
    >>> may_send(Question("marketing", "sms", datetime(2026, 3, 1, tzinfo=UTC))).reason
    'no_consent'
    """
    refusal = standing_refusal(question.ledger)
    if refusal is not None and question.purpose in STOPPED[refusal.purpose]:
        reason = "refused" if refusal.purpose else "refused_everything"
        return Verdict(allowed=False, reason=reason, basis=refusal)
    verdict = _lawful(question)
    if verdict.allowed and question.purpose in GENERAL and _heard_enough(question):
        answers = _answers(question)
        return Verdict(allowed=answers, reason="talk" if answers else "too_often")
    return verdict


def standing_refusal(ledger: Sequence[Consent]) -> Consent | None:
    """The refusal that holds, or None: the widest of those that the person has not taken back in their own words.

    What is noted as said at one moment counts as refused, a line of a file or of a purchase takes nothing back, and a
    refusal dated in the future holds at once: a wrong clock must not send.
    """
    back = max((line.at for line in ledger if _takes_back(line)), default=None)
    holding = [line for line in ledger if line.act == Act.REFUSED and (back is None or line.at >= back)]
    widest = list(STOPPED)
    return min(holding, key=lambda line: (widest.index(line.purpose), line.at), default=None)


def _takes_back(line: Consent) -> bool:
    return line.act == Act.GIVEN and line.source in OWN_WORDS


def _lawful(question: Question) -> Verdict:
    """The purpose's own rule, for somebody who has not refused."""
    match question.purpose:
        case Purpose.SERVICE | Purpose.GREETING:
            return Verdict(allowed=True, reason=question.purpose)
        case Purpose.DEAL:
            return Verdict(allowed=question.has_deal, reason="deal" if question.has_deal else "no_deal")
        case Purpose.REQUEST if not question.is_business:
            return Verdict(allowed=False, reason="not_a_business")
        case Purpose.REQUEST:
            return Verdict(
                allowed=not question.asked, reason="asked_already" if question.asked else "request"
            )
        case _:
            return _agreed(question)


def _agreed(question: Question) -> Verdict:
    """Advertisements rest on a consent to them on this channel, or on a documented exception. What was agreed to before a
    refusal went with it: whoever comes back for e-mail has not come back for calls. A call may rest on the register too."""
    refused = max((line.at for line in question.ledger if line.act == Act.REFUSED), default=None)
    fitting = [
        line for line in question.ledger if _fits(line, question) and (refused is None or line.at > refused)
    ]
    holding = [line for line in fitting if question.at - line.at <= _lasts(line, question.channel)]
    basis = max(holding, key=lambda line: (line.act == Act.GIVEN, line.at), default=None)
    if basis is not None:
        reason = "register" if basis.source == Source.REGISTER else "exception"
        return Verdict(allowed=True, reason="consent" if basis.act == Act.GIVEN else reason, basis=basis)
    old = max((line for line in fitting if line.act == Act.GIVEN), key=lambda line: line.at, default=None)
    return Verdict(allowed=False, reason="consent_expired" if old else "no_consent", basis=old)


def _lasts(line: Consent, channel: str) -> timedelta:
    """How long a line holds: consents to messages and exceptions do not grow old, those to calls do."""
    if line.source == Source.REGISTER:
        return REGISTER_LASTS
    return CALL_CONSENT_LASTS if channel == Channel.PHONE else timedelta.max


def _fits(line: Consent, question: Question) -> bool:
    return (
        line.act != Act.REFUSED
        and line.at <= question.at
        and line.channel in ("", question.channel)
        and line.purpose in ("", Purpose.MARKETING)
    )


def _heard_enough(question: Question) -> bool:
    since = question.at - timedelta(days=question.cap.days)
    return sum(moment > since for moment in question.sent) >= question.cap.count


def _answers(question: Question) -> bool:
    """Whether a person goes on in a talk: the cap is for what we start. Advertisements are never an answer, and what goes
    out by itself answers nobody."""
    if not question.by_hand or question.purpose != Purpose.GREETING or question.spoke_at is None:
        return False
    return question.at - question.spoke_at <= timedelta(days=question.cap.days)
