"""People, organizations, the log and the change sets."""

from neeman.orgs.models.changes import Change, ChangeSet
from neeman.orgs.models.log import LogEntry
from neeman.orgs.models.people import Member, Organization, User

__all__ = ["Change", "ChangeSet", "LogEntry", "Member", "Organization", "User"]
