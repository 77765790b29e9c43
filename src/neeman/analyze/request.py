"""What the user asked, as typed, and what it comes to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from neeman.analyze.refusal import RefusalError
from neeman.analyze.words import Lang
from neeman_engine.params import Params, ParamsError

LONGEST_WINDOW_MONTHS = 1200


@dataclass(frozen=True)
class Request:
    """The command's arguments."""

    sales: tuple[str, ...]
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
class Settings:
    """The arguments, read; `out` is a folder that is there."""

    params: Params
    as_of: date | None
    overrides: dict[str, str]
    out: Path


def settings(request: Request) -> Settings:
    """Read the arguments. Refuses what cannot be meant."""
    if request.engine not in {"duckdb", "spark"}:
        raise RefusalError("bad_engine", text=request.engine)
    return Settings(_params(request), _day(request.as_of), _overrides(request.mapping), _folder(request.out))


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
    if not digits.isdecimal() or not 0 < int(digits) <= LONGEST_WINDOW_MONTHS:
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
        pairs[column] = role.strip()
    return pairs


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".neeman"
        probe.touch()
        probe.unlink()
    except OSError as fault:
        raise RefusalError("bad_out", path=path) from fault
    return path
