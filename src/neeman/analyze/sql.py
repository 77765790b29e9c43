"""Pieces of SQL for the door; every name and text from a file goes through here."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A name of a column or table."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text constant."""
    return "'" + text.replace("'", "''") + "'"
