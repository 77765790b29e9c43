"""Reaching people: one folder a channel, the one send gate before them, consent, and the outbox behind them.

Nothing leaves the house but through `channels.gate`. It knows addresses and recipients, not customers.
"""
