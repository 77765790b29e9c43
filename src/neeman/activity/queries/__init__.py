"""Reads: interactions and tasks of a customer, and who is due."""
