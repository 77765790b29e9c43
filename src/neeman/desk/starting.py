"""The first steps of an organization, and which of them are done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access
from neeman.orgs.queries import members
from neeman.orgs.roles import May
from neeman.portfolio.queries import find_snapshot, get_rules


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the checklist; `href` is None for a member who may not take it."""

    title: str
    text: str
    href: str | None
    done: bool


def is_empty(access: Access) -> bool:
    """Whether nothing has been brought in yet, as far as this member sees."""
    return not visible(access).exists()


def first_steps(access: Access) -> list[Step]:
    """Five steps, each with its page."""

    def page(name: str, permission: May) -> str | None:
        return reverse(name, kwargs={"org": access.organization.slug}) if access.may(permission) else None

    return [
        Step(
            _("Bring in customers and sales"),
            _("One file from the accounting program, or a list in Excel."),
            page("imports", May.IMPORT_FILES),
            not is_empty(access),
        ),
        Step(
            _("Give your name"),
            _("It stands under messages and quotes."),
            reverse("account"),
            bool(access.member and access.member.user.name),
        ),
        Step(
            _("See what they are worth"),
            _("Grades, who is late, on whom the business depends."),
            page("portfolio", May.VIEW_PORTFOLIO),
            find_snapshot(access) is not None,
        ),
        Step(
            _("Fit the grading to the business"),
            _("The defaults are good to begin with."),
            page("portfolio_rules", May.EDIT_PORTFOLIO),
            get_rules(access).pk is not None,
        ),
        Step(
            _("Invite the people who meet customers"),
            _("Each sees what their role needs."),
            page("members", May.MANAGE_MEMBERS),
            members(access).count() > 1,
        ),
    ]
