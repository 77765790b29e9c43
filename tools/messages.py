"""The Hebrew catalogue: `update` (collect msgids), `check` (nothing missing, fuzzy or left over), `compile`.

msgids are English and stand in the code; Babel reads them, so no gettext programs are needed. Templates are first
turned by Django into text that Babel's tolerant JavaScript lexer understands.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "neeman"
ENGINE = ROOT / "src" / "neeman_engine"
CATALOGUE = SOURCE / "locale" / "he" / "LC_MESSAGES" / "django.po"
PLURALS = "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "N_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
SKIPPED = {"tests", "migrations", "vendor", "node_modules"}

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po


def main(act: str) -> int:
    """Do one of the three acts; the exit code says whether all is well."""
    if act == "compile":
        compile_catalogue()
        return 0
    wanted = collect()
    if act == "update":
        update(wanted)
        return 0
    findings = list(problems(wanted, load(CATALOGUE)))
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def collect() -> Catalog:
    """All msgids of code and templates, with their places."""
    wanted = Catalog(locale="he")
    for path in _sources():
        for line, text, comments, context in _messages(path):
            wanted.add(
                text, locations=[(str(path.relative_to(ROOT)), line)], auto_comments=comments, context=context
            )
    return wanted


def update(wanted: Catalog) -> None:
    """Bring the catalogue in step with the code: translations are kept, what is gone goes."""
    held = load(CATALOGUE)
    fresh = _empty()
    for message in wanted:
        if message.id:
            old = held.get(message.id, message.context)
            fresh.add(
                message.id,
                old.string if old is not None else "",
                locations=sorted({(place, 0) for place, _ in message.locations}),
                context=message.context,
                flags=message.flags,
            )
    with CATALOGUE.open("wb") as out:
        write_po(out, fresh, width=110, sort_output=True, omit_header=False, include_lineno=False)


def problems(wanted: Catalog, held: Catalog) -> Iterator[str]:
    """In words: what is missing, empty, fuzzy, left over, or has the wrong number of plural forms."""
    for message in wanted:
        if message.id:
            old = held.get(message.id, message.context)
            place = message.locations[0][0] if message.locations else "?"
            if old is None or not _filled(old):
                yield f"{place}: no Hebrew for {message.id!r}"
            elif old.fuzzy:
                yield f"{place}: fuzzy Hebrew for {message.id!r}"
    for old in held:
        if old.id and wanted.get(old.id, old.context) is None:
            yield f"left over in the catalogue: {old.id!r}"


def compile_catalogue() -> None:
    """Write the .mo beside the .po."""
    with CATALOGUE.with_suffix(".mo").open("wb") as out:
        write_mo(out, load(CATALOGUE))


def load(path: Path) -> Catalog:
    """A catalogue as it stands; an empty one where there is none yet."""
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale="he")


def _empty() -> Catalog:
    made = datetime(2026, 11, 22, tzinfo=UTC)  # a fixed date: the header never makes noise in a change
    catalogue = Catalog(
        locale="he",
        project="Neeman",
        msgid_bugs_address="the project's issues",
        version="1",
        copyright_holder="the Neeman contributors",
        header_comment="# The Hebrew of Neeman. Gender-neutral; terms as in docs/glossary.md.",
        creation_date=made,
        revision_date=made,
        last_translator="Neeman",
        fuzzy=False,
    )
    catalogue._num_plurals, catalogue._plural_expr = 3, "(n==1 ? 0 : n==2 ? 1 : 2)"
    return catalogue


def _filled(message: Message) -> bool:
    if isinstance(message.id, tuple):
        return isinstance(message.string, tuple) and len(message.string) == 3 and all(message.string)
    return bool(message.string)


def _sources() -> Iterator[Path]:
    for root in (SOURCE, ENGINE):
        for path in sorted(root.rglob("*")):
            if path.suffix in {".py", ".html"} and not set(path.parts) & SKIPPED:
                yield path


def _messages(path: Path) -> Iterator[tuple[int, object, list[str], str | None]]:
    if path.suffix == ".py":
        yield from extract("python", BytesIO(path.read_bytes()), keywords=KEYWORDS)
        return
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    text = templatize(path.read_text("utf-8"), origin=str(path))
    yield from extract("javascript", BytesIO(text.encode()), keywords=KEYWORDS)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
