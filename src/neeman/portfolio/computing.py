"""Computing the portfolio: facts to the engine, verdicts to the snapshot and the standings.

Apart from `services`, since the engine and Arrow weigh a hundred megabytes: only the worker's child loads this.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pyarrow.parquet as pq
from django.db import transaction
from django.db.models import Max

import neeman_engine
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.portfolio import facts
from neeman.portfolio.definitions import DEFINITIONS
from neeman.portfolio.digest import IN_WORDS, complete, digest, key_figures, known_only
from neeman.portfolio.facts import Facts
from neeman.portfolio.lines import LinesByCustomer
from neeman.portfolio.models import Rules, Snapshot, SnapshotTable
from neeman.portfolio.proposing import propose, read_before
from neeman.portfolio.queries import get_rules
from neeman.portfolio.services import params_of, request_history
from neeman.portfolio.standings import Measured, clear_standings, write_standings
from neeman_engine.params import Params
from neeman_engine.run import Analysis, analyse

QUIET_DAYS = 45  # data that ends longer ago than this is history, and is measured as of its own last day

Tell = Callable[[str], None]


def recompute(access: Access, *, today: date, tell: Tell = lambda step: None) -> Snapshot | None:
    """Measure the whole portfolio, keep it as the snapshot of its day, and hand the standings down.

    None when there is no sale to measure: the standings are emptied then. The long part reads only; the writing is
    one transaction, so a page shows the old verdicts or the new, never a mixture, and what people decided of grades
    while the engine was at work counts.
    """
    as_of = day_of_measure(today)
    rules = get_rules(access)
    if as_of is None:
        clear_standings(access)
        return None
    with uncollected():
        tell("reading")
        analysed = analyse_facts(access, facts.read(access), rules, as_of=as_of, tell=tell)
        tell("writing")
        with transaction.atomic():
            before = read_before(access)
            measured = settle(analysed, rules, before.held)
            snapshot = keep(measured, rules)
            write_standings(access, measured, propose(measured, before, rules.method))
            log(access, snapshot, "portfolio.snapshot.taken", {"as_of": as_of.isoformat()})
            request_history(access)
    return snapshot


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: a quarter of a computation went into its looking at rows that hold none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Analysed:
    """What the engine says of the facts up to a day, before anybody's word on grades."""

    as_of: date
    params: Params
    analysis: Analysis
    lines: LinesByCustomer


def measure(access: Access, known: Facts, rules: Rules, *, as_of: date, held: Mapping[str, str]) -> Measured:
    """The portfolio as of a day, from the facts up to that day, with the grades that hold whatever is computed."""
    return settle(analyse_facts(access, known, rules, as_of=as_of), rules, held)


def analyse_facts(
    access: Access, known: Facts, rules: Rules, *, as_of: date, tell: Tell = lambda step: None
) -> Analysed:
    """The long part of a measure: the engine's."""
    params = params_of(access, rules)
    analysis = analyse(known.lines, params=params, as_of=as_of, customers=known.customers, progress=tell)
    return Analysed(as_of, params, analysis, LinesByCustomer(known.lines, analysis.customers["customer_id"]))


def settle(analysed: Analysed, rules: Rules, held: Mapping[str, str]) -> Measured:
    """The short part: the grades in force, and all that follows from them."""
    table = complete(analysed.analysis.customers, method=rules.method, held=held)
    portfolio = known_only(analysed.analysis.portfolio)
    found = digest(portfolio, table, analysed.params, lines_used=analysed.lines.count(analysed.as_of))
    return Measured(analysed.as_of, analysed.params, table, found, analysed.lines)


def day_of_measure(today: date) -> date | None:
    """Today, or the last day of sale when the data end long before; None when there are no sales."""
    last: date | None = Document.objects.filter(customer__isnull=False).aggregate(last=Max("day"))["last"]
    if last is None:
        return None
    return last if today - last > timedelta(days=QUIET_DAYS) else max(today, last)


def keep(measured: Measured, rules: Rules, *, looking_back: bool = False) -> Snapshot:
    """Write the snapshot of its day, in place of an earlier computation of the same day."""
    stored = BytesIO()
    pq.write_table(measured.customers.drop_columns(list(IN_WORDS)), stored, compression="zstd")
    snapshot, _ = Snapshot.objects.update_or_create(
        as_of=measured.as_of,
        defaults={
            "looking_back": looking_back,
            "engine_version": neeman_engine.__version__,
            "definitions": DEFINITIONS,
            "method": rules.method,
            "params": rules.params,
            "portfolio": measured.portfolio,
            "figures": key_figures(measured.portfolio),
        },
    )
    SnapshotTable.objects.update_or_create(snapshot=snapshot, defaults={"customers": stored.getvalue()})
    return snapshot
