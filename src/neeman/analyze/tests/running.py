"""Runs the command as its user does, and reads what it wrote."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from typer.testing import CliRunner

from neeman.analyze.command import app


@dataclass(frozen=True)
class Ran:
    """The exit code, what was said, and the folder that was written."""

    code: int
    said: str
    out: Path

    @cached_property
    def portfolio(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "portfolio.json").read_text("utf-8"))
        return found

    @cached_property
    def customers(self) -> dict[str, dict[str, Any]]:
        return {row["customer_id"]: row for row in pq.read_table(self.out / "customers.parquet").to_pylist()}

    @cached_property
    def problems(self) -> list[dict[str, str]]:
        with (self.out / "problems.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    @cached_property
    def report(self) -> str:
        return (self.out / "report.html").read_text("utf-8")


def run(out: Path, *arguments: object) -> Ran:
    """`neeman analyze ARGUMENTS --out OUT`; a traceback fails the test."""
    found = CliRunner().invoke(app, [*map(str, arguments), "--out", str(out)])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Ran(found.exit_code, found.output, out)
