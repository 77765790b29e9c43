"""What is kept between analyses belongs to the columns it was made for."""

from __future__ import annotations

import pyarrow as pa
import pytest

from neeman_engine.run import DuckEngine


@pytest.mark.parametrize("values", [[1, 2], ["א", "ב"], [1.5, 2.5]])
def test_a_table_of_the_same_name_with_other_columns_is_asked_anew(values: list[object]) -> None:
    for column in ("first", "second"):
        engine = DuckEngine()
        table = engine.offer(pa.table({column: values}), "rows")
        assert engine.fetch(table.select(column)).to_pydict() == {column: values}
        assert engine.fetch(table.aggregate(rows=table.count())).to_pylist() == [{"rows": 2}]
