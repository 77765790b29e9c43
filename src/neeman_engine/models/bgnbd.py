"""How often will each customer buy again, and is he still a customer? (BG/NBD)"""

from dataclasses import dataclass
from typing import ClassVar
from numpy.typing import ArrayLike
from neeman_engine.models.beta_geometric import BetaGeometric
from neeman_engine.models.triples import group


@dataclass(frozen=True)
class BgNbd(BetaGeometric):
    """A fitted BG/NBD; see the module for formulas and units."""

    chances_before: ClassVar[int] = 0


def fit(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None) -> BgNbd:
    """x"""
    return BgNbd.fitted(group(frequency, recency, age, weights))
