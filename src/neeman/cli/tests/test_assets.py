"""Assets are laid out once, and again when one of them changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from neeman.cli.assets import lay_out_assets


@pytest.fixture
def sources(tmp_path: Path, settings: Any) -> Iterator[Path]:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "page.css").write_text("body { color: red }")
    settings.DATA, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    finders.get_finder.cache_clear()
    yield folder
    finders.get_finder.cache_clear()


def test_only_what_changed_is_laid_out_again(sources: Path, tmp_path: Path) -> None:
    assert lay_out_assets()
    assert not lay_out_assets()
    (sources / "page.css").write_text("body { color: green }")
    assert lay_out_assets()
    laid_out = {path.read_text() for path in (tmp_path / "static").glob("page*.css")}
    assert "body { color: green }" in laid_out
    shutil.rmtree(tmp_path / "static")
    assert lay_out_assets(), "whatever was taken away comes back"
