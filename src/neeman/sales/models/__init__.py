"""Deals and what they pass through on their way to an order."""

from neeman.sales.models.deal import Deal, Kind
from neeman.sales.models.lead import LeadEntry, LeadForm
from neeman.sales.models.stage import LostReason, Stage

__all__ = ["Deal", "Kind", "LeadEntry", "LeadForm", "LostReason", "Stage"]
