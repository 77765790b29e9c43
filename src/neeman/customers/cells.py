"""The cells of the list, drawn in Python: a page of rows must be ready within milliseconds, and each cell is one line.

Everything a person typed goes through `format_html` and is isolated from the direction of what stands around it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from neeman.customers.conclusion import LOST_FROM, MOVED_BY, days_silent, revenue_change
from neeman.customers.models import Customer, CustomField, Standing
from neeman.customers.queries.asked import CUSTOM
from neeman.customers.queries.columns import Column
from neeman.customers.queries.listing import Row
from neeman.lib import calendar
from neeman.lib.phones import readable
from neeman.ui import charts
from neeman.ui.templatetags.ui import icon, initials
from neeman.ui.text import Writer, markup, plain

NOTHING = SafeString("")
REMARK_SHOWN = 80
CHAT = "chat-{}"
"""The id of the place for a WhatsApp in a row."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its HTML and its classes."""

    html: str
    classes: str = ""


@dataclass
class Painter:
    """Draws rows for one member's page: in one language, one currency; figures as of `day`, what is to come from `today`."""

    slug: str
    currency: str
    day: date
    today: date
    columns: Sequence[Column]
    owners: dict[int, str]
    may_choose: bool = False
    fields: dict[str, CustomField] = field(default_factory=dict)

    def __post_init__(self) -> None:
        language = self._language = get_language() or "he"
        self._write, self._plain = markup(language), plain(language)
        self._rtl = get_language_bidi()
        self._card = reverse("customer", kwargs={"org": self.slug, "pk": 0}).replace("/0/", "/{}/")
        self._phone = icon("phone")
        # looked up once for a page, not once for a row
        self._grades = {"A": _("Gold"), "B": _("Silver"), "C": _("Bronze")}
        self._call = _("Call %(name)s")
        self._silent = _("%(days)s days since the last purchase; usually %(usual)s")
        self._late, self._follow_up = _("late by %(span)s"), _("Follow-up")
        self._paused, self._unplanned = _("Put off"), _("Nothing is planned")
        self._unspoken = _("no talk was recorded yet")
        self._trends = {
            "good": _("24 months, growing"),
            "lose": _("24 months, falling"),
            "calm": _("24 months, steady"),
        }
        self._draw: dict[str, Callable[[Row], Cell]] = {
            "grade": self._grade,
            "status": self._status,
            "revenue": self._revenue,
            "change": self._change,
            "share": self._share,
            "rhythm": self._rhythm,
            "last": self._last,
            "next": self._next,
            "at_stake": lambda row: self._sum(row, "at_stake_minor"),
            "lifetime": lambda row: self._sum(row, "lifetime_value_minor"),
            "owner": self._owner,
            "tags": self._tags,
            "city": lambda row: self._words(row.customer.city),
            "industry": lambda row: self._words(row.customer.industry),
            "phone": lambda row: self._ltr(readable(row.customer.phone)),
            "email": lambda row: self._ltr(row.customer.email),
            "company_number": lambda row: self._ltr(row.customer.company_number),
            "source": lambda row: self._words(row.customer.source),
            "since": lambda row: self._day(row.customer.customer_since),
            "remarks": lambda row: self._words(row.customer.remarks[:REMARK_SHOWN]),
        }

    def rows(self, rows: Sequence[Row]) -> list[SafeString]:
        """A page of them; the first asks for what the phone shows beside each name."""
        chats = format_html(
            '<span hx-get="{}" hx-trigger="intersect once" hx-swap="none"></span>',
            f"{reverse('customer_chats', args=[self.slug])}?{urlencode([('id', row.customer.pk) for row in rows])}",
        )
        return [self.row(row, NOTHING if number else chats) for number, row in enumerate(rows)]

    def row(self, row: Row, asks: SafeString = NOTHING) -> SafeString:
        """All cells of one customer, the name first and the acts of the phone second, after the box that chooses it."""
        cells = [self._box(row), self._name(row), self._acts(row, asks)]
        for column in self.columns:
            draw = self._draw.get(column.key)
            cells.append(draw(row) if draw else self._own(row.customer, column.key))
        drawn = [
            f'<td class="{cell.classes}">{cell.html}</td>' if cell.classes else f"<td>{cell.html}</td>"
            for cell in cells
        ]
        return mark_safe(f"<tr>{''.join(drawn)}</tr>")  # noqa: S308 - a cell's HTML is escaped where it is made

    def _box(self, row: Row) -> Cell:
        if not self.may_choose:
            return Cell(NOTHING, "pick-cell desk")
        box = format_html(
            '<input type="checkbox" name="id" value="{}" aria-label="{}">', row.customer.pk, row.customer.name
        )
        return Cell(box, "pick-cell desk")

    def _name(self, row: Row) -> Cell:
        customer = row.customer
        beside = [self._write.name(text) for text in (row.contact, customer.city) if text]
        return Cell(
            format_html(
                '<span class="who"><span class="face" aria-hidden="true">{}</span><span>'
                '<a href="{}">{}</a><small>{}</small></span></span>',
                initials(customer.name),
                self._card.format(customer.pk),
                self._write.name(customer.name),
                format_html_join(" · ", "{}", ((text,) for text in beside)),
            ),
            "wide",
        )

    def _acts(self, row: Row, asks: SafeString) -> Cell:
        """On the phone: a call, and the place for a WhatsApp, which is asked for there (`views/chats.py`)."""
        number = row.phone
        if not number:
            return Cell(asks, "phone")
        call = format_html(
            '<a class="button soft only" href="tel:{}" aria-label="{}">{}</a>',
            number,
            self._call % {"name": row.customer.name},
            self._phone,
        )
        chat = format_html('<span id="{}"></span>', CHAT.format(row.customer.pk))
        return Cell(call + chat + asks, "phone acts-cell")

    def _grade(self, row: Row) -> Cell:
        grade = row.standing.grade if row.standing else ""
        if not grade:
            return Cell(NOTHING, "desk")
        word = self._grades[grade]
        return Cell(
            format_html('<span class="grade {}" title="{}">{}</span>', grade, word, grade), "grade-cell"
        )

    def _status(self, row: Row) -> Cell:
        return Cell(format_html('<span class="chip">{}</span>', row.customer.get_status_display()), "desk")

    def _revenue(self, row: Row) -> Cell:
        """The year's revenue after the line of 24 months."""
        standing = row.standing
        if standing is None:
            return Cell(NOTHING, "num desk")
        change = revenue_change(standing) or 0.0
        tone = "good" if change >= MOVED_BY else "lose" if change <= -MOVED_BY else "calm"
        line = NOTHING
        if any(standing.months):
            drawn = charts.sparkline(
                standing.months, tone=tone, title=self._trends[tone], width=72, height=24
            )
            line = format_html('<span class="spark">{}</span>', drawn)
        money = self._write.money(standing.revenue_window_minor, self.currency)
        return Cell(format_html('<span class="pair">{}<b>{}</b></span>', line, money), "num last")

    def _change(self, row: Row) -> Cell:
        change = revenue_change(row.standing) if row.standing else None
        if change is None:
            return Cell(NOTHING, "num desk")
        classes = "delta down falls" if change < 0 else "delta up" if change else ""
        said = self._write.percent(change, 0, signed=True)
        return Cell(format_html('<span class="{}">{}</span>', classes, said), "num desk")

    def _share(self, row: Row) -> Cell:
        share = row.standing.revenue_share if row.standing else 0
        return Cell(self._write.percent(share) if share else NOTHING, "num desk")

    def _rhythm(self, row: Row) -> Cell:
        """Days since the last purchase against the usual gap: a bar and both figures; on the phone, in a word."""
        standing = row.standing
        if standing is None or standing.last_purchase is None or not standing.usual_gap_days:
            return Cell(NOTHING, "num desk")
        late = standing.at_stake_minor > 0
        tone = ("lose" if (standing.overdue_ratio or 0) >= LOST_FROM else "watch") if late else "calm"
        days, usual = days_silent(standing), round(standing.usual_gap_days)
        bar = charts.bullet(
            days, usual, tone=tone, direction="rtl" if self._rtl else "ltr", width=64, height=16
        )
        title = self._silent % {"days": days, "usual": usual}
        desk = format_html(
            '<span class="desk pair" title="{}"><span class="spark">{}</span><span class="{}">{}</span></span>',
            title,
            bar,
            f"strong tone {tone}" if late else "",
            format_html("{} / {}", self._write.number(days), self._write.number(usual)),
        )
        phone = (
            format_html('<span class="phone health {}">{}</span>', tone, self._late_by(standing))
            if late
            else NOTHING
        )
        return Cell(desk + phone, "num sign-cell")

    def _late_by(self, standing: Standing) -> str:
        late = max(days_silent(standing) - round(standing.usual_gap_days or 0), 0)
        return self._late % {"span": self._plain.span(late)}

    def _next(self, row: Row) -> Cell:
        """The next contact: a sign, what it is, and when; on the phone only what is late or due today."""
        due = getattr(row.customer, "follow_up", None)
        if due is None:
            return Cell(NOTHING, "desk")
        if due.due_on is None:
            return Cell(format_html('<span class="health watch">{}</span>', self._unplanned), "desk")
        paused = due.paused_until is not None and due.paused_until > self.today
        late, now = due.due_on < self.today, due.due_on == self.today
        what = self._paused if paused else due.next_step or self._follow_up
        unspoken = late and due.first_talk_waits
        when = (
            self._unspoken
            if unspoken
            else self._late % {"span": self._span_since(due.due_on)}
            if late
            else None
        )
        said = format_html(
            '<span class="health next {}" title="{}"><span><b>{}</b><small>{}</small></span></span>',
            "watch" if unspoken else "lose" if late else "good" if now else "calm",
            due.next_step,
            self._write.name(what),
            when or calendar.relative_day(due.due_on, self.today, self._language),
        )
        return Cell(said, "whole" if late or now else "desk")

    def _span_since(self, day: date) -> str:
        return self._plain.span((self.today - day).days)

    def _last(self, row: Row) -> Cell:
        when = row.standing.last_purchase if row.standing else None
        if when is None:
            return Cell(NOTHING, "desk")
        return Cell(
            format_html(
                '<time datetime="{}" title="{}">{}</time>',
                when.isoformat(),
                self._plain.day(when),
                self._write.ago(when, self.day),
            ),
            "quiet desk nowrap",
        )

    def _sum(self, row: Row, name: str) -> Cell:
        minor = getattr(row.standing, name, None)
        return Cell(self._write.money(minor, self.currency) if minor else NOTHING, "num desk")

    def _owner(self, row: Row) -> Cell:
        name = self.owners.get(row.customer.owner_id or 0, "")
        return Cell(self._write.name(name) if name else NOTHING, "quiet desk nowrap")

    def _tags(self, row: Row) -> Cell:
        chips = ((self._write.name(tag),) for tag in row.tags[:3])
        shown = format_html_join(" ", '<span class="chip">{}</span>', chips)
        if len(row.tags) > 3:
            shown += format_html(" <small>{}</small>", self._write.ltr(f"+{len(row.tags) - 3}"))
        return Cell(shown, "desk tags-cell")

    def _own(self, customer: Customer, key: str) -> Cell:
        name = key.removeprefix(CUSTOM)
        return self._words(custom_said(self.fields[name], customer.custom.get(name), self._plain))

    def _words(self, text: str) -> Cell:
        return Cell(self._write.name(text) if text else NOTHING, "desk")

    def _ltr(self, text: str) -> Cell:
        return Cell(self._write.ltr(text) if text else NOTHING, "desk nowrap")

    def _day(self, when: date | None) -> Cell:
        return Cell(self._write.day(when) if when else NOTHING, "desk nowrap")


def custom_said(field: CustomField, value: Any, write: Writer) -> str:
    """A value of a field of one's own in words; empty for none."""
    if value is None or value == "":
        return ""
    if field.type == CustomField.Type.YES_NO:
        return _("Yes") if value else _("No")
    if field.type == CustomField.Type.DATE and isinstance(value, str):
        return write.day(date.fromisoformat(value)) if _is_day(value) else value
    return str(value)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
