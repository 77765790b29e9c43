"""A small drill of sending with every run of the tests, and the faults that it must see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from neeman.channels import judging, outbox
from neeman.channels.rules import Verdict
from neeman.channels.ways import WAYS
from tools import drill_sending
from tools.drill_sending import drill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def restored(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The drill shortens waits and puts its stage in place of the ways."""
    caplog.set_level("CRITICAL")
    ways, cut_off, again = dict(WAYS), outbox.CUT_OFF, outbox.AGAIN_AFTER
    yield
    WAYS.clear()
    WAYS.update(ways)
    outbox.CUT_OFF, outbox.AGAIN_AFTER = cut_off, again


def test_nothing_is_lost_doubled_or_sent_against_a_will() -> None:
    result = drill(150, 7)
    assert result.is_clean, result
    assert result.arrived > 20
    assert result.refusals > 0
    assert sum(result.states.values()) == 150


def always(*_: Any, **__: Any) -> Verdict:
    return Verdict(allowed=True, reason="service")


def test_a_gate_that_allows_everything_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "may_send", always)
    result = drill(60, 7)
    assert result.without_ground
    assert result.after_refusal


def test_sending_again_by_itself_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_drops_repeated", always)
    monkeypatch.setattr(drill_sending, "DIES", 0.5)
    assert drill(60, 7).doubled


def test_a_message_that_only_we_believe_was_sent_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill_sending.Book, "note", lambda *_: None)
    assert drill(20, 7).lost
