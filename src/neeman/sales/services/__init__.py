"""Writes: each function is one verb, one transaction, one change set that can be undone, one log entry."""
