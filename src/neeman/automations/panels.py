"""What this room shows on a customer's card: what is to come by itself, and what came lately."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neeman.automations.models import State
from neeman.automations.queries.automations import runs_of
from neeman.customers.models import Customer
from neeman.customers.panels import Panel, Rendering
from neeman.orgs.access import Access
from neeman.orgs.roles import May

LATELY = 3


def _render(access: Access, customer: Customer) -> Rendering | None:
    runs = runs_of(access, customer)
    waiting = list(runs.filter(state=State.WAITING).order_by("due_at", "pk"))
    ended = list(runs.exclude(state=State.WAITING).order_by("-ended_at", "-pk")[:LATELY])
    if not waiting and not ended:
        return None
    may_stop = access.may(May.LOG_ACTIVITY)
    return "automations/_panel.html", {"waiting": waiting, "ended": ended, "may_stop": may_stop}


PANEL = Panel("automations", _("By itself"), 60, "later", May.VIEW_CUSTOMERS, _render)
