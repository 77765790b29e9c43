"""`python -m neeman.jobs.child ID`: one job in a process of its own, under limits of time and memory."""

from __future__ import annotations

import gc
import os
import sys

ALLOCATIONS = 100_000
"""Objects between two looks for garbage: rows make many objects and no cycles, so looking costs a third for nothing."""


def main(job_id: int) -> int:
    """Do the job; the exit code says whether its end was recorded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
    import django

    django.setup()
    from neeman.jobs.work import do_job

    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 10, 10)
    do_job(job_id)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
