"""Who they are: customers, the people and ties around them, the frame of the customer card, and their standing.

It keeps identity and remembers verdicts that upper rooms write down (`Standing`). It counts nothing itself.
"""
