"""Search on PostgreSQL: a GIN index over the tokens of `search_text` as they are, without a dictionary of words."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

_VECTOR = "array_to_tsvector(string_to_array(search_text, ' '))"
_FIND = f"""SELECT id FROM customers_customer
    WHERE organization_id = %s AND {_VECTOR} @@ %s::tsquery ORDER BY id LIMIT NULLIF(%s, 0)"""  # noqa: S608  no input


def rows_with(organization_id: int, words: Sequence[Sequence[str]], most: int) -> RawSQL:
    """A subquery of the ids of this organization's customers that have each word; at most `most`, 0 for all.

    Words hold letters, digits and the marks of `customers.keys` only, so they need no escaping.
    """
    asked = " & ".join("(" + " | ".join(f"'{word}':*" for word in words_) + ")" for words_ in words)
    # The index is over an expression that no model has; text reaches it as a parameter.
    return RawSQL(_FIND, (organization_id, asked, most), output_field=BigIntegerField())  # noqa: S611
