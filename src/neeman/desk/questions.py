"""The eight questions that everybody asks (R12), answered in our own words beside the pages that they concern."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer in short paragraphs, and the pages (URL names) beside which it stands."""

    key: str
    asks: Words
    answers: tuple[Words, ...]
    pages: tuple[str, ...]


QUESTIONS = (
    Question(
        "sales",
        _("How does this differ from managing sales?"),
        (
            _(
                "Managing sales asks what will be closed this month. Managing the portfolio asks what the customers are worth, and how that grows."
            ),
            _(
                "So the page of the day puts whom to keep before whom to win: it costs less, and it brings more."
            ),
        ),
        ("today", "portfolio", "first_month"),
    ),
    Question(
        "classes",
        _("How are customers sorted?"),
        (
            _(
                "By what they brought in twelve months: gold are the few who bring the first 80%, silver those up to 95%, bronze the rest. It is worked out each night and is never typed in."
            ),
            _(
                "A grade decides how often one is in touch and who calls. Where money does not say it all, a grade is set by hand, and it says so."
            ),
        ),
        ("customers", "portfolio_rules", "first_month", "cadence"),
    ),
    Question(
        "serve",
        _("What is cost to serve?"),
        (
            _(
                "All that a customer takes besides the goods: hours of service and sales, deliveries, special wishes, and the credit they are given."
            ),
            _(
                "Two who buy for the same sum can leave very different profit. Record the minutes of talks: they are what this is reckoned from."
            ),
        ),
        ("customer", "customer_record", "reports"),
    ),
    Question(
        "measures",
        _("Which figures should be followed?"),
        (
            _(
                "Five are enough: what customers are worth over the years, how many leave and how much revenue with them, revenue a customer, profit a customer, and our share of what they spend."
            ),
            _(
                "Look at them once a month, always beside the same month of the year before, and choose one thing to do."
            ),
        ),
        ("reports", "report", "portfolio"),
    ),
    Question(
        "single",
        _("How does one avoid hanging on a single contact?"),
        (
            _(
                "When the one person who knows us leaves, the customer often leaves too. Have at least two names at every gold customer, at different levels: management, finance, operations, users."
            ),
            _("Ask in the next talk: who else should know about this? Then enter them here, with a phone."),
        ),
        ("customer", "enrich"),
    ),
    Question(
        "plan",
        _("What is an account plan?"),
        (
            _(
                "One page for one important customer: what they want to reach this year, what we want, three steps with a date and a name, and what might go wrong."
            ),
            _(
                "Until it has a page of its own, set each step as a task on the card: then it comes up on its day."
            ),
        ),
        ("customer", "tasks"),
    ),
    Question(
        "success",
        _("What has this to do with customer success?"),
        (
            _(
                "Customer success sees to it that whoever bought gets what they bought it for. The portfolio says for whom that matters most, and early signs say when."
            ),
            _(
                "Whoever is late against their own rhythm stands on the page of the day. A call then is worth more than any offer later."
            ),
        ),
        ("today", "inbox"),
    ),
    Question(
        "risks",
        _("Which risks does a portfolio hold?"),
        (
            _(
                "Too much revenue from one customer: from 15% it deserves attention, from 20% it is a danger. Also too many who slip away at once, and customers who cost more than they leave."
            ),
            _("Each has its own picture on the page of the portfolio, with the names behind it."),
        ),
        ("portfolio", "customers"),
    ),
)


PAGES = tuple(sorted({page for question in QUESTIONS for page in question.pages}))
"""The pages beside which there is something to answer."""


def beside(page: str) -> list[Question]:
    """The questions that stand beside a page."""
    return [question for question in QUESTIONS if page in question.pages]
