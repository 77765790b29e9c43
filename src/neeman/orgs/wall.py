"""Door 1, rows: no query on an organization's data runs unless it is known whose data it reads.

A list of forbidden methods leaks (`exists()`, subqueries, `bulk_create()`), so the gate is the compilation of SQL
itself: a query built outside any organization can be passed around, as forms do at import, but never compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import sql
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND

M = TypeVar("M", bound=models.Model)
Q = TypeVar("Q", bound="OwnedQuerySet[Any]")

_ALL = -1
_scope: ContextVar[int | None] = ContextVar("organization_scope", default=None)


class ScopeMissing(RuntimeError):
    """A query on organization-owned data was about to run outside any organization."""


class WrongOrganization(RuntimeError):
    """A row of one organization was about to be written inside the scope of another."""


@contextmanager
def organization_scope(organization_id: int) -> Iterator[None]:
    """All queries inside read and write this organization's rows only."""
    token = _scope.set(organization_id)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def across_organizations() -> Iterator[None]:
    """Lift the wall. Lint allows it in `orgs`, `jobs` and migrations only."""
    token = _scope.set(_ALL)
    try:
        yield
    finally:
        _scope.reset(token)


def current_organization_id() -> int | None:
    """The organization in scope; None outside any, and while the wall is lifted."""
    scope = _scope.get()
    return None if scope == _ALL else scope


class _WalledQuery(sql.Query):
    """A query that may be built and copied, but neither compiled, nested nor turned into a write."""

    def _refuse(self) -> ScopeMissing:
        return ScopeMissing(f"{self.model}: no organization is in scope")

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        raise self._refuse()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        raise self._refuse()

    def chain(self, klass: Any = None) -> Any:
        if klass is not None:  # update() and delete() swap the class of the query
            raise self._refuse()
        return super().chain()


class OwnedQuerySet(models.QuerySet[M]):
    """A query set whose copies bind themselves to the organization in scope.

    Copies only: a query set held by a form class is shared between requests, and must stay unbound itself.
    """

    def _chain(self) -> Self:
        clone: Self = super()._chain()  # type: ignore[misc]  # Django's private copy is untyped
        _bind(clone.query)
        return clone

    def _raw_delete(self, using: str | None) -> Any:
        self._scope_or_refuse()
        return super()._raw_delete(using)

    def _insert(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> Any:
        scope = self._scope_or_refuse()
        for row in objs:
            put_under(row, scope)
        return super()._insert(objs, *args, **kwargs)  # type: ignore[misc]  # private in the stubs

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Closed: SQL by hand would go round the wall."""
        raise ScopeMissing("raw() goes round the wall; use the query set")

    def _scope_or_refuse(self) -> int:
        scope = _scope.get()
        if scope is None:
            raise ScopeMissing(f"{self.model.__name__}: no organization is in scope")
        return scope


def _bind(query: sql.Query) -> None:
    """Make a walled query one of the organization in scope; without a scope it stays walled."""
    scope = _scope.get()
    if scope is None or not isinstance(query, _WalledQuery):
        return
    bound: sql.Query = query
    bound.__class__ = sql.Query
    if scope != _ALL:
        bound.where.add(_of_organization(bound, scope), AND)


def _of_organization(query: sql.Query, scope: int) -> Exact:
    """What `Q(organization_id=scope)` becomes, made at a fifth of the cost: it is added to every query."""
    assert query.model is not None
    field = query.model._meta.get_field("organization")
    assert isinstance(field, models.ForeignKey)
    return Exact(field.get_col(query.get_initial_alias()), scope)


def put_under(row: models.Model, scope: int) -> None:
    """Give a new row its organization, or refuse one that belongs to another."""
    owner: int | None = row.organization_id  # type: ignore[attr-defined]  # every owned row has it
    if scope == _ALL:
        if owner is None:
            raise ScopeMissing(f"{type(row).__name__}: which organization's row is this?")
    elif owner is None:
        row.organization_id = scope  # type: ignore[attr-defined]  # as above
    elif owner != scope:
        raise WrongOrganization(f"{type(row).__name__}: a row of organization {owner} inside {scope}")


class OwnedManager(models.Manager[M]):
    """The only manager of owned tables, for foreign keys and `save()` as well."""

    def get_queryset(self) -> OwnedQuerySet[M]:
        """A walled query set; inside a scope it is bound to it at once."""
        return self.walled(OwnedQuerySet)

    def walled(self, kind: type[Q]) -> Q:
        """A walled query set of a kind that a room made of `OwnedQuerySet`."""
        query = _WalledQuery(self.model)
        _bind(query)
        return kind(self.model, query=query, using=self._db)


class Owned(models.Model):
    """What belongs to one organization. Composite indexes of its children start with `organization`.

    The index of `organization` alone looks redundant beside those and is not: SQLite keeps it as (organization, id), and
    answers from it whatever asks for some ids inside the wall (`pk__in`, `in_bulk`). Without it a whole organization
    is walked.
    """

    organization = models.ForeignKey("orgs.Organization", on_delete=models.CASCADE, related_name="+")

    objects = OwnedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Put under the organization in scope, then saved."""
        scope = _scope.get()
        if scope is None:
            raise ScopeMissing(f"{type(self).__name__}: no organization is in scope")
        put_under(self, scope)
        super().save(*args, **kwargs)


class Versioned(Owned):
    """An owned row that people edit: a stale write is refused instead of overwriting (`orgs.changes.update_row`)."""

    version = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        abstract = True
