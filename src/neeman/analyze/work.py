"""The command itself: open, clean, measure, write."""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from neeman.analyze.facts import Cleaned, clean
from neeman.analyze.problems import write_problems
from neeman.analyze.refusal import RefusalError
from neeman.analyze.roles import find_roles
from neeman.analyze.sources import Raw, open_raw
from neeman.analyze.words import Lang
from neeman_engine.params import Params, ParamsError
from neeman_engine.run import Analysis, DuckEngine, analyse, connect
from neeman_engine.tables import FactsError

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What the user asked, as typed."""

    sales: str
    costs: str | None = None
    customers: str | None = None
    payments: str | None = None
    mapping: tuple[str, ...] = ()
    as_of: str | None = None
    window: str | None = None
    currency: str | None = None
    params: Path | None = None
    engine: str = "duckdb"
    master: str = "local[*]"
    lang: Lang = "he"
    out: Path = Path("neeman-report")


@dataclass(frozen=True)
class Done:
    """What to say at the end."""

    customers: int
    lines: int
    report: Path


def work(request: Request, *, progress: Progress) -> Done:
    """Do what was asked. Raises `RefusalError` when the input cannot be used."""
    params = _params(request)
    as_of = _day(request.as_of)
    overrides = _overrides(request.mapping)
    out = _folder(request.out)
    with tempfile.TemporaryDirectory(prefix="neeman-") as folder:
        place = Path(folder)
        connection = connect(spill_to=place)
        progress("read")
        raw = open_raw(connection, request.sales, place)
        roles = find_roles(connection, raw, overrides)
        today = datetime.now(UTC).date()
        cleaned = clean(
            connection, raw, roles, currency=request.currency, as_of=as_of, today=today, work=place
        )
        engine = DuckEngine(connection)
        try:
            analysis = analyse(
                engine.table("facts"), params=replace(params, currency=cleaned.currency), as_of=cleaned.as_of, engine=engine, lang=request.lang, progress=progress,
            )  # fmt: skip
        except FactsError as fault:
            raise RefusalError("facts", why=str(fault)) from fault
        progress("write")
        doubted = write_problems(connection, raw, roles, out / "problems.csv", request.lang)
        _write(analysis, cleaned, raw, doubted, out)
        progress("")
        return Done(analysis.portfolio["customers"], cleaned.lines_read, out / "report.html")


def _write(analysis: Analysis, cleaned: Cleaned, raw: Raw, duplicates: int, out: Path) -> None:
    analysis.write_customers(out / "customers.parquet")
    left_out = cleaned.lines_left_out
    door = {
        "lines_read": cleaned.lines_read,
        "lines_used": cleaned.lines_read - sum(left_out.values()),
        "lines_left_out": left_out,
        "lines_doubted": {"duplicate": duplicates} if duplicates else {},
        "files": list(raw.files),
        "columns": {role: column.name for role, column in cleaned.roles.items()},
    }
    portfolio = {"as_of": analysis.as_of.isoformat(), "currency": cleaned.currency} | door | analysis.portfolio
    (out / "portfolio.json").write_text(json.dumps(portfolio, ensure_ascii=False, indent=1), encoding="utf-8")


def _params(request: Request) -> Params:
    params = Params()
    if request.params is not None:
        try:
            params = params.changed(tomllib.loads(request.params.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ParamsError) as fault:
            raise RefusalError("bad_params", path=request.params, why=str(fault)) from fault
    if request.window is None:
        return params
    if request.window == "all":
        return replace(params, window_months=None)
    digits = request.window.removesuffix("m")
    if not digits.isdecimal() or not 0 < int(digits) <= 1200:
        raise RefusalError("bad_window", text=request.window)
    return replace(params, window_months=int(digits))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise RefusalError("bad_date_option", text=text) from fault


def _overrides(mapping: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in mapping:
        column, separator, role = text.rpartition("=")
        if not separator or not column:
            raise RefusalError("bad_map", text=text)
        pairs[column] = role
    return pairs


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise RefusalError("bad_out", path=path) from fault
    return path
