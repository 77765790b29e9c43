"""The mail itself: plain words and the same in HTML, which runs in the direction of its language."""

from __future__ import annotations

from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines

from neeman.channels.ways import Grid, Letter, Settings
from neeman.channels.wording.isolating import RLM, isolate
from neeman.lib.hebrew import has_hebrew


class Wire(EmailPolicy):
    """Headers as they travel. The library's own folding loses the blank between two encoded words (python/cpython#92081), so
    that long Hebrew subjects and names arrived with words run together; the older encoder keeps it."""

    def fold(self, name: str, value: Any) -> str:
        """The lines of one header."""
        if name not in {"From", "Subject"} or str(value).isascii():
            plain: str = super().fold(name, value)
            return plain
        if name == "From":
            (sender,) = value.addresses
            return f"From: {_encoded(sender.display_name, name)}\r\n <{sender.addr_spec}>\r\n"
        return f"{name}: {_encoded(str(value), name)}\r\n"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same, as they leave."""
        return self.fold(name, value).encode("ascii")


def _encoded(text: str, name: str) -> str:
    return Header(text, "utf-8", header_name=name).encode(linesep="\r\n")


def written(settings: Settings, letter: Letter) -> EmailMessage:
    """The mail, with what lets programs remove the reader in one click (RFC 2369, RFC 8058)."""
    mail = EmailMessage(policy=Wire(linesep="\r\n"))
    mail["From"] = _address(settings.get("from_name") or letter.sender, settings["from_address"])
    mail["To"] = _address("", letter.to)
    mail["Subject"] = _one_line(letter.subject) or _one_line(letter.sender)
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = message_id(settings, letter)
    if letter.removal:
        mail["List-Unsubscribe"] = (
            f"<{letter.removal}>, <mailto:{settings['from_address']}?subject=unsubscribe>"
        )
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail["Precedence"] = "bulk"
    mail.set_content(isolate(letter.body), cte="base64")
    mail.add_alternative(html(letter), subtype="html", cte="base64")
    for file in letter.files:
        maintype, _slash, subtype = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype, subtype, filename=_one_line(file.name))
    return mail


def html(letter: Letter) -> str:
    """A page with no script, no picture and no address but those that stand in the text."""
    hebrew, grids = has_hebrew(letter.body), {grid.text: grid for grid in letter.grids}
    return render_to_string(
        "channels/letter.html",
        {
            "language": "he" if hebrew else "en",
            "direction": "rtl" if hebrew else "ltr",
            "side": "right" if hebrew else "left",
            "subject": letter.subject,
            "parts": [
                {"table": _laid_out(grids[part])} if part in grids else {"words": _linked(part)}
                for part in letter.body.split("\n\n")
                if part.strip()
            ],
        },
    )


def _laid_out(grid: Grid) -> dict[str, Any]:
    """The cells of a table, each with whether it is a figure: those end under one another."""
    return {
        "heads": list(zip(grid.heads, grid.figures, strict=True)),
        "rows": [list(zip(row, grid.figures, strict=True)) for row in grid.rows],
    }


def _linked(text: str) -> SafeString:
    """Escaped, with addresses as links that run left to right whatever stands around them."""
    lines = isolate(normalize_newlines(text)).split("\n")
    return mark_safe("<br>".join(map(_line, lines)))  # noqa: S308 - urlize has escaped each


def _line(line: str) -> str:
    """An address after a mark of direction is no address to `urlize`."""
    bare = line.removeprefix(RLM)
    links = urlize(bare, nofollow=True, autoescape=True).replace("<a href=", '<a dir="ltr" href=')
    return links if bare == line else RLM + links


def message_id(settings: Settings, letter: Letter) -> str:
    """The same at every attempt, so that a returned mail is known and nobody else can make one up."""
    token = sha256(letter.key.encode()).hexdigest()[:16]
    return f"<neeman.{letter.number}.{token}@{settings['from_address'].rpartition('@')[2]}>"


def _address(name: str, address: str) -> Address:
    return Address(display_name=_one_line(name), addr_spec=address)


def _one_line(text: str) -> str:
    return " ".join(text.split())
