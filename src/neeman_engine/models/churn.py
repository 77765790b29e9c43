"""Who will not buy again within the horizon?

Risk = 1 - P(purchase within h). P(alive) alone is no risk score: BG/NBD holds every one-time buyer for active, and
ranks all customers worse than a coin would. The fitted models give P(purchase) (their `p_purchase`); where the
business has a past to learn from, a logistic calibration on it corrects their level and their ranking:

    logit P = w0 + w1 logit P_model(h) + w2 log(1+x) + w3 log(1+gap ratio) + w4 log(spend)

The weights are learned on an earlier day from what came after it (a split in time, never at random), starting from
the belief that the model is right (w1 = 1, the others 0).

Arrays: frequency x, recency t_x and age T as in the models, spend = revenue so far in any unit of money, at least
zero. Gap ratio = time since the last purchase / the customer's usual gap (t_x / x), or / the mean age of all where
he has bought once. Out: probabilities in 0..1.

Edge cases: with fewer than 50 who bought again in the window, or fewer than 50 who did not, the verdict is TOO_FEW and
`p_purchase` is the model's own; spend of zero counts as a hundredth of the median. A customer's score depends on the
mean age of the customers scored with him, so score all of them together.

>>> gap_ratio([0, 2], [0, 20], [30, 30]).tolist()
[1.0, 1.0]

Source: the complement of Fader, Hardie & Lee 2005, eq. 7-8 with the Gamma posterior of the rate; logistic
recalibration: Cox 1958; ridge towards the model: Steyerberg, Clinical Prediction Models (2019), section 15.3.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from neeman_engine.models.history import Past
from neeman_engine.models.newton import Evaluation, Floats, Prior, maximise
from neeman_engine.models.special import expit, logit
from neeman_engine.models.triples import checked
from neeman_engine.models.verdict import Reason, Verdict

FEWEST_OF_EACH = 50
LEAST_PROBABILITY = 1e-6
SHORTEST_GAP_SHARE = 1e-3
LEAST_SPEND_SHARE = 1e-2


class Purchasing(Protocol):
    """Any fitted purchase model."""

    def p_purchase(self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Probability of at least one purchase within `horizon`."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the past says about the model: weights of the standardised features, the first of them the intercept."""

    weights: Floats
    means: Floats
    deviations: Floats
    typical_spend: float
    learned_from: float
    verdict: Verdict
    reason: Reason

    def p_purchase(
        self,
        model: Purchasing,
        horizon: float,
        frequency: ArrayLike,
        recency: ArrayLike,
        age: ArrayLike,
        spend: ArrayLike,
    ) -> Floats:
        """Calibrated probability of a purchase within `horizon`, or the model's own where the past was too thin."""
        plain = model.p_purchase(horizon, frequency, recency, age)
        return self.corrected(plain, frequency, recency, age, spend)

    def corrected(
        self, plain: Floats, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, spend: ArrayLike
    ) -> Floats:
        """The same, where the model's own probability `plain` is known."""
        if not self.verdict.usable:
            return plain
        features = _features(plain, frequency, recency, age, np.asarray(spend, float), self.typical_spend)
        score = self.weights[0] + (features - self.means) / self.deviations @ self.weights[1:]
        return np.asarray(expit(score))


def calibrate(model: Purchasing, past: Past) -> Calibration:
    """Learn from what followed an earlier day; `model` is the one fitted to the customers of that day."""
    then = past.customers
    bought = past.bought > 0
    few = min(bought.sum(), (~bought).sum()) < FEWEST_OF_EACH
    plain = model.p_purchase(past.window, then.frequency, then.recency, then.age)
    if few or not np.all(np.isfinite(plain)):
        nothing = np.full(5, np.nan)
        reason = Reason.FEW_REPEAT_BUYERS if few else Reason.STEPS_EXHAUSTED
        return Calibration(nothing, nothing[1:], nothing[1:], np.nan, len(bought), Verdict.TOO_FEW, reason)
    typical = float(np.median(then.spend[then.spend > 0])) if np.any(then.spend > 0) else 1.0
    features = _features(plain, then.frequency, then.recency, then.age, then.spend, typical)
    means, deviations = features.mean(axis=0), features.std(axis=0)
    deviations = np.where(deviations > 0, deviations, 1.0)
    weights, converged = _logistic((features - means) / deviations, bought, believed=deviations[0])
    verdict = Verdict.OK if converged else Verdict.NOT_CONVERGED
    reason = Reason.ENOUGH if converged else Reason.STEPS_EXHAUSTED
    return Calibration(weights, means, deviations, typical, len(bought), verdict, reason)


def gap_ratio(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
    """Time since the last purchase in usual gaps of the customer."""
    x, t_x, until = checked(frequency, recency, age)
    everyone = max(float(until.mean()), np.finfo(float).tiny)
    usual = np.where(x > 0, t_x / np.maximum(x, 1.0), everyone)
    return (until - t_x) / np.maximum(usual, SHORTEST_GAP_SHARE * everyone)


def _features(
    plain: Floats, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, spend: Floats, typical: float
) -> Floats:
    return np.column_stack(
        [
            logit(np.clip(plain, LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY)),
            np.log1p(np.asarray(frequency, dtype=np.float64)),
            np.log1p(gap_ratio(frequency, recency, age)),
            np.log(np.maximum(spend, LEAST_SPEND_SHARE * typical)),
        ]
    )


def _logistic(features: Floats, bought: ArrayLike, *, believed: float) -> tuple[Floats, bool]:
    """Weights by penalised likelihood; the penalty draws the first towards `believed`, the others to nothing."""
    columns = np.column_stack([np.ones(len(features)), features])
    outcome = np.asarray(bought, dtype=np.float64)
    centre = np.zeros(columns.shape[1])
    centre[1] = believed
    spread = np.append(np.inf, np.ones(columns.shape[1] - 1))

    def likelihood(weights: Floats) -> Evaluation:
        score = columns @ weights
        chance = expit(score)
        value = float(outcome @ score - np.logaddexp(0.0, score).sum())
        slopes = columns.T @ (outcome - chance)
        bends = -(columns.T * (chance * (1.0 - chance))) @ columns
        return value, slopes, bends

    best = maximise(Prior(centre, spread).held(likelihood), centre)
    return best.point, best.converged
