"""How punctually a customer pays (R28): pure, in whole minor units and days.

A payment that names its paper goes there, as far as that is open; all else, returns among it, settles the oldest paper
first. What was paid ahead of any paper settles the next ones on their own day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from neeman.lib.terms import Terms


@dataclass(frozen=True, slots=True)
class Paper:
    """An order or invoice; a return has a sum below zero and settles others."""

    pk: int
    day: date
    minor: int


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that came in; `paper` is the one it names."""

    day: date
    minor: int
    paper: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """A part of a paper that was paid: when the paper was written, when the money came."""

    written: date
    came: date
    minor: int


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Days are means weighted by the sums, rounded half up. `late_days` counts what came on time as nothing; it and
    `on_time_minor` and `overdue_minor` are None where the terms cannot be counted."""

    paid_minor: int
    days_to_pay: int
    late_days: int | None
    on_time_minor: int | None
    open_minor: int
    overdue_minor: int | None


def punctuality(
    papers: Sequence[Paper], payments: Iterable[Paid], terms: Terms | None, *, as_of: date
) -> Punctuality | None:
    """What payments up to `as_of` say; None where nothing was paid yet.

    >>> papers = [Paper(1, date(2026, 1, 10), 300), Paper(2, date(2026, 3, 1), 100)]
    >>> paid = [Paid(date(2026, 2, 19), 300)]
    >>> punctuality(papers, paid, Terms(30), as_of=date(2026, 5, 1))
    Punctuality(paid_minor=300, days_to_pay=40, late_days=10, on_time_minor=0, open_minor=100, overdue_minor=100)
    """
    settled, left = settle(papers, payments, as_of=as_of)
    paid = sum(part.minor for part in settled)
    if not paid:
        return None
    days = _mean(((part.came - part.written).days, part.minor) for part in settled)
    still = sum(minor for _day, minor in left)
    if terms is None:
        return Punctuality(paid, days, None, None, still, None)
    lateness = [(max((part.came - terms.due(part.written)).days, 0), part.minor) for part in settled]
    return Punctuality(
        paid_minor=paid,
        days_to_pay=days,
        late_days=_mean(lateness),
        on_time_minor=sum(minor for late, minor in lateness if not late),
        open_minor=still,
        overdue_minor=sum(minor for day, minor in left if terms.due(day) < as_of),
    )


def settle(
    papers: Sequence[Paper], payments: Iterable[Paid], *, as_of: date
) -> tuple[list[Settled], list[tuple[date, int]]]:
    """The parts that were paid with money, and (day, minor) of what is still open, oldest first."""
    known = sorted((paper for paper in papers if paper.day <= as_of), key=lambda paper: (paper.day, paper.pk))
    book = _Book([paper for paper in known if paper.minor > 0])
    came = [one for one in payments if one.day <= as_of and one.minor > 0]
    rest = [(paper.day, -paper.minor, False) for paper in known if paper.minor < 0]
    for one in sorted(came, key=lambda paid: paid.day):
        left = one.minor if one.paper not in book.open else book.settle(one.paper, one.minor, one.day)
        rest.append((one.day, left, True))
    for day, minor, is_money in sorted(rest):
        while minor and book.open:
            minor = book.settle(next(iter(book.open)), minor, day if is_money else None)
    return book.settled, [(paper.day, book.open[pk]) for pk, paper in book.papers.items() if pk in book.open]


class _Book:
    """What is open of each paper, the oldest first, and what was settled of them."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.papers = {paper.pk: paper for paper in papers}
        self.open = {paper.pk: paper.minor for paper in self.papers.values()}
        self.settled: list[Settled] = []

    def settle(self, pk: int, minor: int, came: date | None) -> int:
        """Take a sum off a paper, with the day on which money came for it; returns what is left of the sum."""
        part = min(minor, self.open[pk])
        if part and came is not None:
            written = self.papers[pk].day
            self.settled.append(Settled(written, max(came, written), part))
        self.open[pk] -= part
        if not self.open[pk]:
            del self.open[pk]
        return minor - part


def _mean(weighted: Iterable[tuple[int, int]]) -> int:
    """The mean of days weighted by sums, rounded half up."""
    total = weight = 0
    for days, minor in weighted:
        total += days * minor
        weight += minor
    return (2 * total + weight) // (2 * weight)
