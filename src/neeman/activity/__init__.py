"""What passed between us and a customer, and what is to come: interactions, tasks, the cadence of follow-up.

It knows when somebody was spoken to and when to speak again; not why a deal or a complaint makes it urgent.
"""
