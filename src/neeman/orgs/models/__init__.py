"""People, organizations, invitations, the log and the change sets."""

from neeman.orgs.models.changes import Change, ChangeSet
from neeman.orgs.models.invitation import Invitation
from neeman.orgs.models.log import LogEntry, LogSeal
from neeman.orgs.models.people import Member, Organization, User, Week

__all__ = [
    "Change",
    "ChangeSet",
    "Invitation",
    "LogEntry",
    "LogSeal",
    "Member",
    "Organization",
    "User",
    "Week",
]
