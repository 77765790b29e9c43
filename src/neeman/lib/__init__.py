"""Pure helpers that every room may use: money, dates, phones, Hebrew text, files and their columns.

Not for anything that knows Django, the database, the clock or a customer: a function belongs here when
it turns values into values. Ground floor: imports nothing of the house.
"""
