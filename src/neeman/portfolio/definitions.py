"""Which definitions the figures of a snapshot rest on.

Raised by one whenever a figure would come out otherwise from the same facts: a measure of the engine, or what `digest`
adds. Only snapshots of the same number are compared with each other; older ones are measured anew in the background
(`history`). A test holds the figures of a small business beside the number, so a change cannot pass unseen.
"""

from __future__ import annotations

DEFINITIONS = 1
