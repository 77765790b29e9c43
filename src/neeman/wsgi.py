"""What the web server calls. The code is loaded first: meanwhile `neeman run` may still be preparing the database."""

import gc
import os
from importlib import import_module

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from neeman.lib.turn import wait_until_prepared

ALLOCATIONS = 50_000
"""Objects between two looks for garbage: a page makes many and leaves hardly a cycle behind."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
django.setup(set_prefix=False)
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()  # what is loaded stays
gc.set_threshold(ALLOCATIONS, 10, 10)
wait_until_prepared(settings.DATA)
application = WSGIHandler()
