"""Customers to fit models to: drawn from known models, and the CDNOW files where they are at hand."""

import csv
import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from neeman_engine.models import history
from neeman_engine.models.history import Customers
from neeman_engine.models.newton import Floats
from neeman_engine.models.triples import Ints

REPOSITORY = Path(__file__).resolve().parents[4]
CALIBRATION_END = dt.date(1997, 9, 30).toordinal()
HOLDOUT_DAYS = 39 * 7


@dataclass(frozen=True)
class Log:
    """A CDNOW file: one row a purchase, days as ordinals, amounts in cents."""

    customer: Ints
    day: Ints
    amount: Ints

    def calibration(self) -> Customers:
        return history.summarise(self.customer, self.day, self.amount, as_of=CALIBRATION_END)

    def holdout(self, customers: Customers) -> tuple[Floats, Floats]:
        """Purchase days, and revenue in cents, of each customer in the 39 weeks after the calibration."""
        after = (self.day > CALIBRATION_END) & (self.day <= CALIBRATION_END + HOLDOUT_DAYS)
        place = np.searchsorted(customers.customer, self.customer[after])
        days = np.unique(place * 10**6 + self.day[after] - CALIBRATION_END) // 10**6
        size = len(customers.customer)
        return (
            np.bincount(days, minlength=size).astype(np.float64),
            np.bincount(place, weights=self.amount[after], minlength=size).astype(np.float64),
        )


def _cdnow(name: str) -> Path:
    folder = Path(os.environ.get("NEEMAN_TEST_DATA", REPOSITORY.parent / "shared" / "data")) / "cdnow"
    if not folder.is_dir():
        pytest.skip("the folder of public data sets is not here (NEEMAN_TEST_DATA)")
    return folder / name


def _log(path: Path, id_column: int) -> Log:
    rows = [line.split() for line in path.read_text().splitlines()]
    rows = [row for row in rows if row and row[0].isdigit()]
    days = [dt.date(int(r[-3][:4]), int(r[-3][4:6]), int(r[-3][6:])).toordinal() for r in rows]
    return Log(
        customer=np.array([int(row[id_column]) for row in rows]),
        day=np.array(days),
        amount=np.array([round(float(row[-1]) * 100) for row in rows]),
    )


@pytest.fixture(scope="session")
def sample() -> Log:
    return _log(_cdnow("CDNOW_sample.txt"), 1)


@pytest.fixture(scope="session")
def master() -> Log:
    return _log(_cdnow("CDNOW_master.txt"), 0)


@pytest.fixture(scope="session")
def summary() -> dict[str, Floats]:
    """The rounded summary of the sample: x, t_x, T in weeks, zbar."""
    path = _cdnow("cdnow_customers_summary_with_transactions.csv")
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in ("x", "t_x", "T", "zbar")}
