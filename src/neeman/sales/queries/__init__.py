"""Reads: who sees which deals, the board and what narrows it, one deal, reports."""
