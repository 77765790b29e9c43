"""One job in a process of its own, under limits of time and memory.

Reading the program in takes a second of processor, and small jobs come every minute: so the worker forks its children
from a process that has read it in once (`warm`), kept by the standard library's fork server.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from typing import Any

ALLOCATIONS = 100_000
"""Objects between two looks for garbage: rows make many objects and no cycles, so looking costs a third for nothing."""

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["neeman.jobs.warm"])

MB = 1024 * 1024


def prepare() -> None:
    """Start the process that children are forked from, so that the first job need not wait for it."""
    forkserver.ensure_running()


def start(function: Callable[..., Any], *args: Any, seconds: int, memory_mb: int) -> BaseProcess:
    """`function(*args)` in a child that may use so much processor and memory; the function is given by reference."""
    child = CONTEXT.Process(target=_limited, args=(function, args, seconds, memory_mb))
    child.start()
    return child


def _limited(function: Callable[..., Any], args: tuple[Any, ...], seconds: int, memory_mb: int) -> None:
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mb * MB, memory_mb * MB))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    function(*args)


def do(job_id: int) -> None:
    """In the child: do the job."""
    from neeman.jobs.work import do_job

    gc.set_threshold(ALLOCATIONS, 10, 10)
    do_job(job_id)
