"""Reads: who is visible to whom, the list and what narrows it, search."""
