"""Reads: the automations, kept ones and those ready to be taken, with what they did lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from neeman.automations.models import Automation, Run, State
from neeman.automations.presets import GROUPS, PRESETS, Preset
from neeman.customers.models import Customer
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Standing:
    """An automation as the list shows it: `automation` is None for a preset that nobody took yet."""

    preset: Preset | None
    automation: Automation | None
    waiting: int = 0
    done: int = 0

    @property
    def title(self) -> str:
        """Its name."""
        return self.automation.name if self.automation else str(self.preset.title if self.preset else "")

    @property
    def is_on(self) -> bool:
        """Whether it works."""
        return self.automation is not None and self.automation.is_on


def automations(access: Access) -> QuerySet[Automation]:
    """Those that are not put away."""
    return Automation.objects.filter(archived_at=None).select_related("switched_by__user")


def get_automation(access: Access, pk: int) -> Automation:
    """One of them, or 404."""
    found = automations(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def standings(access: Access, *, now: datetime) -> list[tuple[str, list[Standing]]]:
    """(title of the group, its automations): the presets, taken or not, then the business's own."""
    kept = list(automations(access).order_by("name", "pk"))
    counts = _counts(now)
    by_preset = {automation.preset: automation for automation in kept if automation.preset}
    groups = []
    for key, title in GROUPS.items():
        presets = [preset for preset in PRESETS.values() if preset.group == key]
        groups.append(
            (str(title), [_standing(preset, by_preset.get(preset.key), counts) for preset in presets])
        )
    own = [_standing(None, automation, counts) for automation in kept if automation.preset not in PRESETS]
    return [*groups, ("", own)] if own else groups


def _standing(
    preset: Preset | None, automation: Automation | None, counts: dict[int, tuple[int, int]]
) -> Standing:
    waiting, done = counts.get(automation.pk, (0, 0)) if automation else (0, 0)
    return Standing(preset, automation, waiting, done)


def _counts(now: datetime) -> dict[int, tuple[int, int]]:
    rows = Run.objects.values("automation").annotate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        done=Count("pk", filter=Q(state=State.DONE, ended_at__gt=now - LATELY)),
    )
    return {row["automation"]: (row["waiting"], row["done"]) for row in rows}


def runs(access: Access) -> QuerySet[Run]:
    """What automations did and are to do, with customers whom this member sees."""
    found = Run.objects.select_related("automation", "customer", "message", "task", "stopped_by__user")
    return found if access.sees_all else found.filter(customer__in=visible(access))


def get_run(access: Access, pk: int) -> Run:
    """One of them, or 404."""
    run = runs(access).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def runs_of(access: Access, customer: Customer) -> QuerySet[Run]:
    """Those of a customer (seen by the caller already): what waits first, then the latest."""
    return Run.objects.filter(customer=customer).select_related("automation", "message", "task")
