"""Writes: what happened, what is to be done, when not to disturb, and the reckoning that follows each."""
