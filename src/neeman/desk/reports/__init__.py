"""Reports: what happened in a period, each with its definition, a chart, a table and a file (R120-R124, R143).

Copy a similar one: a function `(access, span, today) -> Made` and its line in `kinds.REPORTS`.
"""
