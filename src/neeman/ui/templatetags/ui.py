"""Template tags of the look: `{% load ui %}`. Figures come out isolated, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, override

from neeman.lib.phones import readable
from neeman.ui import assets, charts
from neeman.ui.text import Writer, markup
from neeman.ui.toasts import waiting_toasts

register = template.Library()

# Icons that point along the reading direction turn with it; a clock, a phone or a check mark does not.
TURNING = (
    "arrow-",
    "chevron-",
    "logout",
    "login",
    "trending-",
    "corner-",
    "external-",
    "list",
    "send",
    "undo",
)
UPRIGHT = {"chevron-down", "chevron-up", "arrow-down", "arrow-up", "arrows-sort"}


def writer() -> Writer:
    return markup(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def direction() -> str:
    """`rtl` or `ltr`, by the language of the page."""
    return "rtl" if get_language_bidi() else "ltr"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon from the sprite; silent beside words, or with `label` where it stands alone."""
    return _icon(name, label, _kept("vendor/icons.svg"))


@cache
def _kept(name: str) -> str:
    """Where a file is that is served, asked once: its name bears its fingerprint and does not change while the product
    runs."""
    return static(name)


@lru_cache(maxsize=512)  # a list of customers draws a hundred, nearly all of the same few
def _icon(name: str, label: str, sprite: str) -> SafeString:
    turns = name.startswith(TURNING) and name not in UPRIGHT
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"></use></svg>',
        " turns" if turns else "",
        said,
        sprite,
        name,
    )


@register.simple_tag
def stylesheets() -> SafeString:
    """The stylesheet: one file, or its parts for whoever works on them."""
    names = assets.STYLES if settings.DEBUG else (assets.ALL_STYLES,)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((_kept(name),) for name in names))


@register.simple_tag
def scripts() -> SafeString:
    """htmx and the behaviours, none of which the page needs to be read or sent."""
    parts = assets.BEHAVIOURS if settings.DEBUG else (assets.ALL_BEHAVIOURS,)
    names = (assets.HTMX, *parts)
    return format_html_join("\n", '<script src="{}" defer></script>', ((_kept(name),) for name in names))


@register.simple_tag
def still(template_name: str) -> SafeString:
    """A part that is alike on every page, since its template reads nothing but the language: drawn once for each."""
    return _still(template_name, get_language() or settings.LANGUAGE_CODE)


@cache
def _still(template_name: str, language: str) -> SafeString:
    with override(language):
        return render_to_string(template_name)


@register.simple_tag(takes_context=True)
def toasts(context: RequestContext) -> list[dict[str, str]]:
    """The lines that wait to be shown."""
    request = context.get("request")
    return waiting_toasts(request) if request is not None and hasattr(request, "_messages") else []


def _shown(value: Any) -> bool:
    return value is not None and value != ""


@register.filter
def number(value: int | float | Decimal | None, places: int = 0) -> str:
    """`{{ 1234|number }}`; nothing for None."""
    return writer().number(value, places) if _shown(value) and value is not None else ""


@register.filter
def compact(value: int | float | Decimal | None) -> str:
    """`45 K`."""
    return writer().compact(value) if value is not None else ""


@register.filter
def percent(share: float | Decimal | None, places: int = 1) -> str:
    """A share of 0..1."""
    return writer().percent(share, places) if share is not None else ""


@register.filter
def change(share: float | Decimal | None, places: int = 0) -> str:
    """A change as a signed percentage."""
    return writer().percent(share, places, signed=True) if share is not None else ""


@register.filter
def money(minor: int | None, currency: str = "ILS") -> str:
    """Minor units, shown in whole units."""
    return writer().money(minor, currency) if minor is not None else ""


@register.filter
def money_exact(minor: int | None, currency: str = "ILS") -> str:
    """Minor units, to the last one."""
    return writer().money(minor, currency, exact=True) if minor is not None else ""


@register.filter
def money_short(minor: int | None, currency: str = "ILS") -> str:
    """Minor units as `1.2 M`."""
    return writer().money(minor, currency, short=True) if minor is not None else ""


@register.filter
def day(when: date | None) -> str:
    """`07.03.2026`."""
    return writer().day(_local(when)) if when else ""


@register.filter
def day_short(when: date | None) -> str:
    """`07.03`."""
    return writer().day(_local(when), short=True) if when else ""


@register.filter
def moment(when: datetime | None) -> str:
    """A day and the hour in the zone of the organization."""
    return writer().moment(timezone.localtime(when)) if when else ""


@register.filter
def clock(when: datetime | time | None) -> str:
    """`10:05`; of a moment, in the zone of the organization."""
    local = timezone.localtime(when) if isinstance(when, datetime) else when
    return writer().ltr(f"{local:%H:%M}") if local is not None else ""


@register.filter
def ago(when: date | None, as_of: date) -> str:
    """How far from `as_of`, in words; the date itself on hovering."""
    if not when:
        return ""
    local = _local(when)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        Writer(writer().language, html=False).day(local),
        writer().ago(local, _local(as_of)),
    )


@register.filter
def bidi(text: str | None) -> str:
    """Words that a person typed, isolated from the direction of the words around them."""
    return writer().name(str(text)) if text else ""


@register.filter
def phone(text: str | None) -> str:
    """A phone as people read it here, however it was typed: plain text, for `ltr` to isolate."""
    return readable(str(text)) if text else ""


@register.filter
def ltr(text: str | None) -> str:
    """A phone, an e-mail address, a number of a document."""
    return writer().ltr(str(text)) if text else ""


@register.filter
def initials(name: str | None) -> str:
    """Up to two letters of a name for its round sign."""
    parts = [part for part in (name or "").replace("-", " ").split() if part[:1].isalnum()]
    return "".join(part[0] for part in parts[:2])


@register.simple_tag
def sparkline(values: Sequence[float], tone: str = "calm", title: str = "", width: int = 104) -> SafeString:
    """A small line in a row; silent unless it is given a title."""
    drawn = charts.sparkline(values, tone=tone, title=title, width=width, height=28 if width > 80 else 24)
    return format_html('<span class="spark">{}</span>', drawn)


@register.simple_tag
def bullet(value: float, usual: float, tone: str = "calm", title: str = "") -> SafeString:
    """A value against its usual mark, in a row."""
    way = charts.bullet(
        value, usual, tone=tone, title=title, direction="rtl" if get_language_bidi() else "ltr"
    )
    return format_html('<span class="spark">{}</span>', way)


@register.simple_block_tag(takes_context=True)
def chart(context: RequestContext, content: str, **given: Any) -> SafeString:
    """A sheet with a chart: `{% chart title=... sub=... svg=... %}<table ...>{% endchart %}`; see ui/_chart.html.

    What stands between the tags is the table of the same data.
    """
    part = context.template.engine.get_template("ui/_chart.html") if context.template else None
    assert part is not None
    with context.push(**given, table=content):
        return mark_safe(part.render(context))  # noqa: S308 - the parts are escaped by their own template


def _local(when: date) -> date:
    return timezone.localtime(when).date() if isinstance(when, datetime) and timezone.is_aware(when) else when
