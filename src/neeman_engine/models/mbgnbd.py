"""How often will each customer buy again, and is he still a customer? (MBG/NBD)"""

from dataclasses import dataclass
from typing import ClassVar
from numpy.typing import ArrayLike
from neeman_engine.models.beta_geometric import BetaGeometric
from neeman_engine.models.triples import group


@dataclass(frozen=True)
class MbgNbd(BetaGeometric):
    """A fitted MBG/NBD; see the module for formulas and units."""

    chances_before: ClassVar[int] = 1


def fit(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None) -> MbgNbd:
    """x"""
    return MbgNbd.fitted(group(frequency, recency, age, weights))
