"""Customers and what hangs on them."""

from neeman.customers.models.attachment import Attachment
from neeman.customers.models.contact import Contact
from neeman.customers.models.customer import Customer, ExternalKey, Gender, Kind, Merge, Status
from neeman.customers.models.duplicate import DuplicatePair
from neeman.customers.models.follow_up import FollowUp, Warmth
from neeman.customers.models.label import CustomerTag, CustomField, OwnDate, Preference, Tag
from neeman.customers.models.standing import Standing, StandingSum
from neeman.customers.models.view import SavedView

__all__ = [
    "Attachment",
    "Contact",
    "CustomField",
    "Customer",
    "CustomerTag",
    "DuplicatePair",
    "ExternalKey",
    "FollowUp",
    "Gender",
    "Kind",
    "Merge",
    "OwnDate",
    "Preference",
    "SavedView",
    "Standing",
    "StandingSum",
    "Status",
    "Tag",
    "Warmth",
]
