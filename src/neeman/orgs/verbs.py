"""What each verb of the log says in words. A room declares its own in apps.ready: `declare({"sales.quote.sent": _(...)})`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_words: dict[str, str | Promise] = {}


def declare(words: Mapping[str, str | Promise]) -> None:
    """Give verbs their words; the same verb twice replaces it, so that reloading is harmless."""
    _words.update(words)


def words_of(verb: str) -> str:
    """The words of a verb; the verb itself where no room has declared any."""
    return str(_words.get(verb, verb))


OWN_WORDS = {
    "orgs.organization.founded": _("Organization founded"),
    "orgs.organization.changed": _("Organization settings changed"),
    "orgs.member.added": _("Member added"),
    "orgs.member.changed": _("Role or view of a member changed"),
    "orgs.member.closed": _("Membership ended"),
    "orgs.member.link": _("Link for a new password made"),
    "orgs.invitation.made": _("Invitation made"),
    "orgs.invitation.revoked": _("Invitation taken back"),
    "orgs.invitation.accepted": _("Invitation accepted"),
    "orgs.changeset.undone": _("Change undone"),
}
