"""How likely a deal is to be won: somebody's own figure, else this business's history, else the defaults (R83)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from neeman.orgs.access import Access
from neeman.sales.models import Deal, Kind, Stage
from neeman.sales.queries.stages import all_stages

ENOUGH = 30
"""Ended deals from which a share is told rather than assumed: under it, one deal moves the figure by over 3 points."""

Basis = Literal["own", "history", "default"]


@dataclass(frozen=True, slots=True)
class Chance:
    """`percent` of deals won; `basis` says whose figure it is, `deals` of how many ended ones (0 unless history)."""

    percent: int
    basis: Basis
    deals: int = 0

    @property
    def share(self) -> float:
        """The same as 0..1."""
        return self.percent / 100


@dataclass(frozen=True, slots=True)
class Ended:
    """Ended deals that reached a stage: how many, and how many of them were won."""

    deals: int = 0
    won: int = 0

    def __add__(self, other: Ended) -> Ended:
        return Ended(self.deals + other.deals, self.won + other.won)


class Chances:
    """The chance from each stage with a new and with an existing customer.

    A won deal passed every stage; a lost one had reached the stage in which it was lost and those before it. So the
    chance from a stage is won / (won + lost there or later), over all ended deals of the business.
    """

    def __init__(self, stages: Sequence[Stage], ended: dict[tuple[int, bool], Ended]) -> None:
        self._chances: dict[tuple[int | str, bool], Chance] = {}
        for is_new in (True, False):
            won = sum(one.won for (_, new), one in ended.items() if new == is_new)
            for stage in stages:
                later = [other.pk for other in stages if other.position >= stage.position]
                lost = sum(
                    one.deals - one.won for (pk, new), one in ended.items() if new == is_new and pk in later
                )
                self._chances[stage.pk or stage.code, is_new] = _chance(
                    stage, Ended(won + lost, won), is_new=is_new
                )

    def from_stage(self, stage: int | str, *, is_new: bool) -> Chance:
        """The chance of a deal that stands in the stage of this id; a default that is no row yet goes by its code."""
        return self._chances[stage, is_new]

    def of(self, deal: Deal) -> Chance:
        """The chance of this deal: somebody's own figure comes first."""
        if deal.probability is not None:
            return Chance(deal.probability, "own")
        return self.from_stage(deal.stage_id, is_new=deal.is_new)

    def percent(self) -> Case:
        """The same as an expression over deals: whole percent."""
        cases = [When(probability__isnull=False, then=F("probability"))]
        for (stage_id, is_new), chance in self._chances.items():
            if isinstance(stage_id, int):
                kind = Q(kind=Kind.NEW) if is_new else ~Q(kind=Kind.NEW)
                cases.append(When(kind, stage=stage_id, then=Value(chance.percent)))
        return Case(*cases, default=Value(0), output_field=IntegerField())


def chances(access: Access, stages: Sequence[Stage] | None = None) -> Chances:
    """The chances of this business; one query beside that for the stages."""
    ended: dict[tuple[int, bool], Ended] = {}
    rows = (
        Deal.objects.exclude(won_at=None, lost_at=None)
        .values_list("stage", "kind")
        .annotate(deals=Count("pk"), won=Count("won_at"))
        .order_by()
    )
    for stage_id, kind, deals, won in rows:
        key = (stage_id, kind == Kind.NEW)
        ended[key] = ended.get(key, Ended()) + Ended(deals, won)
    return Chances(all_stages(access) if stages is None else stages, ended)


def _chance(stage: Stage, ended: Ended, *, is_new: bool) -> Chance:
    if ended.deals >= ENOUGH:
        percent = (200 * ended.won + ended.deals) // (2 * ended.deals)  # rounded half up
        return Chance(percent, "history", ended.deals)
    return Chance(stage.probability_new if is_new else stage.probability_existing, "default")
