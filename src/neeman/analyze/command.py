"""The command line of `neeman analyze`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from neeman.analyze.refusal import RefusalError
from neeman.analyze.words import WORDS, Lang

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def analyze(
    sales: Annotated[
        str, typer.Argument(metavar="SALES", help="A csv, xlsx or parquet file of sales, or a glob of them.")
    ],
    costs: Annotated[
        str | None, typer.Option(help="A file of costs of serving: customer and amount.")
    ] = None,
    customers: Annotated[
        str | None, typer.Option(help="A file of customers: id, name, segment, parent.")
    ] = None,
    payments: Annotated[
        str | None, typer.Option(help="A file of payments: customer, date and amount.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=ROLE", help="What a column holds, where the guess is wrong."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day to measure at; the last sale when not given.")
    ] = None,
    window: Annotated[
        str | None, typer.Option(metavar="12m|all", help="The period of grades, ARPA and churn.")
    ] = None,
    currency: Annotated[str | None, typer.Option(help="ISO code; ILS where the file names none.")] = None,
    params: Annotated[
        Path | None, typer.Option(help="A toml file of settings, such as grade_cut_a = 75.")
    ] = None,
    engine: Annotated[str, typer.Option(metavar="duckdb|spark", help="Where to compute.")] = "duckdb",
    master: Annotated[str, typer.Option(help="The Spark master.")] = "local[*]",
    lang: Annotated[str, typer.Option(metavar="he|en", help="The language of the report.")] = "he",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write.")] = Path("neeman-report"),
) -> None:
    """From a sales file to what the customers are worth, who is slipping away and on whom the business depends."""
    from neeman.analyze.request import Request
    from neeman.analyze.work import work

    spoken: Lang = "en" if lang == "en" else "he"
    request = Request(
        sales=sales, costs=costs, customers=customers, payments=payments, mapping=tuple(mapping or ()), as_of=as_of,
        window=window, currency=currency, params=params, engine=engine, master=master, lang=spoken, out=out,
    )  # fmt: skip
    try:
        done = work(request, progress=_progress(spoken))
    except RefusalError as refusal:
        typer.echo(refusal.sentence(spoken), err=True)
        raise typer.Exit(2) from refusal
    typer.echo(
        WORDS[spoken]["done"].format(
            customers=f"{done.customers:,}", lines=f"{done.lines:,}", path=done.report
        )
    )


def _progress(lang: Lang) -> Callable[[str], None]:
    """Each step on the terminal, replaced by the next; nothing where it is not one."""
    if not sys.stderr.isatty():
        return lambda step: None
    return lambda step: typer.echo(
        f"\r\033[K{WORDS[lang][f'step_{step}']}…" if step else "\r\033[K", err=True, nl=False
    )
