"""What each figure on screen means: words, formula, source. The page of help shows them; hints link to their anchors."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: its anchor on the page, its name, what it says, how it is computed, and whose idea it is."""

    anchor: str
    name: Words
    says: Words
    formula: Words
    source: Words


@dataclass(frozen=True, slots=True)
class Chapter:
    """Figures that belong together."""

    title: Words
    definitions: tuple[Definition, ...]


GRADES = Chapter(
    _("Who brings the revenue"),
    (
        Definition(
            "grade",
            _("Grade: gold, silver, bronze"),
            _(
                "How much attention a customer gets: gold is few customers who bring most of the revenue and are called in "
                "person, silver the standard, bronze the basics. A grade set by hand wins until it is lifted. Where new grades wait for "
                "approval, the one in force holds until somebody approves another."
            ),
            _(
                "Customers from the largest revenue down; gold while those ahead bring less than 80%, silver less than 95%."
            ),
            _("Small-business guide: the ABC table"),
        ),
        Definition(
            "concentration",
            _("Concentration"),
            _(
                "How much of the revenue hangs on one customer. From 15% it deserves attention, from 20% it is a danger."
            ),
            _("Revenue of the largest group (a parent company and its companies) / all revenue, 12 months."),
            _("Strategic account management"),
        ),
        Definition(
            "hhi",
            _("Herfindahl index"),
            _("One number for how concentrated the revenue is: near 0 spread out, 10,000 a single customer."),
            _("Sum of the squared shares of all groups, times 10,000."),
            _("Hirschman 1945, Herfindahl 1950"),
        ),
        Definition(
            "arpa",
            _("Revenue a customer (ARPA)"),
            _("What an average customer who bought in the year brought."),
            _("Revenue of 12 months / customers with a purchase in them."),
            _("Strategic account management"),
        ),
        Definition(
            "gross-profit",
            _("Gross profit"),
            _(
                "What is left of the revenue after what was sold has been paid for; the cost of serving is not in it."
            ),
            _("Revenue less direct costs of the lines that say their cost, 12 months."),
            _("The sales lines themselves"),
        ),
    ),
)
STAYING = Chapter(
    _("Who stays and who leaves"),
    (
        Definition(
            "churn",
            _("Churn of customers and of revenue"),
            _("Who stopped buying, and how much they used to bring. The two are always shown together."),
            _(
                "Bought in the 12 months before, nothing in the last 12 / all who bought in the 12 months before; revenue alike."
            ),
            _("Strategic account management; Customer retention"),
        ),
        Definition(
            "retention",
            _("Retention rate"),
            _("The part of last year's customers who bought this year too."),
            _("1 - churn of customers."),
            _("Customer retention"),
        ),
        Definition(
            "repeat",
            _("Repeat purchase rate"),
            _("The part of all customers who came back at least once."),
            _("Customers with two purchase days or more / customers."),
            _("Customer retention"),
        ),
        Definition(
            "cohort",
            _("Cohort"),
            _(
                "Customers who first bought in the same quarter. Each row shows how many of them bought in each quarter since."
            ),
            _("Customers of the cohort with a purchase in the quarter / customers of the cohort."),
            _("Standard of the field"),
        ),
        Definition(
            "rhythm",
            _("Usual rhythm, and being late"),
            _("Every customer has a rhythm of their own. Late is who is well past it, whatever others do."),
            _(
                "The usual gap is the median of the days between purchases (of three or more); late is who is silent for 1.5 of them."
            ),
            _("Customer retention"),
        ),
        Definition(
            "at-stake",
            _("A year at stake"),
            _("The revenue that goes if those who are late do not come back."),
            _("Revenue of the last 12 months of everybody who is late."),
            _("Ours"),
        ),
    ),
)
AHEAD = Chapter(
    _("What is expected"),
    (
        Definition(
            "lifetime",
            _("Lifetime value, simple"),
            _(
                "What a customer brought in a year, and will bring in the years in which customers are expected to stay."
            ),
            _("Contribution of 12 months x (1 + (1 - churn) / churn), at most five years ahead."),
            _("Customer value model"),
        ),
        Definition(
            "p-alive",
            _("Still a customer, P(alive)"),
            _(
                "How likely it is that somebody has not silently left, from how often and how recently they bought."
            ),
            _("BG/NBD, fitted on all customers of this business."),
            _("Fader, Hardie and Lee 2005"),
        ),
        Definition(
            "clv",
            _("Value of 12 months, by the model"),
            _("Purchases expected in the next 12 months, times what a purchase of this customer is worth."),
            _(
                "BG/NBD or a relative that fits better x Gamma-Gamma x margin, discounted from the middle of the year."
            ),
            _("Fader and Hardie 2005, 2013"),
        ),
        Definition(
            "snapshot",
            _("Snapshot"),
            _(
                "The whole portfolio as it was measured on one day. It stays as it was; comparison and moves are made of snapshots."
            ),
            _(
                "Taken each night and after each file; the quarters before the first one are made from the sales of then."
            ),
            _("Ours"),
        ),
    ),
)
DAY = Chapter(
    _("How the day is chosen"),
    (
        Definition(
            "today",
            _("The order of the day"),
            _(
                "Whoever waits for us comes first: a lead in its two hours, a question about a quote, a promise that is "
                "overdue, a quote opened today, a message without an answer. Then up to three who may leave. Then who is "
                "due by grade, or planned for today. Last, one chance. A customer has one card, however many reasons "
                "there are."
            ),
            _(
                "To keep: a year at stake, the largest first; not who was spoken to in 14 days. Due: gold, silver, bronze; "
                "within a grade, revenue of 12 months x days late. The chance: the largest fall of gold or silver "
                "against the year before, from 20%."
            ),
            _("Ours"),
        ),
        Definition(
            "today-cap",
            _("Why it ends: five minutes"),
            _(
                "A list that takes longer is not kept up. So the day holds as many cards as fit five minutes at your own "
                "pace; the rest comes in the next days, and nobody is lost: whoever waits longer moves up."
            ),
            _(
                "5 minutes / your median of seconds between two records (25 until there are five); at least 3 cards, at "
                "most 12, less what was done today."
            ),
            _("Small-business guide: more than five minutes a day will not be used"),
        ),
        Definition(
            "today-streak",
            _("Days in a row"),
            _(
                "Days that you ended with nothing left on the page. Only whole working days count: Fridays, eves, Shabbat "
                "and holidays break nothing. When a day is missed, the count begins anew, and nothing is said of it."
            ),
            _("Whole working days without a gap, up to the last one; shown from two on."),
            _("Ours"),
        ),
        Definition(
            "today-information",
            _("For information"),
            _(
                "What is good to know and asks for nothing today: birthdays of the week, holidays of the next 14 days, "
                "renewals, too much revenue from one customer, and who heard nothing from us."
            ),
            _(
                "Renewals: in the weeks of the 90th and 60th day before, and from the 30th on. Heard nothing: no talk, and "
                "no news, content or greeting within the days set for general communication."
            ),
            _("Small-business guide: how often to be in touch"),
        ),
    ),
)
CHAPTERS = (DAY, GRADES, STAYING, AHEAD)
