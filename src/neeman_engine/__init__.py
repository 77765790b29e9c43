"""The engine: tables in, tables out. No Django, no clock, and no reading or writing inside a measure.

`tables` holds the contract of every input, `measures` what is counted, `models` what is fitted,
`run` puts them together on DuckDB or Spark.
"""

__version__ = "0.1.0"
