"""The list of commands, in plain words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from neeman.analyze.command import analyze
from neeman.cli.people import user as people

app = typer.Typer(
    help="Neeman: know, keep and grow your customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(people, name="user")
app.command()(analyze)  # it needs neither Django nor a database, so it lives apart


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
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write, for example neeman.zip.")],
) -> None:
    """Write everything (database and files) into one verified file, while Neeman runs."""
    from neeman.cli.backup import BackupProblem, write_backup

    start_django()
    try:
        done = write_backup(target)
    except BackupProblem as problem:
        fail(problem)
    typer.echo(
        f"{target}: {done.rows:,} rows, {done.files:,} files, {done.bytes / 1e6:,.1f} MB, read back and checked."
    )


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(help="A file that `neeman backup` wrote.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Set the present data aside.")] = False,
) -> None:
    """Put a backup back. Stop Neeman first; the present data is set aside, never deleted."""
    from neeman.cli.backup import BackupProblem, restore_backup

    start_django()
    try:
        done = restore_backup(archive, replace=replace)
    except BackupProblem as problem:
        fail(problem)
    typer.echo(f"Restored the data of {done.made_at}: {done.rows:,} rows, {done.files:,} files.")


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="csv, txt, xls, xlsx, ods, parquet, vcf or BKMVDATA.")],
    organization: Annotated[str, typer.Option(help="Its address: the word after the first slash.")],
    *,
    target: Annotated[
        str, typer.Option(help="customers, contacts, sales, payments or deals; guessed if not said.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    map_: Annotated[list[str] | None, typer.Option("--map", help="TITLE=ROLE; may be repeated.")] = None,
) -> None:
    """Bring a file of customers, contacts, sales, payments or deals in."""
    start_django()
    from neeman.cli.imports import ImportProblem, import_file

    try:
        report = import_file(file, organization, target=target, mapping=map_ or [], dry_run=dry_run)
    except ImportProblem as problem:
        fail(problem)
    for line in report.lines:
        typer.echo(line)
    typer.echo("The rows are in. Figures are measured anew." if report.came_in else "Nothing was written.")


@app.command()
def demo() -> None:
    """Load the demo business anew, into the organization `demo`. Real data are never touched."""
    start_django()
    from neeman.cli.demo import DemoRefused, load_anew

    try:
        customers = load_anew()
    except DemoRefused as refused:
        fail(refused)
    typer.echo(
        f"The demo business is loaded: {customers:,} customers. Its figures are computed once Neeman runs."
    )


@app.command()
def doctor() -> None:
    """Ask whether this house is in order: database, disk, queue, assets."""
    from neeman.cli.doctor import examine

    start_django()
    findings = list(examine())
    for finding in findings:
        typer.echo(f"{finding.level:>5}  {finding.text}")
    raise typer.Exit(any(finding.level == "fail" for finding in findings))


def fail(problem: Exception) -> NoReturn:
    """One clear sentence on the error stream, and exit code 2."""
    typer.echo(str(problem), err=True)
    raise typer.Exit(2)
