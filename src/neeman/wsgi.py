"""What the web server calls. The code is loaded first: meanwhile `neeman run` may still be preparing the database."""

import os
from importlib import import_module

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from neeman.lib.turn import wait_until_prepared

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
django.setup(set_prefix=False)
import_module(settings.ROOT_URLCONF)
wait_until_prepared(settings.DATA)
application = WSGIHandler()
