"""Leads and deals on their way to an order: stages, next actions, products, quotes.

An approved quote becomes an order in the ledger; what customers are worth is counted elsewhere.
"""
