"""Run one function in a child process that may neither run long nor grow large: where uploads are read.

The child is a fresh interpreter (not a fork, so it holds no database connection and no secret of the parent's
memory) with its own bounds on CPU time and memory, so a hostile file can only take itself down.
"""

from __future__ import annotations

import os
import resource
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, Literal, ParamSpec, TypeVar

from neeman.lib.files.wire import decode, encode, name_of, resolve
from neeman.lib.reasons import ReasonError

Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")

_FRAME = struct.Struct("<cQ")
_PROGRESS, _RESULT, _REASON, _FAULT = b"p", b"r", b"e", b"f"


class LimitReached(Exception):
    """The child was ended: `kind` is "time" (CPU or wall clock), "memory" or "crash" (it died of the file)."""

    def __init__(self, kind: Literal["time", "memory", "crash"]) -> None:
        self.kind = kind
        super().__init__(kind)


class ChildFault(RuntimeError):
    """The function raised what is no `ReasonError`: a fault of the program, told by its name and text."""


def run_limited(
    function: Callable[Parameters, Result],
    /,
    *args: Parameters.args,
    **kwargs: Parameters.kwargs,
) -> Result:
    """`function(*args, **kwargs)` in a child with the default `Sandbox`; see there."""
    return Sandbox().run(function, *args, **kwargs)


class Sandbox:
    """Bounds for a child: CPU seconds, bytes of memory, seconds on the clock, and who hears of its progress.

    In the child a function reports with `report_progress(plain data, see `wire`)`; `on_progress` is called with it here.
    """

    def __init__(
        self,
        *,
        cpu_seconds: int = 60,
        memory_bytes: int = 512 * 1024 * 1024,
        wall_seconds: float = 300,
        on_progress: Callable[[Any], None] | None = None,
    ) -> None:
        self.cpu_seconds = cpu_seconds
        self.memory_bytes = memory_bytes
        self.wall_seconds = wall_seconds
        self.on_progress = on_progress

    def run(
        self, function: Callable[Parameters, Result], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Result:
        """The function's result. A `ReasonError` of it is raised here again, anything else as `ChildFault`; raises
        `LimitReached` when it was ended.

        The function is given by reference (module and name), arguments and result as plain data (`wire`).
        """
        reader, writer = os.pipe()
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, nothing of a user's
            [sys.executable, "-m", __name__, str(writer), str(self.cpu_seconds), str(self.memory_bytes)],
            stdin=subprocess.PIPE,
            pass_fds=(writer,),
            env=_environment(),
        )
        os.close(writer)
        out_of_time = threading.Event()

        def end() -> None:
            out_of_time.set()
            child.kill()

        timer = threading.Timer(self.wall_seconds, end)
        timer.start()
        try:
            with os.fdopen(reader, "rb") as pipe:
                _send_work(child, [name_of(function), list(args), kwargs])
                outcome = self._listen(pipe)
        finally:
            timer.cancel()
            child.kill()
            code = child.wait()
        if outcome is None:
            raise LimitReached(_ended_by(code, out_of_time=out_of_time.is_set()))
        kind, value = outcome
        if kind == _REASON:
            raise value
        if kind == _FAULT:
            raise ChildFault(value)
        result: Result = value
        return result

    def _listen(self, pipe: BinaryIO) -> tuple[bytes, Any] | None:
        while header := pipe.read(_FRAME.size):
            if len(header) < _FRAME.size:
                return None
            kind, size = _FRAME.unpack(header)
            body = pipe.read(size)
            if len(body) < size:
                return None
            value = decode(body)
            if kind != _PROGRESS:
                return kind, value
            if self.on_progress:
                self.on_progress(value)
        return None


_report: Callable[[bytes, Any], None] | None = None


def report_progress(value: Any) -> None:
    """Says in the child how far it is; in a process that is no child it does nothing."""
    if _report:
        _report(_PROGRESS, value)


def _environment() -> dict[str, str]:
    """Only what an interpreter needs: no key or password of the parent's environment reaches the child."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LANG", "LC_ALL", "TZ", "HOME", "TMPDIR")
        if name in os.environ
    }
    path = os.pathsep.join(entry for entry in sys.path if entry)
    frugal = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return {**kept, **frugal, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def _send_work(child: subprocess.Popen[bytes], work: object) -> None:
    assert child.stdin
    with suppress(BrokenPipeError), child.stdin:
        child.stdin.write(encode(work))


def _ended_by(code: int, *, out_of_time: bool) -> Literal["time", "memory", "crash"]:
    """What a child died of, by its exit code: SIGXCPU and our timer are time; aborts of allocators are memory."""
    if out_of_time or -code == 24:
        return "time"
    return "memory" if -code in (6, 9) or code == _OUT_OF_MEMORY else "crash"


_OUT_OF_MEMORY = 77


def _child(writer: int, cpu_seconds: int, memory_bytes: int) -> None:
    """The child's life: bounds first, then the work, then one answer."""
    global _report
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS refuses; Linux does not
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    with os.fdopen(writer, "wb") as pipe:

        def send(kind: bytes, value: Any) -> None:
            body = encode(value)
            pipe.write(_FRAME.pack(kind, len(body)))
            pipe.write(body)
            pipe.flush()

        _report = send
        try:
            function, args, kwargs = decode(sys.stdin.buffer.read())
            send(_RESULT, resolve(function)(*args, **kwargs))
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except ReasonError as reason:
            send(_REASON, reason)
        except Exception as fault:  # noqa: BLE001 - it is raised again in the parent
            send(_FAULT, f"{type(fault).__name__}: {fault}"[:2000])


if __name__ == "__main__":
    from neeman.lib.files import sandbox

    sandbox._child(*map(int, sys.argv[1:4]))
