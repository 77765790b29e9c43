"""How dates and numbers are read and written: Django's Hebrew set swaps day and month, so we ship our own."""
