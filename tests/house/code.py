"""Walks the product's own source files, for the house rules that are checked by machine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src"
GENERATED = {"migrations", "vendor", "__pycache__", "node_modules"}


def files(pattern: str, *, tests: bool = False) -> Iterator[Path]:
    """The product's files of this kind; its tests only when asked for."""
    for path in sorted(SOURCE.rglob(pattern)):
        parts = set(path.relative_to(SOURCE).parts)
        if not parts & GENERATED and (tests or "tests" not in parts):
            yield path


def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def shown(path: Path, line: int = 0) -> str:
    """How a finding names its place."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
