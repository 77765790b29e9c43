"""Grades, snapshots and the overview: what the engine says of all customers, dated and kept.

The only room that imports the engine. It reads facts from the ledger and writes verdicts down to `customers.Standing`.
"""
