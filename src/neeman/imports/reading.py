"""Reading an upload where it can do no harm: the parser runs in a child process and sends its rows over a pipe."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from neeman.lib.files import Chunk, FileInfo, FileProblem, inspect, read
from neeman.lib.files.sandbox import LimitReached, Sandbox, report_progress

CPU_SECONDS = 120
MEMORY = 512 * 1024 * 1024
WALL_SECONDS = 3_600  # the database behind may be slow: the parser waits for it
AHEAD = 2  # chunks read while one is worked on


class _Stopped(Exception):  # noqa: N818 - nobody reads on
    pass


def inspect_safely(path: Path) -> FileInfo:
    """What the file is. Raises FileProblem, for limits that were reached as well."""
    try:
        return Sandbox(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY).run(inspect, path)
    except LimitReached as reached:
        raise FileProblem(f"limit_{reached.kind}") from reached


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
