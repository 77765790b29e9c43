"""Importing this reads the whole program in: done once, in the process that the worker's children are forked from.

That process must stay fit to be forked: one thread, no connection, and none of the libraries that start threads of
their own (they are imported where they are used).
"""

from __future__ import annotations

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
django.setup()

import neeman.jobs.work  # noqa: E402, F401 - it is read in, not used

gc.freeze()  # what was read in stays, and its pages are shared with the children
