"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.sales.models import Deal, LostReason, Stage
from neeman.sales.services.deals import edit_deal, lose_deal
from neeman.sales.services.lead_forms import add_form
from neeman.sales.services.lists import add_to_list
from neeman.sales.services.stages import keep_reasons
from neeman.sales.tests import walls_quotes
from neeman.sales.tests.making import make_deal

Kwargs = dict[str, Any]
OF_DEAL = "deal deal_edit deal_move deal_moves deal_step deal_end deal_win deal_lose deal_hand"


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    customer = make(access, "לקוח של עסקה", owner_id=access.member and access.member.pk)
    deal = make_deal(access, "עסקה", customer=customer, now=timezone.now())
    lost = make_deal(access, "עסקה שאבדה", customer=customer, now=timezone.now())
    lose_deal(access, lost, version=1, now=timezone.now(), reason=None)
    edited = edit_deal(access, deal, {"source": "תערוכה"}, version=1)
    assert edited is not None
    keep_reasons(access)
    stage = add_to_list(access, Stage, {"name": "שלב נוסף"})
    reason = add_to_list(access, LostReason, {"name": "סיבה נוספת"})
    form = add_form(access, {"name": "צור קשר"})
    return {
        "lead_form": {"house": access.organization.slug, "address": form.address},
        **{f"lead_form_{act}": {"pk": form.pk} for act in ("edit", "archive", "renew")},
        **{name: {"pk": deal.pk} for name in OF_DEAL.split()},
        "deal_reopen": {"pk": lost.pk},
        "pipeline_stage": {"pk": stage.pk},
        "sales_undo": {"pk": edited.pk},
        **{f"stage_{act}": {"pk": stage.pk} for act in ("edit", "move", "archive")},
        **{f"lost_reason_{act}": {"pk": reason.pk} for act in ("edit", "move", "archive")},
        **walls_quotes.samples(access),
    }


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    meeting, reason = Stage.objects.get(code="meeting"), LostReason.objects.get(code="price")
    version = Deal.objects.get(title="עסקה").version
    stage = {"name": "שם אחר", "probability_new": "11", "probability_existing": "61", "version": 1}
    return {
        "deal_add": {"customer": "חדש לגמרי 050-7654321", "title": "עסקה חדשה"},
        "deal_edit": {"title": "שם אחר", "kind": "new", "version": version},
        "deal_move": {"to": f"{meeting.pk}.{version}"},
        "deal_step": {"plan": "1", "version": 1, "kind": "call", "due_on": "2027-01-05", "title": "שיחה"},
        "deal_win": {"version": version},
        "deal_lose": {"version": version, "reason": reason.pk},
        "deal_reopen": {"version": Deal.objects.get(title="עסקה שאבדה").version},
        "sales_undo": {},
        "lead_forms": {"name": "טופס שני"},
        "lead_form_edit": {"name": "שם אחר", "version": 1},
        "lead_form_archive": {"version": 1},
        "lead_form_renew": {"version": 1},
        "stages": stage,
        "stage_edit": stage,
        "stage_move": {"up": "1"},
        "stage_archive": {"version": 1},
        "lost_reasons": {"name": "עוד סיבה"},
        "lost_reason_edit": {"name": "עוד סיבה", "version": 1},
        "lost_reason_move": {"up": "1"},
        "lost_reason_archive": {"version": 1},
        **walls_quotes.posts(access),
    }


EVERYBODYS = {
    "pipeline_stage",
    *(f"stage_{act}" for act in ("edit", "move", "archive")),
    *(f"lost_reason_{act}" for act in ("edit", "move", "archive")),
    *(f"lead_form_{act}" for act in ("edit", "archive", "renew")),
    *walls_quotes.EVERYBODYS,
}
"""The business's own lists and forms, which no sight of customers hides."""

WRITES_NOTHING = {*walls_quotes.WRITES_NOTHING}
"""POSTs that only answer."""
