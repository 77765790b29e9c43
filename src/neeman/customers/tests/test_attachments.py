"""Files: what is taken in, how they are handed out, and to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from conftest import Person
from neeman.customers.models import Attachment, Customer
from neeman.customers.services import attachments as service
from neeman.customers.services.acting import Unfit
from neeman.customers.services.attachments import add_attachment, archive_attachment
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import make
from neeman.lib.documents import safe_name
from neeman.orgs.access import Access
from tests.walls.database import changed, snapshot

PDF = b"%PDF-1.7\n%" + b"x" * 100


@pytest.fixture(autouse=True)
def store(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django
    return tmp_path


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access)


def test_a_file_is_kept_under_a_name_that_says_nothing(
    owner: Person, customer: Customer, store: Path
) -> None:
    upload = SimpleUploadedFile("../../חוזה 2026.pdf", PDF)
    answer = owner.client.post(owner.url(f"customers/{customer.pk}/files/add/"), {"file": upload})
    assert answer.status_code == 302
    with owner.scope():
        kept = Attachment.objects.get()
    assert (kept.name, kept.size) == ("חוזה 2026.pdf", len(PDF))
    path = store / str(kept.file)
    assert path.parent == store / str(owner.organization.pk)
    assert len(path.name) == 40
    assert path.suffix == ""
    assert path.stat().st_mode & 0o077 == 0


def test_it_is_only_ever_a_download(owner: Person, customer: Customer) -> None:
    with owner.scope():
        html = SimpleUploadedFile("evil.html", b"<script>alert(1)</script>", "text/html")
        kept, _ = add_attachment(owner.access, customer, html)
    answer = owner.client.get(owner.url(f"files/{kept.pk}/"))
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]  # streamed
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("invoice.pdf", b"MZ\x90\x00" + b"x" * 64),
        ("script.txt", b"#!/bin/sh\nrm -rf /"),
        ("setup.exe", b"nothing to see"),
        ("photo.jpg", b"<html>"),
        ("table.xlsx", PDF),
    ],
)
def test_what_is_not_kept(owner: Person, customer: Customer, store: Path, name: str, content: bytes) -> None:
    before = snapshot()
    answer = owner.client.post(
        owner.url(f"customers/{customer.pk}/files/add/"), {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert changed(before) == []
    assert list(store.rglob("*")) == []


def test_a_file_too_large_is_refused_in_words(
    inside: Access, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_BYTES", 50)
    with pytest.raises(Unfit):
        add_attachment(inside, make(inside), SimpleUploadedFile("a.pdf", PDF))
    assert list(store.rglob("*")) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("חוזה.pdf", "חוזה.pdf"),
        ("..\\..\\x.txt", "x.txt"),
        ("a\u202egpj.pdf", "agpj.pdf"),
        ("a\nb\x00.pdf", "ab.pdf"),
        ("...", "file"),
        ("א" * 300 + ".pdf", "א" * 116 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_put_away_and_brought_back(inside: Access) -> None:
    kept, _ = add_attachment(inside, make(inside), SimpleUploadedFile("a.pdf", PDF))
    away = archive_attachment(inside, kept, now=timezone.now())
    assert Attachment.objects.get().archived_at is not None
    assert default_storage.exists(str(kept.file))
    assert away is not None
    undo_act(inside, away, now=timezone.now())
    assert Attachment.objects.get().archived_at is None


def test_strangers_files_are_not_there(owner: Person, stranger: Person, customer: Customer) -> None:
    with owner.scope():
        kept, _ = add_attachment(owner.access, customer, SimpleUploadedFile("a.pdf", PDF))
    before = snapshot()
    for url in (f"files/{kept.pk}/", f"files/{kept.pk}/archive/", f"customers/{customer.pk}/files/add/"):
        for path in (owner.url(url), stranger.url(url)):
            assert stranger.client.get(path).status_code in {404, 405}
            data = {"file": SimpleUploadedFile("a.pdf", PDF)}
            assert stranger.client.post(path, data).status_code in {404, 405}
    assert changed(before) == []


def test_a_file_that_is_gone_from_the_disk_is_a_404(owner: Person, customer: Customer) -> None:
    with owner.scope():
        kept, _ = add_attachment(owner.access, customer, SimpleUploadedFile("a.pdf", PDF))
    default_storage.delete(str(kept.file))
    assert owner.client.get(owner.url(f"files/{kept.pk}/")).status_code == 404


def test_a_contact_page_offers_the_file(owner: Person, customer: Customer) -> None:
    with owner.scope():
        add_attachment(owner.access, customer, SimpleUploadedFile("<b>.pdf", PDF))
    assert "&lt;b&gt;.pdf" in owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
