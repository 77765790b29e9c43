"""How far a fitted model may be trusted, in one word, and why, in another.

The word is for code and colour, the reason for the sentence the page says. Both are strings, so that they go
into JSON and Parquet as they are.
"""

from enum import StrEnum

MIN_CUSTOMERS = 50
MIN_REPEAT_BUYERS = 20


class Verdict(StrEnum):
    """One word: use it, use it knowing that the data left a question open, or do not use it."""

    OK = "OK"
    REGULARISED = "REGULARISED"
    TOO_FEW = "TOO_FEW"
    NOT_CONVERGED = "NOT_CONVERGED"

    @property
    def usable(self) -> bool:
        """Whether the model's numbers may be shown."""
        return self in (Verdict.OK, Verdict.REGULARISED)


class Reason(StrEnum):
    """Why the verdict is what it is."""

    ENOUGH = "enough"
    FEW_CUSTOMERS = "few_customers"
    FEW_REPEAT_BUYERS = "few_repeat_buyers"
    NO_DROPOUT_HETEROGENEITY = "no_dropout_heterogeneity"
    NO_RATE_HETEROGENEITY = "no_rate_heterogeneity"
    NO_SPEND_HETEROGENEITY = "no_spend_heterogeneity"
    NO_MEAN_SPEND = "no_mean_spend"
    STEPS_EXHAUSTED = "steps_exhausted"


def enough(customers: float, repeat_buyers: float) -> Reason:
    """`ENOUGH`, or which count is too small to fit four parameters on.

    >>> enough(2357, 946), enough(30, 25), enough(400, 3)
    (<Reason.ENOUGH: 'enough'>, <Reason.FEW_CUSTOMERS: 'few_customers'>, \
<Reason.FEW_REPEAT_BUYERS: 'few_repeat_buyers'>)
    """
    if customers < MIN_CUSTOMERS:
        return Reason.FEW_CUSTOMERS
    return Reason.FEW_REPEAT_BUYERS if repeat_buyers < MIN_REPEAT_BUYERS else Reason.ENOUGH
