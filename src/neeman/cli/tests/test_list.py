"""The command line offers everything that it should, in plain words."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from neeman.cli.app import app


@pytest.mark.parametrize(
    "command", ["run", "import", "analyze", "user", "demo", "backup", "restore", "doctor"]
)
def test_every_command_is_offered_and_helps(command: str) -> None:
    runner = CliRunner()
    assert command in runner.invoke(app, ["--help"]).output
    assert runner.invoke(app, [command, "--help"]).exit_code == 0
