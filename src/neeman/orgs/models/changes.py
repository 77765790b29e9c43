"""Change sets: what an import, a merge or a bulk edit did, with the rows as they were, so that it can be undone."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from neeman.orgs.models.people import Member
from neeman.orgs.wall import Owned


class ChangeSet(Owned):
    """One act on one or many rows. `verb` and `label` say in words what it was."""

    at = models.DateTimeField(auto_now_add=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    label = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(null=True)
    undoing = models.JSONField(
        default=dict
    )  # {"page": the last one undone, and the outcome so far}, between parts

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "-at"], name="changeset_time")]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class Change(Owned):
    """A page of rows of one table within a change set: created (`ids`), or updated (`before`, `after`).

    `before` and `after` are lists of rows beside `ids`, holding only the fields that changed. Pages keep a change of
    a hundred thousand rows small and fast to write.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=60)  # "customers.customer"
    ids = models.JSONField(default=list)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)  # None: the rows were created
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "change_set"], name="change_set_pages")]

    def __str__(self) -> str:
        return f"{self.table} x{len(self.ids)}"
