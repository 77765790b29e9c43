from __future__ import annotations

import os
import time
from typing import Any

import pytest

from neeman.lib.files import FileProblem
from neeman.lib.files.sandbox import ChildFault, LimitReached, Sandbox, report_progress, run_limited


def double(number: int, *, plus: int = 0) -> int:
    print("what a library prints goes nowhere near the answer")  # noqa: T201
    return 2 * number + plus


def count_aloud(steps: int) -> str:
    for step in range(steps):
        report_progress({"row": step})
    return "done"


def refuse() -> None:
    raise FileProblem("too_many_rows", rows=5)


def stumble() -> None:
    raise KeyError("x")


def forge() -> object:
    return object()


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def eat_memory() -> int:
    return len(b"x" * 2_000_000_000)


def die(signal: int) -> None:
    os.kill(os.getpid(), signal)


def environment() -> list[str]:
    return sorted(os.environ)


def big() -> list[int]:
    return list(range(300_000))


def test_the_result_comes_back() -> None:
    assert run_limited(double, 21, plus=1) == 43
    assert len(run_limited(big)) == 300_000


def test_progress_is_heard_in_order() -> None:
    heard: list[Any] = []
    assert Sandbox(on_progress=heard.append).run(count_aloud, 3) == "done"
    assert heard == [{"row": 0}, {"row": 1}, {"row": 2}]


def test_a_reason_comes_back_whole() -> None:
    with pytest.raises(FileProblem) as caught:
        run_limited(refuse)
    assert (caught.value.code, caught.value.params) == ("too_many_rows", {"rows": 5})


@pytest.mark.parametrize("function", [stumble, forge])
def test_a_fault_of_the_program_is_told(function: Any) -> None:
    with pytest.raises(ChildFault):
        run_limited(function)


@pytest.mark.parametrize(
    ("function", "args", "kind"),
    [
        (spin, (), "time"),
        (sleep, (), "time"),
        (eat_memory, (), "memory"),
        (die, (11,), "crash"),
        (die, (9,), "memory"),
    ],
)
def test_what_passes_a_bound_is_ended(function: Any, args: tuple[int, ...], kind: str) -> None:
    with pytest.raises(LimitReached) as caught:
        Sandbox(cpu_seconds=1, wall_seconds=5, memory_bytes=400 * 1024 * 1024).run(function, *args)
    assert caught.value.kind == kind


def test_no_secret_of_the_environment_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEMAN_SECRET_KEY", "s3cret")
    names = run_limited(environment)
    assert "NEEMAN_SECRET_KEY" not in names
    assert "PATH" in names


def test_outside_a_child_progress_goes_nowhere() -> None:
    report_progress(1)
