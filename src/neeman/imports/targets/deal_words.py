"""What other programs call the stages, the ends and the lost reasons of deals, and which of ours is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from neeman.lib.hebrew import search_key
from neeman.sales.models import LostReason, Stage

N = TypeVar("N", bound=str)


class End(StrEnum):
    """How a deal stands. `CLOSED` ended, and the word does not say how."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"


_ENDS = {
    End.WON: (
        *("won", "closed won", "זכייה", "זכיה", "זכינו", "נסגר בהצלחה", "נסגרה בהצלחה", "עסקה נסגרה", "נמכר"),
        *("נמכרה", "הושלמה בהצלחה", "סגור זכייה", "סגורה זכייה"),
    ),
    End.LOST: (
        *("lost", "closed lost", "הפסד", "הפסדנו", "אבוד", "אבודה", "אבדה", "לא נסגר", "לא נסגרה", "לא רלוונטי"),
        *("לא רלוונטית", "בוטל", "בוטלה", "נדחה", "נדחתה", "סגור הפסד", "סגורה הפסד"),
    ),
    End.CLOSED: ("closed", "סגור", "סגורה", "הסתיים", "הסתיימה"),
    End.OPEN: ("open", "pending", "active", "in progress", "פתוח", "פתוחה", "פעיל", "פעילה", "בתהליך", "בטיפול"),
}  # fmt: skip
_NOT = frozenset(map(search_key, ("not", "never", "לא")))
_STAGES = {
    "lead": ("new", "new lead", "lead", "prospecting", "prospect", "ליד", "ליד חדש", "חדש", "פנייה", "פנייה חדשה"),
    "contact": (
        *("contact made", "contacted", "engaging", "engaged", "qualified", "qualification", "qualified to buy"),
        *("needs analysis", "discovery", "נוצר קשר", "יצירת קשר", "קשר ראשוני", "בירור צרכים"),
    ),
    "meeting": (
        *("meeting", "appointment scheduled", "demo", "demo scheduled", "presentation scheduled", "presentation"),
        *("value proposition", "perception analysis", "פגישה", "נקבעה פגישה", "הדגמה", "מצגת"),
    ),
    "quote": (
        *("quote", "quoted", "quote sent", "proposal", "proposal made", "proposal/price quote", "proposition", "offer"),
        *("הצעת מחיר", "נשלחה הצעה", "נשלחה הצעת מחיר", "הצעה"),
    ),
    "close": (
        *("closing", "negotiation", "negotiation/review", "negotiations started", "contract sent", "commit"),
        *("decision maker bought-in", "verbal agreement", "סגירה", "לקראת סגירה", "משא ומתן", "מו״מ", "חוזה נשלח"),
        "ממתין לחתימה",
    ),
}  # fmt: skip
_REASONS = {
    "price": ("price", "too expensive", "budget", "no budget", "מחיר", "יקר", "יקר מדי", "תקציב", "אין תקציב"),
    "competitor": ("competitor", "chose a competitor", "competition", "lost to competitor", "מתחרה", "בחרו במתחרה"),
    "timing": ("timing", "not the right time", "bad timing", "תזמון", "עיתוי", "לא הזמן המתאים"),
    "no_need": ("no need", "not needed", "no interest", "not interested", "אין צורך", "אין עניין", "לא מעוניין"),
    "no_answer": ("stopped answering", "no answer", "no response", "unresponsive", "לא עונה", "אין מענה"),
    "unfit": ("not a fit", "not a fit for us", "bad fit", "unqualified", "לא מתאים", "חוסר התאמה"),
}  # fmt: skip


def _by_key(words: Mapping[N, Sequence[str]]) -> dict[str, N]:
    return {search_key(word): name for name, said in words.items() for word in said}


_END_OF, _STAGE_OF, _REASON_OF = _by_key(_ENDS), _by_key(_STAGES), _by_key(_REASONS)


@lru_cache(maxsize=1_000)
def end_of(word: str) -> End | None:
    """The end that a word names, also as a part ("9 - Closed Won"); None where it names none."""
    key = search_key(word)
    if key in _END_OF:
        return _END_OF[key]
    pieces = set(key.split())
    if pieces & _NOT:
        return None
    ends = [end for end in (End.WON, End.LOST) if end.value in pieces]
    return ends[0] if len(ends) == 1 else None


class StageFinder:
    """The living stages of a business by the words of a file: by their names, else by what others call the defaults."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = stages
        own = {search_key(stage.title): stage for stage in reversed(stages)}
        by_code = {stage.code: stage for stage in stages if stage.code}
        usual = {word: by_code[code] for word, code in _STAGE_OF.items() if code in by_code}
        self._words = {**usual, **own}

    @property
    def first(self) -> Stage:
        """Where a deal begins."""
        return self.stages[0]

    @property
    def last(self) -> Stage:
        """Where an ended deal stands of which nobody says how far it came: so each stage is told the share won of all
        deals. Put into the first, the lost ones would make the later stages look certain."""
        return self.stages[-1]

    def find(self, word: str) -> Stage | None:
        """The stage that the word names as a whole, else by its longest piece; None for an unknown word."""
        key = search_key(word)
        if key in self._words:
            return self._words[key]
        pieces = [known for known in self._words if len(known) > 2 and f" {known} " in f" {key} "]
        return self._words[max(pieces, key=len)] if pieces else None


class ReasonFinder:
    """The living reasons for losing of a business by the words of a file."""

    def __init__(self, reasons: Sequence[LostReason]) -> None:
        own = {search_key(one.title): one for one in reversed(reasons)}
        by_code = {one.code: one for one in reasons if one.code}
        self._words = {**{word: by_code[code] for word, code in _REASON_OF.items() if code in by_code}, **own}

    def find(self, word: str) -> LostReason | None:
        """The reason of this name; None where the words stay the file's own."""
        return self._words.get(search_key(word))
