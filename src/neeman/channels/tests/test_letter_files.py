"""Files that go along with a letter written by hand: to a real mail server, kept with what was said, handed out as downloads
to whoever may read the talk, and bounded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from conftest import Person, make_person
from neeman.channels import outbox
from neeman.channels.forms import files
from neeman.channels.models.connection import Connection
from neeman.channels.models.message import Message, MessageFile, State
from neeman.channels.models.template import Content
from neeman.channels.sealing import seal
from neeman.channels.tests.standins import Day
from neeman.channels.tests.test_email import Postman, postman, settings  # noqa: F401  a fixture is found by its name
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.roles import Role, Sees

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
LETTER = {"channel": "email", "purpose": "service", "subject": "המפרט", "body": "שלום, המפרט מצורף"}


@pytest.fixture
def dana(owner: Person, postman: Postman) -> Iterator[Customer]:  # noqa: F811
    """A customer, and the business's mailbox."""
    with owner.scope():
        Connection.objects.create(way="email", settings=settings(postman), sealed=seal({"password": ""}))
        yield make(owner.access, "דנה לוי", kind="person", email="dana@example.test", phone="050-1234567")


def write(person: Person, customer: Customer, *uploads: SimpleUploadedFile, **changed: str) -> HttpResponse:
    data = {**LETTER, **changed, "enclosed": list(uploads)}
    return person.client.post(person.url(f"inbox/customer:{customer.pk}/write/"), data)


def pdf(name: str = "מפרט AT-7207.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def test_a_file_goes_along_and_stays_with_the_talk(
    owner: Person,
    dana: Customer,
    postman: Postman,  # noqa: F811
) -> None:
    assert write(owner, dana, pdf(), pdf("../הערות.txt", b"abc")).status_code == 302
    outbox.deliver(owner.access, clock=timezone.now, hours=Day())
    (mail,) = postman.mails
    arrived = [(part.get_filename(), part.get_content_type()) for part in mail.iter_attachments()]
    assert arrived == [("מפרט AT-7207.pdf", "application/pdf"), ("הערות.txt", "application/octet-stream")]
    assert next(mail.iter_attachments()).get_content() == PDF
    kept = MessageFile.objects.first()
    assert kept is not None
    for path in (f"inbox/customer:{dana.pk}/", f"outbox/{kept.message_id}/"):
        page = owner.client.get(owner.url(path)).content.decode()
        assert "מפרט AT-7207.pdf" in page
        assert owner.url(f"outbox/files/{kept.pk}/") in page


def test_it_is_only_ever_a_download_for_whoever_may_read_the_talk(
    owner: Person, dana: Customer, stranger: Person
) -> None:
    write(owner, dana, pdf("evil.html", b"<script>alert(1)</script>"))
    path = f"outbox/files/{MessageFile.objects.get().pk}/"
    answer = owner.client.get(owner.url(path))
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]  # streamed
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    Customer.objects.filter(pk=dana.pk).update(owner=owner.access.member)
    seller = make_person(owner.organization, "seller@house.test", Role.SALESPERSON, sees=Sees.OWN)
    assert seller.client.get(seller.url(path)).status_code == 404
    assert stranger.client.get(stranger.url(path)).status_code == 404
    Customer.objects.filter(pk=dana.pk).update(owner=seller.access.member)
    assert seller.client.get(seller.url(path)).status_code == 200


@pytest.mark.parametrize(
    ("uploads", "changed", "says"),
    [
        ([("חשבון.pdf", b"MZ\x90")], {}, "תוכנה"),
        ([("update.exe", b"abc")], {}, "תוכנה"),
        ([("חשבון.pdf", b"abc")], {}, "אחר"),
        ([("ריק.txt", b"")], {}, "ריק"),
        ([("א.txt", b"a" * 60), ("ב.txt", b"b" * 60)], {}, "מ״ב"),
        ([(f"{number}.txt", b"a") for number in range(6)], {}, "5"),
        ([("א.txt", b"a")], {"channel": "sms"}, "דוא״ל"),
        ([("א.txt", b"a")], {"by_link": "1"}, "דוא״ל"),
    ],
)
def test_what_cannot_go_along_is_said_and_nothing_is_sent(
    owner: Person,
    dana: Customer,
    monkeypatch: pytest.MonkeyPatch,
    uploads: list[tuple[str, bytes]],
    changed: dict[str, str],
    says: str,
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    answer = write(owner, dana, *(SimpleUploadedFile(name, content) for name, content in uploads), **changed)
    wrong = answer.context["form"].errors
    assert says in "".join(words for field in ("enclosed", "__all__") for words in wrong.get(field, ()))
    assert not Message.objects.exists()


def test_without_a_mailbox_there_is_no_such_field(owner: Person, dana: Customer) -> None:
    path = owner.url(f"inbox/customer:{dana.pk}/write/")
    assert 'name="enclosed"' in owner.client.get(path).content.decode()
    Connection.objects.all().delete()
    assert 'name="enclosed"' not in owner.client.get(path).content.decode()
    assert write(owner, dana, pdf()).status_code == 200
    assert not Message.objects.exists(), "what was chosen is never left out without a word"


def test_a_letter_that_may_not_go_keeps_no_file(owner: Person, dana: Customer) -> None:
    write(owner, dana, pdf(), purpose="marketing")
    assert [message.state for message in Message.objects.all()] == [State.REFUSED]
    assert not MessageFile.objects.exists()


def keep(owner: Person, **given: object) -> HttpResponse:
    return owner.client.post(owner.url("texts/library/"), given)


def test_a_file_of_the_library_goes_along_with_any_letter(
    owner: Person,
    dana: Customer,
    postman: Postman,  # noqa: F811
) -> None:
    assert keep(owner, title="קטלוג 2026", file=pdf("קטלוג.pdf")).status_code == 302
    piece = Content.objects.get()
    page = owner.client.get(owner.url(f"inbox/customer:{dana.pk}/write/")).content.decode()
    assert f'<option value="{piece.pk}">קטלוג 2026</option>' in page
    assert f"content={piece.pk}" not in page, "it has no address that a text could hold"
    assert write(owner, dana, pdf("מחיר.pdf"), piece=str(piece.pk)).status_code == 302
    outbox.deliver(owner.access, clock=timezone.now, hours=Day())
    (mail,) = postman.mails
    assert [part.get_filename() for part in mail.iter_attachments()] == ["מחיר.pdf", "קטלוג.pdf"]
    path = owner.url(f"texts/library/{piece.pk}/file/")
    assert path in owner.client.get(owner.url("texts/library/")).content.decode()
    answer = owner.client.get(path)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # streamed
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert write(owner, dana, piece=str(piece.pk), channel="sms").status_code == 200
    assert Message.objects.count() == 1, "no other channel takes it"
    owner.client.post(owner.url(f"texts/library/{piece.pk}/archive/"))
    assert owner.client.get(path).status_code == 404
    assert write(owner, dana, piece=str(piece.pk)).status_code == 200, "there is no such choice any more"


def test_a_piece_of_the_library_is_an_address_or_a_file(owner: Person, dana: Customer) -> None:
    for given in (
        {"title": "לא זה ולא זה"},
        {"title": "גם וגם", "link": "https://house.test/a", "file": pdf()},
        {"title": "תוכנה", "file": pdf("a.pdf", b"MZ")},
        {"title": "שני קבצים", "file": [pdf("א.pdf"), pdf("ב.pdf")]},
    ):
        assert keep(owner, **given).status_code == 200
    assert not Content.objects.exists()
