"""Sales: documents and their lines, and the customers that are not there yet.

The same file again finds every document and line by its key and changes nothing; next month's file, which overlaps,
adds what is new. A line's key is its product and which occurrence of it within the document, so that exact duplicates
are kept. Lines without a customer are facts of nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neeman.imports.batches import Batch
from neeman.imports.book import CustomerBook, Identity, Known
from neeman.imports.bulk import insert_rows
from neeman.imports.cells import Fault
from neeman.imports.layout import Layout
from neeman.imports.tally import Outcome
from neeman.imports.targets.documents import Paper, Seen, document_key, papers_there
from neeman.imports.targets.plan import Plan, Said
from neeman.imports.targets.sales_rows import AMOUNT, LINE_FIELDS, Sale, SalesReader
from neeman.imports.targets.whose import NOBODY, Whose, customers_of
from neeman.imports.targets.writing import create_customers, link_customers
from neeman.ledger.models import Document, Line
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder


@dataclass(slots=True)
class SalesPlan(Plan):
    """The documents that the batch touches and the customers that it makes."""

    papers: list[Paper] = field(default_factory=list)
    customers: list[Known] = field(default_factory=list)
    links: list[tuple[Known, str]] = field(default_factory=list)


class SalesImporter:
    """See `Importer`."""

    def __init__(self, access: Access, layout: Layout, *, keeps: bool) -> None:
        self.reader = SalesReader(layout)
        self.book = CustomerBook(access, layout.system, keeps=keeps)
        self.seen: dict[str, Seen] = {}

    def read(self, batch: Batch) -> Said[Sale]:
        """The rows as sales."""
        return self.reader.read(batch)

    def plan(self, batch: Batch, said: Said[Sale]) -> SalesPlan:
        """What the rows of this batch come to."""
        plan = SalesPlan([Outcome.UNCHANGED] * len(batch.rows))
        plan.hear(said)
        by_document: dict[str, list[Sale]] = defaultdict(list)
        for sale in said.rows:
            by_document[document_key(sale)].append(sale)
        first = {sale.identity: (sale.at, sale.customer) for sale in reversed(said.rows)}
        there = papers_there(by_document)
        whose = customers_of(
            first, self.book, batch, plan, plan.customers, plan.links, self._held(by_document, there)
        )
        for key, sales in by_document.items():
            self._plan_document(key, sales, there.get(key), whose, plan)
        return plan

    def _held(
        self, by_document: Mapping[str, list[Sale]], there: Mapping[str, Paper]
    ) -> dict[Identity, set[int]]:
        """Whose the documents are that were there before this file, by the identities that it names for them."""
        held: dict[Identity, set[int]] = defaultdict(set)
        for key, paper in there.items():
            if paper.customer_id is not None and key not in self.seen:
                for identity in {sale.identity for sale in by_document[key]}:
                    held[identity].add(paper.customer_id)
        return held

    def _plan_document(
        self,
        key: str,
        sales: list[Sale],
        paper: Paper | None,
        whose: Whose,
        plan: SalesPlan,
    ) -> None:
        seen = self.seen.get(key)
        good = self._of_one_customer(sales, seen, whose, plan)
        if not good:
            return
        identity = next((sale.identity for sale in good if sale.identity != NOBODY), NOBODY)
        customer = whose[identity]
        assert not isinstance(customer, Fault)
        first = good[0]
        if paper is None:
            paper = Paper(key, first.number, first.day, "", customer)
            plan.made["documents"] += seen is None  # in a dry run it was made already, on paper only
        elif seen is None and (fault := _differences(paper, first, customer)):
            for sale in good:
                plan.reject(sale.at, fault)
            return
        elif seen is not None and seen.identity == NOBODY and customer:
            _give(paper, customer)
        if seen is None:
            seen = self.seen[key] = Seen(identity, first.day)
        elif seen.identity == NOBODY:
            seen.identity = identity
        if customer is None and seen.identity == NOBODY:
            plan.nobodys += len(good)
        _plan_lines(paper, good, seen, plan)
        plan.papers.append(paper)

    def _of_one_customer(
        self,
        sales: list[Sale],
        seen: Seen | None,
        whose: Whose,
        plan: SalesPlan,
    ) -> list[Sale]:
        """The sales of a document that are its customer's; another customer's under the same number are faults."""
        owner = seen.identity if seen else sales[0].identity
        if all(sale.identity is owner for sale in sales) and not isinstance(whose[owner], Fault):
            return sales
        good = []
        for sale in sales:
            customer = whose[sale.identity]
            if isinstance(customer, Fault):
                plan.reject(sale.at, customer)
                continue
            if owner == NOBODY:
                owner = sale.identity
            if sale.identity not in (NOBODY, owner) and customer is not whose.get(owner, customer):
                plan.reject(sale.at, Fault("customer", "number_of_another", {"number": sale.number}))
                continue
            good.append(sale)
        return good

    def apply(self, plan: Plan, recorder: Recorder) -> None:
        """Write it."""
        assert isinstance(plan, SalesPlan)
        create_customers(self.book, plan.customers, recorder)
        link_customers(self.book.system, plan.links, recorder)
        new = [paper for paper in plan.papers if paper.pk is None]
        rows = [
            (
                paper.customer.pk if paper.customer else None,
                paper.kind,
                paper.number,
                paper.day,
                paper.key,
                paper.total,
                paper.lines,
            )
            for paper in new
        ]
        names = ("customer_id", "kind", "number", "day", "key", "total_minor", "lines_count")
        ids = insert_rows(Document, names, rows)
        recorder.created_ids(Document, ids)
        lines = [(pk, key, *values) for pk, paper in zip(ids, new, strict=True) for key, values in paper.new]
        insert_rows(Line, ("document_id", "key", *LINE_FIELDS), lines)  # undone with their documents
        _update_documents([paper for paper in plan.papers if paper.pk is not None], recorder)


def _differences(paper: Paper, first: Sale, customer: Known | None) -> Fault | None:
    """Note what the file says otherwise of a document that was there, or say why it cannot be the same document."""
    other = customer is not None and paper.customer_id is not None and customer.pk != paper.customer_id
    if other and paper.day != first.day:
        return Fault("order", "number_used", {"number": first.number, "day": paper.day.isoformat()})
    if customer is not None and customer.pk != paper.customer_id:
        _give(paper, customer)
    if paper.day != first.day:
        paper.changes["day"] = paper.day = first.day
    if first.kind and paper.kind != first.kind:
        paper.changes["kind"] = paper.kind = first.kind
    return None


def _give(paper: Paper, customer: Known) -> None:
    """The document turns out to be this customer's."""
    paper.customer = customer
    if paper.pk is not None:
        paper.changes["customer_id"] = customer  # its id is known once it is written


def _plan_lines(paper: Paper, sales: list[Sale], seen: Seen, plan: SalesPlan) -> None:
    is_new, before = paper.pk is None, paper.total
    total = sum(sale.line[AMOUNT] for sale in sales)
    turned = any(sale.kind == Document.Kind.CREDIT for sale in sales) and total > 0
    if is_new and not paper.kind:
        paper.kind = sales[0].kind or (Document.Kind.CREDIT if total < 0 else Document.Kind.INVOICE).value
    if paper.changes:
        plan.did(sales[0].at, Outcome.UPDATED)
    products, outcomes = seen.products, plan.outcomes
    for sale in sales:
        count = products[sale.product] = products.get(sale.product, 0) + 1
        key = f"{sale.product}#{count}"
        values = _turned(sale.line) if turned else sale.line
        held = paper.held.get(key)
        if held is None:
            paper.new.append((key, values))
            outcomes[sale.at] = Outcome.CREATED
        elif changes := _line_changes(held[1], values):
            paper.changed.append((held[0], changes))
            paper.total += changes.get("amount_minor", held[1][AMOUNT]) - held[1][AMOUNT]
            plan.did(sale.at, Outcome.UPDATED)
    paper.total += sum(values[AMOUNT] for _, values in paper.new)
    paper.lines += len(paper.new)
    plan.made["lines"] += len(paper.new)
    plan.money += paper.total - before
    if paper.new or paper.changed or paper.changes:
        plan.days.add(paper.day)


def _turned(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The line of a credit note that writes its amounts without a sign."""
    return (*values[:AMOUNT], -values[AMOUNT], *values[AMOUNT + 1 :])


def _line_changes(held: tuple[Any, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    """What the file says otherwise; an empty cell never erases."""
    if held == values:
        return {}
    return {
        name: value
        for name, old, value in zip(LINE_FIELDS, held, values, strict=True)
        if value is not None and value != "" and value != old
    }


def _update_documents(papers: list[Paper], recorder: Recorder) -> None:
    """New and changed lines of documents that were there, and what that makes of the documents."""
    added = [(paper.pk, key, *values) for paper in papers for key, values in paper.new]
    recorder.created_ids(Line, insert_rows(Line, ("document_id", "key", *LINE_FIELDS), added))
    changed = dict(change for paper in papers for change in paper.changed)
    lines = Line.objects.select_for_update().in_bulk(list(changed))
    recorder.update(list(lines.values()), [changed[pk] for pk in lines])
    touched = {paper.pk: paper for paper in papers if paper.new or paper.changed or paper.changes}
    documents = Document.objects.select_for_update().in_bulk([pk for pk in touched if pk is not None])
    wanted = []
    for pk in documents:
        paper = touched[pk]
        changes = dict(paper.changes)
        if "customer_id" in changes:
            changes["customer_id"] = changes["customer_id"].pk
        wanted.append({**changes, "total_minor": paper.total, "lines_count": paper.lines})
    recorder.update(list(documents.values()), wanted)
