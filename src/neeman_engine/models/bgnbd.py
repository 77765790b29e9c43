"""How often will each customer buy again, and is he still a customer? (BG/NBD)

While active, a customer buys at random at a rate of his own, Gamma(r, alpha) over customers; after each *repeat*
purchase he leaves for good with a probability of his own, Beta(a, b) over customers. With k = r + x:

    L(x, t_x, T) = G(r+x)/G(r) alpha^r B(a,b+x)/B(a,b) [ (alpha+T)^-k + (x>0) a/(b+x-1) (alpha+t_x)^-k ]
    P(alive) = 1 / (1 + (x>0) a/(b+x-1) ((alpha+T)/(alpha+t_x))^k)
    E[Y(h)] = P(alive) E_p[(1 - ((alpha+T)/(alpha+T+p h))^k) / p],  p ~ Beta(a, b+x)
    P(purchase within h) = P(alive) (1 - ((alpha+T)/(alpha+T+h))^k)

E[Y] is the published 2F1 formula written as an integral over p, which needs no limit at a = 1 and cannot overflow.

Arrays in, one row a customer, one-time buyers included: frequency x = purchase occasions after the first (days with a
purchase, not order lines), recency t_x = time from first to last purchase, age T = time from first purchase to the
day of asking, all times in any one unit; weights = how many customers the row stands for. `horizon` is in that unit
too. Out: probabilities in 0..1, expected occasions.

Edge cases: one-time buyers have P(alive) = 1 (the model lets nobody leave before a repeat purchase), so it is no churn
score: see `churn`. Fewer than 50 customers, or 20 repeat buyers, is TOO_FEW and every number nan. Where dropout
does not differ between customers, a and b run away along a ridge; they are then held by a weak prior on their
logarithms and the verdict is REGULARISED. x, t_x, T that no customer can have raise ValueError.

>>> paper = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)  # CDNOW, in weeks
>>> paper.expected_purchases(39, frequency=2, recency=30.43, age=38.86).round(3).tolist()
[1.226]
>>> paper.p_alive(2, 30.43, 38.86).round(3).tolist()
[0.727]

Source: Fader, Hardie & Lee 2005, "Counting Your Customers" the Easy Way, Marketing Science 24(2), eq. 6-10.
"""

from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from neeman_engine.models.beta_geometric import BetaGeometric
from neeman_engine.models.triples import group


@dataclass(frozen=True)
class BgNbd(BetaGeometric):
    """A BG/NBD model; formulas and units in the module."""

    chances_before: ClassVar[int] = 0


def fit(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None) -> BgNbd:
    """The maximum-likelihood BG/NBD of these customers, with standard errors and a verdict."""
    return BgNbd.fitted(group(frequency, recency, age, weights))
