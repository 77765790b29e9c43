"""The command line of `neeman analyze`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from neeman.analyze.refusal import RefusalError
from neeman.analyze.words import WORDS, Lang

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


Sales = Annotated[
    list[str],
    typer.Argument(metavar="SALES", help="Files of sales, csv, xlsx or parquet, or a glob of them."),
]
Costs = Annotated[str | None, typer.Option(help="A file of costs of serving: customer and amount.")]
Customers = Annotated[str | None, typer.Option(help="A file of customers: id, name, segment, parent.")]
Payments = Annotated[str | None, typer.Option(help="A file of payments: customer, date and amount.")]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=ROLE", help="What a column holds, where the guess is wrong."),
]
AsOf = Annotated[
    str | None, typer.Option(metavar="DATE", help="The day to measure at; the last sale when not given.")
]
Window = Annotated[
    str | None,
    typer.Option(metavar="12m|all", help="The period of grades, ARPA and churn; 12m when not given."),
]
Currency = Annotated[str | None, typer.Option(help="ISO code; ILS where the file names none.")]
Settings = Annotated[Path | None, typer.Option(help="A toml file of settings, such as grade_cut_a = 75.")]
Where = Annotated[str, typer.Option(metavar="duckdb|spark", help="Where to compute.")]
Master = Annotated[str, typer.Option(help="The Spark master.")]
Language = Annotated[str, typer.Option(metavar="he|en", help="The language of the report.")]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Where to write.")]


@app.command()
def analyze(
    sales: Sales,
    costs: Costs = None,
    customers: Customers = None,
    payments: Payments = None,
    mapping: Mapped = None,
    as_of: AsOf = None,
    window: Window = None,
    currency: Currency = None,
    params: Settings = None,
    engine: Where = "duckdb",
    master: Master = "local[*]",
    lang: Language = "he",
    out: Out = Path("neeman-report"),
) -> None:
    """From a sales file to what the customers are worth, who is slipping away and on whom the business depends."""
    from neeman.analyze.request import Request
    from neeman.analyze.work import work

    gc.freeze()  # what is loaded stays: looking through it for cycles is a sixth of a small analysis
    spoken: Lang = "en" if lang == "en" else "he"
    request = Request(
        sales=tuple(sales), costs=costs, customers=customers, payments=payments, mapping=tuple(mapping or ()), as_of=as_of,
        window=window, currency=currency, params=params, engine=engine, master=master, lang=spoken, out=out,
    )  # fmt: skip
    try:
        if lang not in WORDS:
            raise RefusalError("bad_lang", text=lang)
        done = work(request, progress=_progress(spoken))
    except RefusalError as refusal:
        typer.echo(refusal.sentence(spoken), err=True)
        raise typer.Exit(2) from refusal
    told = {"customers": f"{done.customers:,}", "lines": f"{done.lines:,}", "path": done.report}
    typer.echo(WORDS[spoken]["done"].format(**told))


def _progress(lang: Lang) -> Callable[[str], None]:
    """Each step on the terminal, replaced by the next; nothing where it is not one."""
    if not sys.stderr.isatty():
        return lambda step: None
    return lambda step: typer.echo(
        f"\r\033[K{WORDS[lang][f'step_{step}']}…" if step else "\r\033[K", err=True, nl=False
    )
