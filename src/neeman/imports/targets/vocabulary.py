"""What an organization calls things: its members, its tags, the fields it added to customers."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from neeman.customers.models import CustomField, Tag
from neeman.lib.hebrew import search_key
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder
from neeman.orgs.queries import members


class Vocabulary:
    """Read once for a file; what the file adds is written when rows need it."""

    def __init__(self, access: Access) -> None:
        self._members: dict[str, int] = {}
        for member in members(access):
            self._members.setdefault(search_key(member.user.name), member.pk)
            self._members[member.user.email.casefold()] = member.pk
        fields = CustomField.objects.order_by("-archived_at", "pk").values_list("label", "key")
        self._fields = {search_key(label): key for label, key in fields}
        self._new_fields: dict[str, str] = {}  # key -> label
        self._tags: dict[str, int] = {}

    def member(self, said: str) -> int | None:
        """The member of this name or e-mail."""
        return self._members.get(said.casefold()) or self._members.get(search_key(said))

    def field(self, title: str) -> str:
        """The key of the organization's own field that is called like this; a new one is thought up where none is."""
        word = search_key(title)
        if word not in self._fields:
            stem = slugify(title, allow_unicode=True)[:34] or "field"
            taken = set(self._fields.values())
            key = next(
                name for name in (stem, *(f"{stem}-{n}" for n in range(2, 1_000))) if name not in taken
            )
            self._fields[word] = key
            self._new_fields[key] = title[:60]
        return self._fields[word]

    def write_fields(self, recorder: Recorder) -> None:
        """Add the fields that were thought up."""
        if not self._new_fields:
            return
        place = CustomField.objects.count()
        there = set(CustomField.objects.filter(key__in=self._new_fields).values_list("key", flat=True))
        rows = [
            CustomField(key=key, label=label, position=place + number)
            for number, (key, label) in enumerate(self._new_fields.items(), 1)
            if key not in there
        ]
        recorder.created(CustomField.objects.bulk_create(rows))
        self._new_fields = {}

    def tag_ids(self, names: Iterable[str], recorder: Recorder) -> dict[str, int]:
        """The ids of these tags, which are added where they are not there."""
        missing = sorted(set(names) - self._tags.keys())
        if missing:
            self._tags.update(Tag.objects.filter(name__in=missing).values_list("name", "pk"))
            new = Tag.objects.bulk_create([Tag(name=name) for name in missing if name not in self._tags])
            recorder.created(new)
            self._tags.update({tag.name: tag.pk for tag in new})
        return self._tags
