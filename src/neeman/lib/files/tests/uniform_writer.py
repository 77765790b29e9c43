"""Writes the uniform structure for tests, straight from the printed record layout (instructions 1.31, chapter 4).

Kept apart from the reader on purpose: here every field is written out by its number, name and width in the order of
the document, so that a slip in the reader's table of places shows as a wrong value.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

BUSINESS = "516179157"
FILE_ID = "123456789012345"


def x(value: object, width: int) -> str:
    """X(n): letters from the left, blanks after."""
    return str(value)[:width].ljust(width)


def n(value: object, width: int) -> str:
    """9(n): digits from the right, zeros before."""
    return str(value).rjust(width, "0")[-width:]


def money(value: object, digits: int = 12, decimals: int = 2) -> str:
    """X9(12)V99: a sign, then digits without a point."""
    exact = Decimal(str(value))
    scaled = int(abs(exact) * 10**decimals)
    return f"{'-' if exact < 0 else '+'}{scaled:0{digits + decimals}}"


def c100(record: int, **v: Any) -> str:
    return "".join(
        [
            "C100", n(record, 9), n(BUSINESS, 9), n(v["kind"], 3), x(v["number"], 20), n(v["issued"], 8), n("0930", 4),
            x(v.get("name", ""), 50), x(v.get("street", ""), 50), x(v.get("house", ""), 10), x(v.get("city", ""), 30),
            x(v.get("postal", ""), 8), x("", 30), x("IL", 2), x(v.get("phone", ""), 15), n(v.get("tax_id", 0), 9),
            n(v["issued"], 8), money(0), x(v.get("currency", ""), 3), money(v.get("gross", v["net"])),
            money(v.get("discount", 0)), money(v["net"]), money(v.get("vat", 0)), money(v.get("total", v["net"])),
            money(0, 9), x(v.get("customer", ""), 15), x("", 10), x("1" if v.get("cancelled") else "0", 1),
            n(v.get("day", v["issued"]), 8), x(v.get("branch", ""), 7), x("user", 9), n(1, 7), x("", 13),
        ]
    )  # fmt: skip


def d110(record: int, **v: Any) -> str:
    return "".join(
        [
            "D110", n(record, 9), n(BUSINESS, 9), n(v["kind"], 3), x(v["number"], 20), n(v["line"], 4), n(0, 3), x("", 20),
            "2", x(v.get("item", ""), 20), x(v["description"], 30), x("", 50), x("", 30), x("יחידה", 20),
            money(v["quantity"], 12, 4), money(v["price"]), money(v.get("discount", 0)), money(v["amount"]), n(1800, 4),
            x(v.get("branch", ""), 7), n(v["day"], 8), n(1, 7), x("", 7), x("", 21),
        ]
    )  # fmt: skip


def d120(record: int, **v: Any) -> str:
    return "".join(
        [
            "D120", n(record, 9), n(BUSINESS, 9), n(v["kind"], 3), x(v["number"], 20), n(v["line"], 4), n(v["means"], 1),
            n(0, 10), n(0, 10), n(0, 15), n(0, 10), n(v.get("due", 0), 8), money(v["amount"]), "0", x("", 20), "0",
            x("", 7), n(v["day"], 8), n(1, 7), x("", 60),
        ]
    )  # fmt: skip


def b110(record: int, **v: Any) -> str:
    return "".join(
        [
            "B110", n(record, 9), n(BUSINESS, 9), x(v["key"], 15), x(v["name"], 50), x(v.get("balance", "110"), 15),
            x(v.get("balance_name", "לקוחות"), 30), x(v.get("street", ""), 50), x(v.get("house", ""), 10),
            x(v.get("city", ""), 30), x(v.get("postal", ""), 8), x("ישראל", 30), x("IL", 2), x(v.get("parent", ""), 15),
            money(0), money(0), money(0), n(0, 4), n(v.get("tax_id", 0), 9), x("", 7), money(0), x("", 3), x("", 16),
        ]
    )  # fmt: skip


def b100(record: int) -> str:
    return "B100" + n(record, 9) + n(BUSINESS, 9) + x("", 295)


def a100() -> str:
    return "A100" + n(1, 9) + n(BUSINESS, 9) + FILE_ID + "&OF1.31&" + x("", 50)


def z900(count: int) -> str:
    return "Z900" + n(count, 9) + n(BUSINESS, 9) + FILE_ID + "&OF1.31&" + n(count, 15) + x("", 50)


def data_file(records: Iterable[str], encoding: str = "iso8859-8") -> bytes:
    lines = [a100(), *records]
    lines.append(z900(len(lines) + 1))
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def zipped(data: bytes, folder: str = "OPENFRMT/51617915.26/03071200/") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{folder}INI.TXT", b"A000" + b" " * 462)
        archive.writestr(f"{folder}BKMVDATA.TXT", data)
    return stream.getvalue()
