"""What is derived from a customer so that it can be found, compared and sorted: the `*_key` columns and `search_text`.

Pure functions of the rows given: no query is made here, so that an import can call them a hundred thousand times.

`search_text` is a line of distinct tokens, each found by its beginning (`customers.search`):

=============  ============================================================================================
`דני`          a word of anything that may find the customer: name, people, city, e-mail, remark, tag
`#דני`         the same word, of the customer's own name: such finds come first
`~7654321050`  the digits of a number from its end: "the phone that ends in 4567"
=============  ============================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from neeman.customers.models import Contact, Customer
from neeman.lib.hebrew import company_key, loose_key, search_key, sort_key, spellings
from neeman.lib.ids import parse_id_number
from neeman.lib.phones import parse_phone, split_phones, tail_key

NAME_MARK = "#"
TAIL_MARK = "~"
LONGEST_WORD = 60
LONGEST_TEXT = 60_000
PARTICLES = frozenset("והבלמשכ")  # one letter before a word: לשולחן is found by שולחן, הגליל by גליל
LONG_ENOUGH = 4

_PLAIN_PHONE = re.compile(r"0(?:5\d{8}|7[1-9]\d{7}|[23489]\d{7})")

Keys = dict[str, str]
DERIVED = ("phone_key", "email_key", "number_key", "name_key", "sort_key", "search_text")
"""The columns of a customer that `customer_keys` gives."""


def customer_keys(
    customer: Customer,
    *,
    contacts: Iterable[Contact] = (),
    tags: Iterable[str] = (),
    more: Iterable[str] = (),
) -> Keys:
    """The derived columns of a customer as it stands now, by column name.

    `contacts` are its people, `tags` the names of its tags, `more` any other text that should find it
    (preferences, keys of other systems).
    """
    name_key = sort_key(customer.name)
    return {
        "phone_key": phone_key(customer.phone),
        "email_key": email_key(customer.email),
        "number_key": number_key(customer.company_number),
        "name_key": company_key(customer.name)[:200],
        "sort_key": name_key[:200],
        "search_text": _search_text(customer, name_key, list(contacts), [*tags, *more]),
    }


def put_keys(
    customer: Customer,
    *,
    contacts: Iterable[Contact] = (),
    tags: Iterable[str] = (),
    more: Iterable[str] = (),
) -> Customer:
    """The same, written onto the (unsaved) row; returns it."""
    for name, value in customer_keys(customer, contacts=contacts, tags=tags, more=more).items():
        setattr(customer, name, value)
    return customer


def contact_keys(contact: Contact) -> Keys:
    """The derived columns of a contact."""
    return {"phone_key": phone_key(contact.phone), "email_key": email_key(contact.email)}


def phone_key(text: str) -> str:
    """The identity of a phone as E.164; of what has no such form its digits, a star kept ("*2700"); else empty."""
    keys = _phones(text)
    return keys[0][0] if keys else ""


def email_key(text: str) -> str:
    """An e-mail address without case and blanks."""
    return text.strip().casefold()[:254]


def number_key(text: str) -> str:
    """A company number as nine digits; one that cannot be read as its letters and digits."""
    if not text or (len(text) == 9 and text.isascii() and text.isdigit()):
        return text
    digits = parse_id_number(text).digits
    return digits or "".join(sign for sign in text.casefold() if sign.isalnum())[:20]


@lru_cache(maxsize=10_000)
def _phones(text: str) -> tuple[tuple[str, str], ...]:
    """The numbers of a phone column, each as its identity and its digits from the end."""
    plain = text.replace("-", "").replace(" ", "")
    if _PLAIN_PHONE.fullmatch(plain):  # what nearly all are: read here, since an import reads so many
        return ((f"+972{plain[1:]}", plain[::-1]),)
    phones = [parse_phone(number) for number in split_phones(text)] if text else []
    return tuple(
        (
            phone.e164 or "".join(sign for sign in phone.raw if sign.isdigit() or sign == "*")[:20],
            tail_key(phone.e164 or phone.raw)[:LONGEST_WORD],
        )
        for phone in phones
    )


def _search_text(customer: Customer, name_key: str, contacts: list[Contact], more: list[str]) -> str:
    own = name_key.split()
    if customer.company_name:
        own += search_key(customer.company_name).split()
    tokens = [NAME_MARK + word[:LONGEST_WORD] for word in own]
    for word in own:
        tokens += _forms(word)
    for contact in contacts:
        for word in search_key(contact.name).split():
            tokens += _forms(word)
    for tail in _tails(customer, contacts):
        tokens += (tail[::-1], TAIL_MARK + tail)
    for said in filter(None, _other_texts(customer, contacts, more)):
        tokens += _words(said)
    text = " ".join(dict.fromkeys(tokens))
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rpartition(" ")[0]


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    """A word of a name with its other spellings, its second-rank key and itself without a particle."""
    if word.isdigit():
        return (word[:LONGEST_WORD],)
    forms = [word, *sorted(spellings(word)), loose_key(word)]
    if word[0] in PARTICLES and len(word) >= LONG_ENOUGH:
        forms.append(word[1:])
    return tuple(dict.fromkeys(form[:LONGEST_WORD] for form in forms))


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    """The words of any other text, each with itself without a particle; towns and remarks repeat."""
    words = []
    for word in search_key(text).split():
        words.append(word[:LONGEST_WORD])
        if word[0] in PARTICLES and len(word) >= LONG_ENOUGH:
            words.append(word[1:LONGEST_WORD])
    return tuple(words)


def _tails(customer: Customer, contacts: list[Contact]) -> list[str]:
    texts = [customer.phone, customer.phone2, *(contact.phone for contact in contacts)]
    tails = [tail for text in texts if text for _, tail in _phones(text) if tail]
    if customer.company_number:
        tails.append(number_key(customer.company_number)[::-1])
    return tails


def _other_texts(customer: Customer, contacts: list[Contact], more: list[str]) -> list[str]:
    texts = [
        customer.city,
        customer.street,
        customer.industry,
        customer.email,
        customer.website,
        customer.source,
        customer.company_number,
        customer.remarks,
    ]
    for contact in contacts:
        texts += (contact.job_title, contact.email, contact.remarks)
    return [*texts, *more, *_custom_texts(customer.custom)]


def _custom_texts(custom: dict[str, Any]) -> Iterator[str]:
    for value in custom.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, int) and not isinstance(value, bool):
            yield str(value)
