"""Writes: taking a file in, understanding it, rehearsing it, bringing its rows in, and taking them back."""
