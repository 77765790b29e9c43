"""From a likelihood to parameters, standard errors and a verdict: the way every model here is fitted.

First plain maximum likelihood. Where the data leave a parameter undetermined (dropout that does not differ between
customers drives a and b along a flat ridge, for instance to 79 and 954), the fit is repeated with a weak normal
belief about the logarithms of the shape parameters, and the verdict says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from neeman_engine.models.newton import Floats, Objective, Optimum, Prior, maximise
from neeman_engine.models.verdict import Reason, Verdict

LOOSEST = 1.0
"""A log-parameter less sure than this (a factor 7 either way at 95 %) is not determined by the data."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Parameters with their standard errors, the plain log-likelihood there, and how far to trust them."""

    parameters: Floats
    standard_errors: Floats
    log_likelihood: float
    steps: int
    converged: bool
    verdict: Verdict
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """What every fitted model carries beside its own parameters.

    Parameters and standard errors are nan where the verdict is TOO_FEW, predictions wherever it is not usable.
    A model built from known parameters, without data, is OK and has no likelihood.
    """

    log_likelihood: float = np.nan
    customers: float = np.nan
    steps: int = 0
    converged: bool = True
    verdict: Verdict = Verdict.OK
    reason: Reason = Reason.ENOUGH
    standard_errors: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, settled: Settled, names: Sequence[str], customers: float) -> Self:
        """The model with the parameters that were settled on, in the order of `names`."""
        return cls(
            **dict(zip(names, settled.parameters.tolist(), strict=True)),
            log_likelihood=settled.log_likelihood,
            customers=customers,
            steps=settled.steps,
            converged=settled.converged,
            verdict=settled.verdict,
            reason=settled.reason,
            standard_errors=dict(zip(names, settled.standard_errors.tolist(), strict=True)),
        )

    def shown(self, values: Floats) -> Floats:
        """The values, or nan for each where the model is not to be trusted."""
        return values if self.verdict.usable else np.full(values.shape, np.nan)


def settle(objective: Objective, start: Floats, belief: Prior, reasons: Sequence[Reason]) -> Settled:
    """Fit plainly, and again with `belief` where needed; `reasons` names what each parameter left open means."""
    plain = maximise(objective, np.log(start), loosest=LOOSEST)
    loose = plain.deviations > LOOSEST
    if plain.converged and not loose.any():
        return _settled(objective, plain, Verdict.OK, Reason.ENOUGH)
    near = belief.centre + np.clip(plain.point - belief.centre, -belief.spread, belief.spread)
    held = maximise(belief.held(objective), near)
    if not held.converged:
        return _settled(objective, held, Verdict.NOT_CONVERGED, Reason.STEPS_EXHAUSTED)
    away = np.abs(plain.point - belief.centre) / belief.spread
    worst = int(np.argmax(away))
    return _settled(objective, held, Verdict.REGULARISED, reasons[worst])


def too_few(parameters: int, reason: Reason) -> Settled:
    """No numbers at all: every parameter is nan, and the verdict says why."""
    nothing = np.full(parameters, np.nan)
    return Settled(nothing, nothing, np.nan, 0, converged=False, verdict=Verdict.TOO_FEW, reason=reason)


def _settled(objective: Objective, optimum: Optimum, verdict: Verdict, reason: Reason) -> Settled:
    parameters = np.exp(optimum.point)
    log_likelihood = optimum.value if verdict is Verdict.OK else objective(optimum.point)[0]
    return Settled(
        parameters=parameters,
        standard_errors=parameters * optimum.deviations,
        log_likelihood=log_likelihood,
        steps=optimum.steps,
        converged=optimum.converged,
        verdict=verdict,
        reason=reason,
    )
