"""What is counted: one idea a file, each a pure function from Ibis tables to an Ibis table.

No measure runs anything, reads a clock or keeps a value: `as_of` and `params` are handed in. Most take the
customers' summary (`purchases.customers`) and add columns to it, so that they chain without joins; the docstring
of each says its question, formula, columns, edge cases, an example and the source.
"""
