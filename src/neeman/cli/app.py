"""The list of commands, in plain words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Neeman: know, keep and grow your customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Where the `neeman` command begins."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
    app()


def start_django() -> None:
    """Load the product; commands that need no database never call this."""
    import django

    django.setup()


@app.command()
def run(
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")] = 8000,
    *,
    demo: Annotated[bool, typer.Option(help="Load the demo business when there is no business yet.")] = False,
) -> None:
    """Start Neeman: the web server and the worker, and print a link to enter by."""
    from neeman.cli.run import run as run_product

    raise typer.Exit(run_product(host, port, demo=demo))


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write everything (database and files) into one verified file."""
    raise NotImplementedError(target)
