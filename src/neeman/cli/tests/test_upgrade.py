"""Data of an older version: taken over where they are whole, refused in a sentence where they are not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from neeman.cli.upgrade import LAST_UNFOLDED, TooOld, bring_up_to_date

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_database_at_the_last_migration_goes_on() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("desk", "0001_folded")
    bring_up_to_date()
    assert ("desk", "0001_folded") in recorder.applied_migrations()


def test_one_that_stopped_on_the_way_is_told_what_to_do_and_left_alone() -> None:
    recorder = MigrationRecorder(connection)
    for name in ("0001_folded", "0004_remember_days_that_were_finished"):
        recorder.record_unapplied("desk", name)
    before = set(recorder.applied_migrations())
    with pytest.raises(TooOld, match=f"git checkout {LAST_UNFOLDED}"):
        bring_up_to_date()
    assert set(recorder.applied_migrations()) == before
