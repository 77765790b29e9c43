"""How kinds and outcomes are drawn: one icon and one meaning each, the same on every page."""

from __future__ import annotations

from neeman.activity.models import Kind, Outcome, Task

KINDS: dict[str, str] = {
    Kind.CALL: "phone",
    Kind.WHATSAPP: "brand-whatsapp",
    Kind.EMAIL: "mail",
    Kind.SMS: "message",
    Kind.PAGE: "message-circle",
    Kind.MEETING: "users",
    Kind.STRATEGIC: "target",
    Kind.VISIT: "map-pin",
    Kind.UPDATE: "progress",
    Kind.ORDER: "shopping-cart",
    Kind.DONE: "circle-check",
    Kind.PAID: "cash",
    Kind.NOTE: "note",
    Kind.HANDED: "arrows-exchange",
    Kind.NEWS: "speakerphone",
}
OUTCOMES: dict[str, tuple[str, str]] = {
    Outcome.SPOKE: ("messages", "good"),
    Outcome.NO_ANSWER: ("phone-off", "calm"),
    Outcome.WANTS_QUOTE: ("file-invoice", "grow"),
    Outcome.CLOSED: ("circle-check", "good"),
    Outcome.COMPLAINT: ("alert-triangle", "watch"),
}
"""Icon and tone."""

TASKS: dict[str, str] = {
    Task.Kind.CALL: "phone",
    Task.Kind.WHATSAPP: "brand-whatsapp",
    Task.Kind.EMAIL: "mail",
    Task.Kind.MEETING: "users",
    Task.Kind.QUOTE: "file-invoice",
    Task.Kind.OTHER: "checkbox",
}
