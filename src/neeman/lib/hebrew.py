"""Keys under which Hebrew (and other) text is found, compared and sorted, whatever way it was typed.

Everything is compared by `search_key`, on both sides: what is stored and what is asked. Looser keys
(`loose_key`, `spellings`) only widen a search that found too little. Rules: UX of Hebrew search, checked
on 4,051 real entries by the Ben-Yehuda project (bybe, pull request 1719).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from itertools import chain

_FINALS = dict(zip("ךםןףץ", "כמנפצ", strict=True))
_LIGATURES = {"װ": "וו", "ױ": "וי", "ײ": "יי"}  # Yiddish double letters, which NFKD leaves alone
_INSIDE_A_WORD = frozenset("'\"`´׳״ʼʹ’‘‛“”„‟′″′＇＂")
"""Geresh, gershayim and what people type for them: they mark a word and are dropped, not split at."""

_HEBREW = re.compile("[\u05d0-\u05ea]")

_KEYBOARD_EN = "qwertyuiopasdfghjkl;'zxcvbnm,./"
_KEYBOARD_HE = "/'קראטוןםפשדגכעיחלךף,זסבהנמצתץ."
_TO_HEBREW = str.maketrans(_KEYBOARD_EN, _KEYBOARD_HE)
_TO_LATIN = str.maketrans(_KEYBOARD_HE, _KEYBOARD_EN)

_LEGAL_FORMS = (
    "ב ע מ", "בע מ", "בעמ", "עוסק מורשה", "עוסק פטור", "שותפות מוגבלת", "שותפות רשומה", "שותפות כללית", "שותפות",
    "חברה פרטית", "חברה ציבורית", "חברת", "חברה", "עמותה", "חלצ", "ער",
    "ltd", "l t d", "limited", "inc", "incorporated", "llc", "l l c", "llp", "plc", "corp", "corporation", "co",
    "company", "gmbh", "ag", "sa", "s a", "srl", "bv", "b v",
)  # fmt: skip
_LEGAL_BEGIN = frozenset(form.split()[0] for form in _LEGAL_FORMS)
_LEGAL = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(_LEGAL_FORMS, key=len, reverse=True))})(?!\S)")


class _KeyTable(dict[int, str]):
    """What `str.translate` asks, one character at a time; each answer is worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = answer = _key_of_character(chr(code))
        return answer


def _key_of_character(character: str) -> str:
    if character in _INSIDE_A_WORD:
        return ""
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return ""  # niqqud, te'amim, accents, direction marks
    if category[0] in "ZPSC":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    if character in _FINALS:
        return _FINALS[character]
    if character in _LIGATURES:
        return _LIGATURES[character]
    folded = unicodedata.normalize("NFKD", character.casefold())
    return "".join(letter for letter in folded if letter.isalnum())


_KEY = _KeyTable()


def search_key(text: str) -> str:
    """The words of a text as they are compared: "צ׳ופצ׳יק בע״מ" -> "צופציק בעמ", "בן־ציון" -> "בנ ציונ".

    Niqqud, geresh and gershayim dropped; maqaf and other punctuation split words; finals folded; case and
    accents folded; direction marks dropped; single blanks. `search_key(search_key(x)) == search_key(x)`.
    """
    return " ".join(unicodedata.normalize("NFKD", text).translate(_KEY).split())


@lru_cache(maxsize=10_000)
def sort_key(text: str) -> str:
    """The key by which names are sorted: צ׳יק beside ציק and ךא after כא, which code points would not do."""
    return search_key(text)


def loose_key(text: str) -> str:
    """Second-rank key for full and defective spelling: drops inner י and ו of Hebrew words of over 3 letters.

    "שולחן" and "שלחן" meet, and so do some words that should not: rank its finds below those of `search_key`.
    """
    return " ".join(map(_loose_word, search_key(text).split()))


@lru_cache(maxsize=10_000)
def company_key(text: str) -> str:
    """The key for finding duplicates: without legal forms (בע״מ, חברת, Ltd), unless nothing else is left."""
    key = sort_key(text)
    if _LEGAL_BEGIN.isdisjoint(key.split()):
        return key
    return " ".join(_LEGAL.sub(" ", key).split()) or key


def search_words(text: str) -> tuple[str, ...]:
    """Distinct words of the key, each followed by other spellings of it: what goes into a search index.

    "דני כהן" -> דני, dani, danny, ..., כהנ, cohen, kohen, ... First-rank words come first, the others after.
    """
    words = list(dict.fromkeys(search_key(text).split()))
    others = chain.from_iterable(sorted(spellings(word)) for word in words)
    return tuple(dict.fromkeys([*words, *others]))


def spellings(word: str) -> frozenset[str]:
    """Other ways in which a common Israeli name is written, in both alphabets, as keys; empty if unknown."""
    key = search_key(word)
    return frozenset(chain.from_iterable(_names().get(key, ()))) - {key}


@lru_cache(maxsize=10_000)
def is_first_name(word: str) -> bool:
    """Whether the table of common names knows this word as somebody's first name."""
    return search_key(word) in _first_names()


def has_hebrew(text: str) -> bool:
    """Whether any Hebrew letter is there."""
    return _HEBREW.search(text) is not None


def swap_layout(text: str) -> str:
    """The same keys pressed in the other keyboard layout: "sbh fvi" -> "דני כהן", "חסןי" -> "jxih"."""
    return text.translate(_TO_LATIN) if has_hebrew(text) else text.lower().translate(_TO_HEBREW)


def _loose_word(word: str) -> str:
    if len(word) <= 3 or not has_hebrew(word):
        return word
    return word[0] + word[1:].replace("י", "").replace("ו", "")


@cache
def _groups() -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
    """First names and surnames of `names.txt`: each group holds the keys of one name's spellings."""
    text = resources.files("neeman.lib").joinpath("names.txt").read_text("utf-8")
    first, last = text.split("[surnames]")
    return _read_groups(first), _read_groups(last)


def _read_groups(text: str) -> tuple[frozenset[str], ...]:
    lines = (line for line in text.splitlines() if line and line[0] not in "#[")
    return tuple(frozenset(search_key(name) for name in line.split()) for line in lines)


@cache
def _names() -> dict[str, tuple[frozenset[str], ...]]:
    table: dict[str, tuple[frozenset[str], ...]] = {}
    for group in chain.from_iterable(_groups()):
        for name in group:
            table[name] = (*table.get(name, ()), group)
    return table


@cache
def _first_names() -> frozenset[str]:
    return frozenset(chain.from_iterable(_groups()[0]))
