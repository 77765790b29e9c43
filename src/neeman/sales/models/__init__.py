"""Deals and what they pass through on their way to an order."""

from neeman.sales.models.deal import Deal, Kind
from neeman.sales.models.lead import LeadEntry, LeadForm
from neeman.sales.models.product import Product
from neeman.sales.models.quote import Quote, QuoteLine
from neeman.sales.models.quote_frame import QuoteCounter, QuoteSettings, QuoteTemplate
from neeman.sales.models.quote_reply import QuoteApproval, QuoteLink, QuoteOpening, QuoteQuestion
from neeman.sales.models.stage import LostReason, Stage

__all__ = [
    "Deal",
    "Kind",
    "LeadEntry",
    "LeadForm",
    "LostReason",
    "Product",
    "Quote",
    "QuoteApproval",
    "QuoteCounter",
    "QuoteLine",
    "QuoteLink",
    "QuoteOpening",
    "QuoteQuestion",
    "QuoteSettings",
    "QuoteTemplate",
    "Stage",
]
