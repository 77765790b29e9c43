"""The table in which attempts to sign in are counted: Django's own command makes it, here so that nobody must."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_one_time_links")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
