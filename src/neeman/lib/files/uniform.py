"""The Israeli tax authority's uniform structure (מבנה אחיד): INI.TXT and BKMVDATA.TXT, from any accounting program.

Records are lines of fixed width, told by their first four letters (`uniform_layout`). Three tables are made of them:

- `customers`: accounts (B110) that documents name as customers or whose heading says customers, with the telephone
  of their latest document (C100); and customers that only documents know.
- `sales`: lines (D110) of invoices, with the customer and day of their document; credit invoices negative. A
  document without lines is one row; where lines do not add up to their document (a discount on all of it), a row of
  the difference follows, so that the rows of a document always sum to its amount before VAT.
- `payments`: lines of receipts (D120) with the customer of their document.

Row numbers are lines of BKMVDATA.TXT. Every B110, D110 and D120 is a row or has a note that says why not.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from neeman.lib.cells import Cell
from neeman.lib.files.archives import check_zip, extract
from neeman.lib.files.encodings import guess_single_byte, is_visual_order, to_logical
from neeman.lib.files.limits import Limits
from neeman.lib.files.shapes import FileProblem
from neeman.lib.files.uniform_layout import PLACES

HEADERS: dict[str, tuple[str, ...]] = {
    "customers": (
        "מפתח לקוח", "שם לקוח", "ח.פ. / ע.מ.", "טלפון", "רחוב", "מספר בית", "עיר", "מיקוד", "מדינה", "חשבון מרכז",
    ),
    "sales": (
        "מפתח לקוח", "שם לקוח", "ח.פ. / ע.מ.", "טלפון", "תאריך מסמך", "סוג מסמך", "מספר מסמך", "מספר שורה", "מק״ט",
        "תיאור פריט", "כמות", "מחיר ליחידה", "סכום ללא מע״מ", "מטבע",
    ),
    "payments": (
        "מפתח לקוח", "שם לקוח", "תאריך תשלום", "סכום תשלום", "מספר מסמך", "אמצעי תשלום", "תאריך פירעון",
    ),
}  # fmt: skip
"""Titles of the three tables, after the names that the instructions give the fields."""

SALE_DOCUMENTS = frozenset(("305", "310", "320", "330", "340", "345"))
"""Tax invoices of every sort; 300 (a demand for payment) is left out, since a tax invoice follows it."""
CREDIT_DOCUMENTS = frozenset(("330",))
RECEIPTS = frozenset(("320", "400", "405", "410", "420"))
PAYMENT_MEANS = {
    "1": "מזומן", "2": "המחאה", "3": "כרטיס אשראי", "4": "העברה בנקאית", "5": "תו קנייה", "6": "תלוש החלפה",
    "7": "שטר", "8": "הוראת קבע", "9": "אחר",
}  # fmt: skip

_PADDED = 12  # the narrowest amount of the layout
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?")

Table = Iterator[tuple[int, list[Cell], str]]
"""Row number, cells under the table's header, and why the row is left out ("" when it is kept)."""


@dataclass(slots=True)
class Document:
    """What is needed of a document's header (C100).

    `net` is its amount before VAT, `sign` what the amounts of its lines are multiplied by: credit invoices are
    written positive by some programs and negative by others, and are negative here.
    """

    row: int
    kind: str
    number: str
    key: str
    name: str
    tax_id: str
    phone: str
    day: Cell
    net: Decimal
    sign: int
    currency: str
    cancelled: bool
    lines_sum: Decimal = Decimal(0)
    lines: int = 0


@dataclass(slots=True)
class Books:
    """A file's records: where each stands in `content`, and its documents by (kind, number, branch)."""

    content: bytes
    encoding: str
    visual: bool = False
    places: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    documents: dict[tuple[str, str, str], Document] = field(default_factory=dict)

    def records(self, code: str) -> Iterator[tuple[int, Callable[[str], str]]]:
        """Row number of each record of a kind, and a function from field name to its trimmed text."""
        fields = PLACES[code]
        for row, start, end in self.places.get(code, ()):
            text = self.content[start:end].decode(self.encoding, errors="replace").rstrip("\r")

            def read(name: str, text: str = text) -> str:
                value = text[fields[name]].strip()
                return to_logical(value) if self.visual else value

            yield row, read

    def document(self, read: Callable[[str], str]) -> Document | None:
        """The document that a line belongs to; the branch counts only where numbers repeat between branches."""
        kind, number = read("kind"), _bare(read("number"))
        return self.documents.get((kind, number, read("branch"))) or self.documents.get((kind, number, ""))


def load_books(path: Path, limits: Limits) -> Books:
    """All records of a BKMVDATA file, alone or in a zip. Raises `FileProblem` "uniform_without_data"."""
    content = _content(path, limits)
    books = Books(content, _encoding(content))
    start, row = 0, 0
    while start < len(content):
        row += 1
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        code = content[start : start + 4].decode("ascii", errors="replace")
        if code in PLACES:
            books.places.setdefault(code, []).append((row, start, end))
        start = end + 1
    if not books.places:
        raise FileProblem("uniform_without_data")
    names = [read("name") for code in ("C100", "B110") for _, read in books.records(code)]
    books.visual = is_visual_order(names)
    for row, read in books.records("C100"):
        document = _document(row, read)
        books.documents[document.kind, document.number, read("branch")] = document
        books.documents.setdefault((document.kind, document.number, ""), document)
    return books


def read_table(books: Books, name: str) -> Table:
    """The rows of one of the three tables; see the module."""
    return {"customers": _customers, "sales": _sales, "payments": _payments}[name](books)


def _customers(books: Books) -> Table:
    latest = _latest_documents(books)
    known: set[str] = set()
    for row, read in books.records("B110"):
        key = read("key")
        document = latest.get(key)
        is_customer = document is not None or "לקוח" in read("balance_name")
        known.add(key)
        tax_id = _bare(read("tax_id")) or (document.tax_id if document else "")
        phone = document.phone if document else ""
        cells = [
            key,
            read("name"),
            tax_id,
            phone,
            *map(read, ("street", "house", "city", "postal", "country", "parent")),
        ]
        too_short = not read("name")
        yield (
            row,
            _empty_as_none(cells),
            "unreadable_record" if too_short else "" if is_customer else "not_a_customer",
        )
    for key, document in latest.items():
        if key not in known:
            cells = [key, document.name, document.tax_id, document.phone, *[""] * 6]
            yield document.row, _empty_as_none(cells), ""


def _sales(books: Books) -> Table:
    for row, read in books.records("D110"):
        yield _sale_line(row, read, books.document(read))
    for document in _distinct(books):
        difference = document.net - document.lines_sum
        if document.kind in SALE_DOCUMENTS and not document.cancelled and difference:
            text = "הנחה והפרשים במסמך" if document.lines else ""
            cells = [document.day, document.kind, document.number, "", "", text, None, None, difference]
            yield document.row, _sale_cells(document, cells), ""


def _sale_line(
    row: int, read: Callable[[str], str], document: Document | None
) -> tuple[int, list[Cell], str]:
    """One line of an invoice; its amount is added to what the lines of its document make together."""
    reason = _no_sale(document, read("kind"))
    sign = document.sign if document else 1
    quantity, price, amount = (
        _number(read("quantity"), 4),
        _number(read("unit_price"), 2),
        _number(read("amount"), 2),
    )
    if amount is None or quantity is None:
        reason, amount, quantity = "unreadable_record", amount or Decimal(0), quantity or Decimal(0)
    elif document:
        document.lines += 1
        document.lines_sum += amount * sign
    cells = [
        _day(read("day")) or (document.day if document else None), read("kind"), _bare(read("number")),
        _bare(read("line")), read("item"), read("description"), quantity * sign, price, amount * sign,
    ]  # fmt: skip
    return row, _sale_cells(document, cells), reason


def _payments(books: Books) -> Table:
    for row, read in books.records("D120"):
        document = books.document(read)
        reason = "no_document" if not document else "cancelled" if document.cancelled else ""
        if read("kind") not in RECEIPTS:
            reason = "not_a_payment"
        cells = [
            document.key if document else "", document.name if document else "",
            _day(read("day")) or (document.day if document else None), _number(read("amount"), 2),
            _bare(read("number")), PAYMENT_MEANS.get(read("means"), ""), _day(read("due")),
        ]  # fmt: skip
        yield row, _empty_as_none(cells), reason


def _no_sale(document: Document | None, kind: str) -> str:
    if kind not in SALE_DOCUMENTS:
        return "not_a_sale"
    if document is None:
        return "no_document"
    return "cancelled" if document.cancelled else ""


def _sale_cells(document: Document | None, cells: list[Cell]) -> list[Cell]:
    if document is None:
        return _empty_as_none(["", "", "", "", *cells, ""])
    return _empty_as_none(
        [document.key, document.name, document.tax_id, document.phone, *cells, document.currency or "ILS"]
    )


def _document(row: int, read: Callable[[str], str]) -> Document:
    name, tax_id = read("name"), _bare(read("tax_id"))
    kind = read("kind")
    net = _number(read("net"), 2) or _number(read("total"), 2) or Decimal(0)
    sign = -1 if kind in CREDIT_DOCUMENTS and net > 0 else 1
    return Document(
        row=row,
        kind=kind,
        number=_bare(read("number")),
        key=read("customer") or tax_id or name,
        name=name,
        tax_id=tax_id,
        phone=read("phone"),
        day=_day(read("day")) or _day(read("issued")),
        net=net * sign,
        sign=sign,
        currency=read("currency"),
        cancelled=read("cancelled") == "1",
    )


def _latest_documents(books: Books) -> dict[str, Document]:
    """Per customer key, the latest sale, with a telephone where any of them has one."""
    latest: dict[str, Document] = {}
    for document in _distinct(books):
        if document.kind not in SALE_DOCUMENTS | RECEIPTS or not document.key:
            continue
        held = latest.get(document.key)
        if held is None or (bool(document.phone), str(document.day)) >= (bool(held.phone), str(held.day)):
            latest[document.key] = document
    return latest


def _distinct(books: Books) -> list[Document]:
    return list({id(document): document for document in books.documents.values()}.values())


def _content(path: Path, limits: Limits) -> bytes:
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return path.read_bytes()
    names = check_zip(path, limits)
    member = next((name for name in names if name.upper().endswith("BKMVDATA.TXT")), None)
    if member:
        return extract(path, member)
    inner = next((name for name in names if name.upper().endswith("BKMVDATA.ZIP")), "")
    try:
        with zipfile.ZipFile(io.BytesIO(extract(path, inner))) as archive:
            text = next(info for info in archive.infolist() if info.filename.upper().endswith("BKMVDATA.TXT"))
            with archive.open(text) as packed:
                return packed.read(limits.uncompressed)
    except (zipfile.BadZipFile, StopIteration, NotImplementedError, RuntimeError) as fault:
        raise FileProblem("uniform_without_data") from fault


def _encoding(content: bytes) -> str:
    """UTF-8 where the whole file is (against the instructions, and seen), else what its Hebrew letters say."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        guess = guess_single_byte(content[:1_000_000])
        return "cp1255" if guess == "cp1252" else guess
    return "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"


def _number(text: str, decimals: int) -> Decimal | None:
    """A sign and digits with the point left out: +00000000012345 is 123.45; None where it holds anything else.

    Some programs write a plain number instead (1000.50, 1), told by its point or by the zeros that it lacks.
    """
    if not text.strip("+-0 "):
        return Decimal(0)
    if not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text)
    return value if "." in text or len(text) < _PADDED else value.scaleb(-decimals)


def _day(digits: str) -> Cell:
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _bare(text: str) -> str:
    """A number without its leading zeros; text as it is."""
    return text.lstrip("0") if text.isdigit() else text


def _empty_as_none(cells: Sequence[Cell]) -> list[Cell]:
    return [None if cell == "" else cell for cell in cells]
