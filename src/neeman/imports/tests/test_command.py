"""`neeman import`: the same way in, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Person
from neeman.cli.imports import ImportProblem, import_file
from neeman.customers.models import Customer
from neeman.imports.tests.test_sales import SALES
from neeman.jobs.models import Job
from neeman.ledger.models import Line


def stored(folder: Path, content: str) -> Path:
    path = folder / "sales.csv"
    path.write_text(content, "utf-8")
    return path


def test_a_dry_run_writes_nothing_and_the_real_one_does(owner: Person, tmp_path: Path) -> None:
    path, slug = stored(tmp_path, SALES), owner.organization.slug
    told = import_file(path, slug, target="", mapping=[], dry_run=True)
    assert not told.came_in
    with owner.scope():
        assert Line.objects.count() == 0
    done = import_file(path, slug, target="", mapping=[], dry_run=False)
    assert done.lines == told.lines
    assert any(line.split() == ["created", "5"] for line in done.lines)
    with owner.scope():
        assert Line.objects.count() == 5
        assert set(Job.objects.values_list("name", flat=True)) == {"portfolio.recompute"}


def test_columns_may_be_said(owner: Person, tmp_path: Path) -> None:
    path, slug = stored(tmp_path, "Wer,Ort\nנגה,עכו\n"), owner.organization.slug
    with pytest.raises(ImportProblem, match="--map"):
        import_file(path, slug, target="customers", mapping=[], dry_run=True)
    import_file(path, slug, target="customers", mapping=["Wer=name", "2=city"], dry_run=False)
    with owner.scope():
        assert Customer.objects.get().city == "עכו"


@pytest.mark.parametrize(
    ("slug", "name", "content", "said"),
    [
        ("nowhere", "sales.csv", SALES, "no organization"),
        ("house", "missing.csv", SALES, "no file"),
        ("house", "sales.csv", "", "empty"),
    ],
)
def test_what_is_wrong_is_said(
    owner: Person, tmp_path: Path, slug: str, name: str, content: str, said: str
) -> None:
    stored(tmp_path, content)
    with pytest.raises(ImportProblem, match=said):
        import_file(tmp_path / name, slug, target="", mapping=[], dry_run=True)
