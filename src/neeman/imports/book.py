"""The customers that the rows at hand may speak of: those that are there, and those that the file is making."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from neeman.customers.keys import email_key, number_key, phone_key
from neeman.customers.models import Customer, ExternalKey
from neeman.customers.queries.visible import visible
from neeman.imports.bulk import among
from neeman.lib.hebrew import company_key
from neeman.orgs.access import Access

KEY_COLUMNS = {"phone": "phone_key", "number": "number_key", "email": "email_key", "name": "name_key"}
KINDS = ("external", *KEY_COLUMNS)
"""Of keys, in the order in which an `Identity` holds them."""
FOR_MATCHING = ("name", "phone", "company_number", "email", "company_name")


class Identity(NamedTuple):
    """What a row says of its customer: keys, not texts as written. `answer` settles a doubtful match by hand."""

    external: str = ""
    phone: str = ""
    number: str = ""
    email: str = ""
    name: str = ""
    shown: str = ""  # the key of what a new customer would be called, if only by its phone
    answer: str = ""

    @property
    def names_somebody(self) -> bool:
        """Whether the same row in the next file could be known again."""
        return any((self.external, self.phone, self.number, self.email, self.name))

    @property
    def keys(self) -> dict[str, str]:
        """The keys of a customer that is made of this row, as `keys_of` would give them."""
        return {"phone": self.phone, "number": self.number, "email": self.email, "name": self.shown}


@dataclass(slots=True, eq=False)
class Person:
    """A contact person of a known customer (`pk` None until it is written)."""

    pk: int | None
    values: dict[str, Any]


@dataclass(slots=True, eq=False)
class Known:
    """A customer that is there, or that this file is making (`pk` None until it is written).

    `aliases` are keys of customers that were merged into this one. `row` is the row of this file that spoke of it
    first. `hidden` is somebody else's customer, whom the importing member does not see.
    """

    pk: int | None
    values: dict[str, Any]
    keys: dict[str, str]
    externals: set[str] = field(default_factory=set)
    aliases: Collection[tuple[str, str]] = ()
    hidden: bool = False
    row: int = 0
    people: tuple[Person, ...] = ()
    tags: frozenset[str] = frozenset()
    parent: Known | None = None

    @property
    def shown_name(self) -> str:
        """For messages: nothing of a customer that the member may not see."""
        return "" if self.hidden else str(self.values.get("name", ""))

    @property
    def is_nameless(self) -> bool:
        """Whether it is called by its key, phone or e-mail, because nobody has said its name yet."""
        name = self.values["name"]
        return name in self.externals or name in (self.values.get("phone"), self.values.get("email"))

    def answers_to(self, kind: str, key: str) -> bool:
        """Whether it is found by this key now."""
        if kind == "external":
            return key in self.externals
        return self.keys[kind] == key or (kind, key) in self.aliases


def identity_of(
    *,
    external: str = "",
    phone: str = "",
    number: str = "",
    email: str = "",
    name: str = "",
    shown: str = "",
    answer: str = "",
) -> Identity:
    """The keys of what a row says, as customers keep them."""
    name = name_key(name)
    return Identity(
        external, _phone(phone), _number(number), email_key(email), name, name or name_key(shown), answer
    )


def keys_of(values: dict[str, Any]) -> dict[str, str]:
    """The keys by which a customer with these values is found."""
    return {
        "phone": _phone(values.get("phone") or ""),
        "number": _number(values.get("company_number") or ""),
        "email": email_key(values.get("email") or ""),
        "name": name_key(values.get("name") or ""),
    }


def name_key(name: str) -> str:
    """The column `name_key` of a customer of this name."""
    return company_key(name)[:200] if name else ""


@lru_cache(maxsize=20_000)
def _phone(text: str) -> str:
    return phone_key(text)[:20] if text else ""


@lru_cache(maxsize=20_000)
def _number(text: str) -> str:
    return number_key(text)[:20] if text else ""


Bearers = dict[str, dict[str, list[Known]]]
"""Kind of key -> key -> who answers, or once answered, to it; nobody to an empty one."""


class CustomerBook:
    """Reads, a batch at a time, the customers that the batch may mean.

    In a dry run (`keeps`) what the file would have written is remembered, so that a later row meets the same customers
    as it will in the real run, which reads them back.
    """

    def __init__(self, access: Access, system: str, fields: Sequence[str] = (), *, keeps: bool) -> None:
        self.access = access
        self.system = system
        self.fields = tuple(dict.fromkeys((*FOR_MATCHING, *fields)))
        self.keeps = keeps
        self.first_rows: dict[int, int] = {}  # customer -> the row of this file that spoke of it first
        self._read = _empty()
        self._kept = _empty()
        self._by_pk: dict[int, Known] = {}
        self._kept_by_pk: dict[int, Known] = {}

    @cached_property
    def _nobody(self) -> bool:
        """Whether a dry run, which writes nothing, goes over an empty book."""
        return self.keeps and not Customer.objects.exists()

    def load(self, identities: Iterable[Identity]) -> list[Known]:
        """Forget the batch before; read, and return, the customers that these identities may mean."""
        self._read = _empty()
        self._by_pk.clear()
        if self._nobody:
            return []
        asked = dict(zip(Identity._fields, map(set, zip(*identities, strict=True)), strict=False))
        aliases: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for kind, column in KEY_COLUMNS.items():
            if values := asked.get(kind, set()) - {""}:
                rows = Customer.objects.filter(Q((f"{column}__in", among(values))))
                for pk, key in rows.values_list("pk", column):
                    aliases[pk].add((kind, key))
        for pk in self._linked(asked.get("external", set()) - {""}):
            aliases[pk].update(())
        for answer in asked.get("answer", ()):
            if answer.isdecimal():
                aliases[int(answer)].update(())
        self._take(_merged(aliases))
        return list(self._by_pk.values())

    def _linked(self, keys: set[str]) -> Iterable[int]:
        links = ExternalKey.objects.filter(system=self.system, key__in=among(keys))
        return links.values_list("customer_id", flat=True)

    def _take(self, aliases: dict[int, set[tuple[str, str]]]) -> None:
        pks = aliases.keys() - self._kept_by_pk.keys()
        if not pks:
            return
        shown = pks if self.access.sees_all else self._shown(pks)
        rows = Customer.objects.filter(pk__in=among(pks))
        for pk, phone, number, email, name, *values in rows.values_list(
            "pk", *KEY_COLUMNS.values(), *self.fields
        ):
            self._by_pk[pk] = Known(
                pk,
                dict(zip(self.fields, values, strict=True)),
                {"phone": phone, "number": number, "email": email, "name": name},
                aliases=aliases[pk],
                hidden=pk not in shown,
                row=self.first_rows.get(pk, 0),
            )
        links = ExternalKey.objects.filter(system=self.system, customer_id__in=among(pks))
        for customer_id, key in links.values_list("customer_id", "key"):
            self._by_pk[customer_id].externals.add(key)
        for known in self._by_pk.values():
            _enter(self._read, known)

    def _shown(self, pks: set[int]) -> set[int]:
        return set(visible(self.access).filter(pk__in=among(pks)).values_list("pk", flat=True))

    def at(self, kind: str, key: str) -> list[Known]:
        """The customers that answer to this key now."""
        kept, read = self._kept[kind].get(key), self._read[kind].get(key)
        if kept is None and read is None:
            return []
        found = dict.fromkeys([*(kept or ()), *(read or ())])
        return [known for known in found if known.answers_to(kind, key)]

    def knows(self, identity: Identity) -> bool:
        """Whether any key of this identity was ever somebody's: of most rows of a new list it is not."""
        for kind, key in zip(KINDS, identity, strict=False):
            if key in self._kept[kind] or key in self._read[kind]:
                return True
        return False

    def with_pk(self, pk: int) -> Known | None:
        """The customer of this id, when it was asked for."""
        return self._kept_by_pk.get(pk) or self._by_pk.get(pk)

    def note(self, known: Known) -> None:
        """The file makes or changes this customer: from now on it is found by what it is now."""
        _enter(self._kept if self.keeps else self._read, known)
        if self.keeps and known.pk is not None:
            self._kept_by_pk[known.pk] = known

    def spoken_of(self, known: Known, row: int) -> None:
        """Remember the row of the file that spoke of this customer first."""
        if not known.row:
            known.row = row
            if known.pk is not None:
                self.first_rows[known.pk] = row

    def written(self, known: Known, pk: int) -> None:
        """A customer that the file made has its id now."""
        known.pk = pk
        self.first_rows[pk] = known.row


def _empty() -> Bearers:
    return {kind: {} for kind in KINDS}


def _enter(bearers: Bearers, known: Known) -> None:
    external = [("external", key) for key in known.externals]
    for kind, key in (*known.keys.items(), *known.aliases, *external):
        if key:
            those = bearers[kind].setdefault(key, [])
            if known not in those:
                those.append(known)


def _merged(aliases: dict[int, set[tuple[str, str]]]) -> dict[int, set[tuple[str, str]]]:
    """The same with customers that were merged into another replaced by that other, who takes over their keys."""
    moving = set(aliases)
    while moving:
        rows = Customer.objects.filter(pk__in=among(moving), merged_into__isnull=False).values_list(
            "pk", "merged_into_id"
        )
        moving = set()
        for pk, kept in list(rows):
            if kept is not None:
                aliases[kept] = aliases.get(kept, set()) | aliases.pop(pk)
                moving.add(kept)
    return aliases
