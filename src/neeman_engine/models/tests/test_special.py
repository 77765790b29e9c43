"""The special functions against SciPy's."""

import numpy as np
import scipy.special

from neeman_engine.models import special

POINTS = np.concatenate([10.0 ** np.linspace(-9, 9, 400), np.arange(1.0, 200.0), np.arange(1.0, 60.0) / 7])


def test_gamma_functions() -> None:
    for ours, theirs in (
        (special.log_gamma, scipy.special.gammaln),
        (special.digamma, scipy.special.psi),
        (special.trigamma, lambda x: scipy.special.polygamma(1, x)),
    ):
        np.testing.assert_allclose(ours(POINTS), theirs(POINTS), rtol=2e-14, atol=2e-14)


def test_gamma_functions_where_the_search_may_stray() -> None:
    with np.errstate(all="ignore"):
        for function in (special.log_gamma, special.digamma, special.trigamma):
            assert not np.isfinite(function([0.0, np.nan])).any()


def test_shares_and_ratios() -> None:
    scores = np.concatenate([-POINTS, [0.0], POINTS])
    np.testing.assert_allclose(special.expit(scores), scipy.special.expit(scores), rtol=1e-14, atol=1e-300)
    shares = np.array([1e-300, 1e-6, 0.3, 0.5, 1 - 1e-6])
    np.testing.assert_allclose(special.logit(shares), scipy.special.logit(shares), rtol=1e-14, atol=1e-16)
    small = np.concatenate([-POINTS[:250], [0.0], POINTS[:250]])
    np.testing.assert_allclose(special.exprel(small), scipy.special.exprel(small), rtol=1e-14)
    x, y = np.array([0.0, 1e-300, 2.0, 7.0]), np.array([3.0, 1e-3, 2.0, 5.0])
    np.testing.assert_allclose(special.x_log_ratio(x, y), scipy.special.xlogy(x, x / y), rtol=1e-14)
