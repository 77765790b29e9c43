"""Who would change grade under another method, by the latest snapshot's columns of all three."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from neeman.portfolio.models import Method, Snapshot
from neeman.portfolio.queries import customers_of

GRADE_COLUMN = {Method.PARETO: "grade", Method.SHARE: "grade_by_share", Method.RULES: "grade_by_rules"}


@dataclass(frozen=True, slots=True)
class Changes:
    """From the method in force to another: `counts[from][to]` customers, and those who change, largest first."""

    counts: dict[str, dict[str, int]]
    changed: list[dict[str, Any]]

    @property
    def total(self) -> int:
        """How many change."""
        return len(self.changed)


def changes_between(snapshot: Snapshot, method: Method, other: Method) -> Changes:
    """What the other method would make of the grades; each changed row is {customer_id, was, would, revenue_minor}."""
    table = customers_of(
        snapshot, ["customer_id", GRADE_COLUMN[method], GRADE_COLUMN[other], "revenue_window_minor"]
    )
    counts = {was: dict.fromkeys("ABC", 0) for was in "ABC"}
    changed = []
    for pk, was, would, revenue in zip(*(column.to_pylist() for column in table.columns), strict=True):
        counts[was][would] += 1
        if was != would:
            changed.append({"customer_id": pk, "was": was, "would": would, "revenue_minor": revenue})
    return Changes(counts, changed)
