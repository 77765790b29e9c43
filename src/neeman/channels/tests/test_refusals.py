"""What people write when they want no more, and what only looks like it."""

from __future__ import annotations

import pytest

from neeman.channels.refusals import is_refusal


@pytest.mark.parametrize(
    "text",
    [
        "הסר",
        "הסר.",
        "הסירו",
        "נא להסיר",
        "בבקשה תסירו אותי",
        "הסירו אותי מהרשימה בבקשה",
        "שלום, להסיר אותי תודה",
        "אל תשלחו לי יותר הודעות, זה מאוד מציק לי בערב כשאני עם הילדים",
        "אני לא מעוניינת לקבל מכם פרסומות יותר",
        "STOP",
        "stop!!",
        "Unsubscribe",
        "please remove me from your list",
        "Kindly stop sending these to my work address, thank you",
        "\u200fהסר\u200f",
        "הסר\n\nבתאריך 3.3.2026 בשעה 10:00 כתב נאמן:\n> שלום דנה, מבצע",
    ],
)
def test_a_refusal_is_seen(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "תודה, מעולה",
        "הברז לא מפסיק לטפטף, אפשר לבוא מחר?",
        "לא מעוניין בהצעה השנייה, הראשונה בסדר",
        "The machine does not stop when I press the red button, please call",
        "אפשר להסיר את הארון הישן כשאתם באים? כמה זה יעלה לי בערך",
        "מתאים לי\n\nOn Mon, Neeman wrote:\n> להסרה השיבו הסר",
    ],
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert not is_refusal(text)
