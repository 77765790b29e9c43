"""Reading an upload where it can do no harm: the parser runs in a child process and sends its rows over a pipe."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neeman.lib.columns import TARGETS, Mapping, Target, guess_columns
from neeman.lib.files import Cell, Chunk, FileInfo, FileProblem, SheetInfo, cell_text, inspect, read
from neeman.lib.files.sandbox import LimitReached, Sandbox, report_progress
from neeman.lib.money import currency_of

CPU_SECONDS = 120
MEMORY = 512 * 1024 * 1024
WALL_SECONDS = 3_600  # the database behind may be slow: the parser waits for it
SAMPLES = 5
LONGEST_SAMPLE = 60
MOST_DISTINCT = 200_000
AHEAD = 2  # chunks read while one is worked on


class _Stopped(Exception):
    pass


def read_safely(path: Path, sheet: str) -> Iterator[Chunk]:
    """The rows of a sheet, while the child reads on. Raises FileProblem as it goes."""
    waiting: queue.Queue[Any] = queue.Queue(AHEAD)
    stopped = threading.Event()
    reader = threading.Thread(target=_feed, args=(path, sheet, waiting, stopped), daemon=True)
    reader.start()
    try:
        while True:
            found = waiting.get()
            if found is None:
                return
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        stopped.set()
        with suppress(queue.Empty):
            waiting.get_nowait()
        reader.join()


def _feed(path: Path, sheet: str, waiting: queue.Queue[Any], stopped: threading.Event) -> None:
    put = _putter(waiting, stopped)
    box = Sandbox(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY, wall_seconds=WALL_SECONDS, on_progress=put)
    with suppress(_Stopped):
        try:
            box.run(send_rows, path, sheet)
        except LimitReached as reached:
            put(FileProblem(f"limit_{reached.kind}"))
        except Exception as fault:  # noqa: BLE001 - it is raised again where the rows are read
            put(fault)
        else:
            put(None)


def _putter(waiting: queue.Queue[Any], stopped: threading.Event) -> Callable[[Any], None]:
    def put(found: Any) -> None:
        while True:
            if stopped.is_set():
                raise _Stopped
            with suppress(queue.Full):
                waiting.put(found, timeout=0.2)
                return

    return put


def send_rows(path: Path, sheet: str) -> None:
    """In the child: the rows of the sheet, chunk by chunk."""
    for chunk in read(path, sheet):
        report_progress(chunk)


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds and what one of its sheets seems to mean; `samples[c]` are the first texts of column c."""

    info: FileInfo
    sheet: SheetInfo
    mapping: Mapping
    samples: tuple[tuple[str, ...], ...]
    currencies: tuple[str, ...]


def look_safely(path: Path, sheet: str = "", target: str | None = None) -> Look:
    """Look at a file in a child process. Raises FileProblem."""
    try:
        return Sandbox(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY).run(look, path, sheet, target)
    except LimitReached as reached:
        raise FileProblem(f"limit_{reached.kind}") from reached


def look(path: Path, sheet: str = "", target: str | None = None) -> Look:
    """In the child: what the file is, and what the columns of `sheet` (or of the likeliest one) mean."""
    info = inspect(path)
    chosen = info.sheet(sheet) if sheet else max(info.sheets, key=_promise)
    columns = _distinct_columns(path, chosen)
    wanted: Target | None = next((name for name in TARGETS if name == target), None)
    mapping = guess_columns(chosen.header, columns, wanted)
    samples = tuple(
        tuple(cell_text(row[index])[:LONGEST_SAMPLE] for row in chosen.first_rows[:SAMPLES])
        for index in range(len(chosen.header))
    )
    money = [
        columns[guess.index]
        for guess in mapping.columns
        if guess.role in ("amount", "unit_price", "amount_gross", "value")
    ]
    currencies = {currency_of(value) for column in money for value in column if isinstance(value, str)}
    return Look(info, chosen, mapping, samples, tuple(sorted(filter(None, currencies))))


def _promise(sheet: SheetInfo) -> tuple[bool, bool, int]:
    """The sheet to open first: one whose columns suffice, sales before others, then the longest."""
    samples = list(zip(*sheet.first_rows, strict=True)) or [() for _ in sheet.header]
    mapping = guess_columns(sheet.header, samples)
    return (not mapping.missing, mapping.target == "sales", sheet.rows or len(sheet.first_rows))


def _distinct_columns(path: Path, sheet: SheetInfo) -> list[list[Cell]]:
    """The different values of each column. The whole file is read where its dates are texts: only all of them
    together tell whether the day or the month comes first."""
    seen: list[dict[Cell, None]] = [{} for _ in sheet.header]
    watched: set[int] | None = None
    for chunk in read(path, sheet.name):
        for index, column in enumerate(chunk.columns):
            if (watched is None or index in watched) and len(seen[index]) < MOST_DISTINCT:
                seen[index].update(dict.fromkeys(column))
        if watched is None:
            mapping = guess_columns(sheet.header, [list(values) for values in seen])
            watched = {
                guess.index for guess in mapping.columns if guess.dates and _are_texts(seen[guess.index])
            }
        if not watched:
            break
    return [list(values) for values in seen]


def _are_texts(values: Iterable[Cell]) -> bool:
    return any(isinstance(value, str) for value in values)
