"""`python -m neeman.jobs`: the worker, until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading


def main() -> None:
    """Work until SIGTERM or SIGINT."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
    import django

    django.setup()
    from django.conf import settings

    from neeman.jobs.worker import work_forever
    from neeman.lib.turn import wait_until_prepared

    wait_until_prepared(settings.DATA)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work_forever(stop)


if __name__ == "__main__":
    main()
