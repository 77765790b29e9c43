"""The command itself: open, clean, measure, write."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from neeman.analyze.extras import Extras, Given, read_extras
from neeman.analyze.facts import Cleaned, clean
from neeman.analyze.problems import write_problems
from neeman.analyze.refusal import RefusalError
from neeman.analyze.report import render
from neeman.analyze.request import Request, Settings, settings
from neeman.analyze.roles import find_roles
from neeman.analyze.sources import Raw, open_raw
from neeman.analyze.spark import start
from neeman.analyze.sql import literal
from neeman_engine.run import Analysis, DuckEngine, Engine, Facts, SparkEngine, analyse, connect
from neeman_engine.tables import FactsError

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Done:
    """What to say at the end."""

    customers: int
    lines: int
    report: Path


def work(request: Request, *, progress: Progress) -> Done:
    """Do what was asked. Raises `RefusalError` when the input cannot be used."""
    asked = settings(request)
    with tempfile.TemporaryDirectory(prefix="neeman-") as folder:
        place = Path(folder)
        connection = connect(spill_to=place)
        progress("read")
        raw = open_raw(connection, request.sales, place)
        roles = find_roles(connection, raw, asked.overrides)
        today = datetime.now(UTC).date()
        cleaned = clean(
            connection, raw, roles, currency=request.currency, as_of=asked.as_of, today=today, work=place
        )
        given = Given(request.customers, request.costs, request.payments)
        extras = read_extras(connection, given, currency=cleaned.currency, as_of=cleaned.as_of, work=place)
        analysis = _analysed(connection, request, asked, cleaned, extras, place, progress)
        progress("write")
        doubted = write_problems(connection, raw, cleaned, asked.out / "problems.csv", request.lang)
        _write(analysis, cleaned, raw, doubted, asked, request)
        progress("")
        return Done(analysis.portfolio["customers"], cleaned.lines_read, asked.out / "report.html")


def _analysed(
    connection: duckdb.DuckDBPyConnection,
    request: Request,
    asked: Settings,
    cleaned: Cleaned,
    extras: Extras,
    place: Path,
    progress: Progress,
) -> Analysis:
    params = replace(asked.params, currency=cleaned.currency)
    engine, lines = _engine(connection, request, place)
    try:
        return analyse(
            lines, params=params, as_of=cleaned.as_of, customers=extras.customers, costs=extras.costs,
            payments=extras.payments, engine=engine, lang=request.lang, progress=progress,
        )  # fmt: skip
    except FactsError as fault:
        raise RefusalError("facts", why=str(fault)) from fault


def _engine(connection: duckdb.DuckDBPyConnection, request: Request, place: Path) -> tuple[Engine, Facts]:
    """Where to compute, and the facts as that place reads them."""
    if request.engine == "duckdb":
        here = DuckEngine(connection)
        return here, here.table("facts")
    facts = place / "facts.parquet"
    connection.execute(f"COPY facts TO {literal(str(facts))} (FORMAT parquet)")
    return SparkEngine(start(request.master)), facts


def _write(
    analysis: Analysis, cleaned: Cleaned, raw: Raw, duplicates: int, asked: Settings, request: Request
) -> None:
    analysis.write_customers(asked.out / "customers.parquet")
    portfolio = _portfolio(analysis, cleaned, raw, duplicates)
    text = json.dumps(portfolio, ensure_ascii=False, indent=1, allow_nan=False)
    (asked.out / "portfolio.json").write_text(text, encoding="utf-8")
    (asked.out / "report.html").write_text(render(portfolio, request.lang, analysis.params), encoding="utf-8")


def _portfolio(analysis: Analysis, cleaned: Cleaned, raw: Raw, duplicates: int) -> dict[str, Any]:
    """The engine's figures with what the door has to say."""
    left_out = dict(cleaned.lines_left_out) | Counter(place.note.code for place in raw.left_out)
    doubted = Counter(place.note.code for place in raw.doubted) + Counter(duplicate=duplicates)
    read = cleaned.lines_read + len(raw.left_out)
    door = {
        "files": list(raw.files),
        "columns": {role: column.name for role, column in cleaned.roles.items()},
        "lines_read": read,
        "lines_used": read - sum(left_out.values()),
        "lines_left_out": left_out,
        "lines_doubted": dict(doubted),
    }
    return {"as_of": analysis.as_of.isoformat(), "currency": cleaned.currency} | door | analysis.portfolio
