"""`neeman analyze`: from a sales file to a portfolio, without the web product and without a database.

It reads and cleans a file (the door), hands clean facts to the engine, and writes four files. It is not for
keeping anything: no Django is imported here and nothing is remembered between runs.
"""
