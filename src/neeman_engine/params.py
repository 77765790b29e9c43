"""Everything that a business may set about how its customers are measured, with the documents' defaults."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, fields
from typing import Any


class ParamsError(ValueError):
    """A parameter that does not exist or cannot have this value; the message is for a shopkeeper."""


@dataclass(frozen=True)
class Params:
    """The settings of one analysis. Percentages are whole numbers, money is in minor units.

    `window_months` is None for the whole history. Grade cuts are cumulative percent of revenue (R40); the
    `rule_` settings are R41 and R42; concentration limits are R192.
    """

    currency: str = "ILS"
    window_months: int | None = 12
    grade_cut_a: int = 80
    grade_cut_b: int = 95
    grade_share_a: int = 20
    grade_share_b: int = 30
    rule_a_revenue_minor: int = 1_000_000
    rule_a_referrals: int = 2
    rule_a_conditions: int = 2
    rule_c_revenue_minor: int = 100_000
    rule_c_idle_months: int = 6
    concentration_amber: int = 15
    concentration_red: int = 20
    rhythm_purchases: int = 3
    overdue_ratio: float = 1.5
    growing_ratio: float = 1.5
    recent_gaps: int = 3
    clv_margin_percent: int = 100
    clv_discount_percent: int = 10
    top_customers: int = 20
    sparkline_months: int = 24

    def __post_init__(self) -> None:
        if not 0 < self.grade_cut_a <= self.grade_cut_b <= 100:
            raise ParamsError("the grade cuts must rise from above 0 to 100, for example 80 and 95")
        if self.grade_share_a < 0 or self.grade_share_b < 0 or self.grade_share_a + self.grade_share_b > 100:
            raise ParamsError("the customer shares of A and B together cannot pass 100 percent")
        if self.window_months is not None and self.window_months < 1:
            raise ParamsError("the window must be at least one month, or the whole history")
        if not 0 < self.concentration_amber <= self.concentration_red <= 100:
            raise ParamsError("the concentration limits must rise from above 0 to 100, for example 15 and 20")

    def changed(self, changes: dict[str, Any]) -> Params:
        """The same settings with some changed; raises `ParamsError` naming an unknown or unfit one."""
        known = {field.name: field for field in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise ParamsError(f"there is no setting called {name}; there are: {', '.join(sorted(known))}")
            unlimited = name == "window_months" and value is None
            if not unlimited and not _fits(value, getattr(Params(), name)):
                raise ParamsError(f"the setting {name} cannot be {value!r}")
        return dataclasses.replace(self, **changes)


def _fits(value: object, default: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(default, float):
        return isinstance(value, (int, float))
    return isinstance(value, type(default))
