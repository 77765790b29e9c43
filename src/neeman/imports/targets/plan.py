"""What the rows of one batch come to, before anything is written: the same for the dry run and the real one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from neeman.imports.batches import Batch
from neeman.imports.cells import Fault
from neeman.imports.tally import Outcome
from neeman.orgs.changes import Recorder

Row = TypeVar("Row")


@dataclass(slots=True)
class Said(Generic[Row]):
    """What the rows of a batch say by themselves: those that can be read, and by index what is wrong or doubtful."""

    rows: list[Row]
    faults: dict[int, list[Fault]]
    doubts: dict[int, Fault] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """`outcomes[i]` and `faults[i]` speak of row i of the batch; a row with faults is rejected, a doubted one is not.

    `money` is what the rows add to the books, in minor units, and `days` the dates of what they add or change.
    """

    outcomes: list[Outcome]
    faults: dict[int, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    doubts: dict[int, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    nobodys: int = 0
    made: Counter[str] = field(default_factory=Counter)
    money: int = 0
    days: set[date] = field(default_factory=set)

    def hear(self, said: Said[Any]) -> None:
        """Take over what the rows say against themselves."""
        for index, faults in said.faults.items():
            for fault in faults:
                self.reject(index, fault)
        for index, doubt in said.doubts.items():
            if index not in said.faults:
                self.doubt(index, doubt)

    def reject(self, index: int, fault: Fault) -> None:
        """This row does not come in."""
        self.outcomes[index] = Outcome.REJECTED
        self.faults[index].append(fault)

    def doubt(self, index: int, fault: Fault) -> None:
        """This row comes in, and something about it should be looked at."""
        self.doubts[index].append(fault)

    def did(self, index: int, outcome: Outcome) -> None:
        """What the row did; creating outweighs updating, updating outweighs nothing."""
        if _WEIGHT[outcome] > _WEIGHT[self.outcomes[index]]:
            self.outcomes[index] = outcome


_WEIGHT = {Outcome.UNCHANGED: 0, Outcome.UPDATED: 1, Outcome.CREATED: 2, Outcome.REJECTED: 3}


class Importer(Protocol):
    """One kind of rows. `read` reads, `plan` decides, `apply` writes what was planned.

    Between batches it remembers only what the file itself says (which documents and customers it spoke of), so that
    planning rows that are written already, after a kill, brings it to the same place. In a dry run `apply` is never
    called and the plan itself must be remembered: that is what `keeps` tells the importer when it is made.
    """

    def read(self, batch: Batch) -> Said[Any]:
        """What the rows say. It asks nothing of the database, so it is done while others write."""

    def plan(self, batch: Batch, said: Said[Any]) -> Plan:
        """What the rows of this batch come to."""

    def apply(self, plan: Plan, recorder: Recorder) -> None:
        """Write it, inside the caller's transaction."""
