"""Bring the database to the shape this version knows, or say which version must be started before it."""

from __future__ import annotations

LAST_UNFOLDED = "6eed0fd"  # the last commit with the migrations one by one; see docs/decisions/0012


class TooOld(Exception):
    """The database stopped between migrations that are one by now. The text says what to do."""


def bring_up_to_date() -> None:
    """Apply what waits. Raises TooOld, and changes nothing then."""
    from django.core.management import call_command

    refuse_too_old()
    call_command("migrate", verbosity=0, interactive=False)


def refuse_too_old() -> None:
    """Raises TooOld where only some of the migrations that a folded one stands for were applied.

    Django itself would leave that room out without a word.
    """
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    done = MigrationRecorder(connection).applied_migrations()
    for migration in MigrationLoader(None).disk_migrations.values():
        applied = [key in done for key in migration.replaces]
        if any(applied) and not all(applied):
            raise TooOld(
                f"These data were kept by an older Neeman, and this one begins later. Start version {LAST_UNFOLDED} once "
                f"on them (git checkout {LAST_UNFOLDED}, make run), then come back. Nothing was changed."
            )
