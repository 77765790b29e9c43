"""Writes of the room: one verb, one transaction, one line of the log."""
