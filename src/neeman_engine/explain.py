"""Every verdict in plain words, and the numbers from which it is computed again.

A customer's explanation has two faces. `PARTS` are numbers and codes beside the verdict (a struct column of the
customers' table): `grade_of`, `late_of` and `monthly_of` compute the verdict again from them. The words are made from
the same parts, by `sentence` for one customer and by `text_sql` for a million: one template for both.

>>> told = {"code": "revenue", "grade": "A", "revenue_window_minor": 1_234_000, "revenue_ahead_minor": 0,
...         "total_minor": 2_000_000, "cut_a": 80, "cut_b": 95, "months": 12, "rank": 1, "customers": 3}
>>> late = {"code": "own", "usual_gap_days": 21.0, "days_since_last": 47, "late_from": 1.5, "monthly_minor": 190_000}
>>> print(sentence({"grade": told, "rhythm": late}, lang="en"))
Grade A: ₪12,340 in the last 12 months, number 1 of 3; those ahead bring 0.0% (A up to 80%, B up to 95%). \
Orders every 21 days as a rule (median), 47 have passed; ₪1,900 a month at stake.
>>> print(sentence({"grade": told, "rhythm": late}, lang="he"))
דירוג A: ₪12,340 ב־12 החודשים האחרונים, מקום 1 מתוך 3; מי שלפני מביאים 0.0% (A עד 80%, B עד 95%). \
הזמנה כל 21 יום בדרך כלל (חציון), עברו 47; בסיכון ₪1,900 בחודש.
>>> grade_of(told), late_of(late)
('A', True)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from neeman_engine.params import Params

Lang = Literal["he", "en"]
Parts = Mapping[str, Mapping[str, Any]]

PARTS = ("grade", "rhythm")
SYMBOLS = {"ILS": "₪", "USD": "$", "EUR": "€", "GBP": "£"}
_OTHER_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "KWD": 3, "JOD": 3, "BHD": 3, "TND": 3}

# Places: 0 grade, 1 revenue in whole units, 2 months, 3 rank, 4 customers, 5 percent ahead, 6 and 7 the cuts.
_GRADE: dict[Lang, dict[str, str]] = {
    "en": {
        "revenue": "Grade {0}: ¤{1:,} in the last {2} months, number {3:,} of {4:,}; those ahead bring {5:.1f}% "
        "(A up to {6}%, B up to {7}%)",
        "revenue_all": "Grade {0}: ¤{1:,} in all, number {3:,} of {4:,}; those ahead bring {5:.1f}% "
        "(A up to {6}%, B up to {7}%)",
        "nothing": "Grade {0}: no revenue in the last {2} months",
        "nothing_all": "Grade {0}: no revenue",
    },
    "he": {
        "revenue": "דירוג {0}: ¤{1:,} ב־{2} החודשים האחרונים, מקום {3:,} מתוך {4:,}; מי שלפני מביאים {5:.1f}% "
        "(A עד {6}%, B עד {7}%)",
        "revenue_all": "דירוג {0}: ¤{1:,} בסך הכול, מקום {3:,} מתוך {4:,}; מי שלפני מביאים {5:.1f}% "
        "(A עד {6}%, B עד {7}%)",
        "nothing": "דירוג {0}: אין הכנסות ב־{2} החודשים האחרונים",
        "nothing_all": "דירוג {0}: אין הכנסות",
    },
}
# Places: 0 usual gap in days, 1 days since the last purchase.
_RHYTHM: dict[Lang, dict[str, str]] = {
    "en": {
        "own": "Orders every {0:g} days as a rule (median), {1:,} have passed",
        "segment": "Too few purchases for a rhythm of its own; others of the segment order every {0:g} days, {1:,} have passed",
        "all": "Too few purchases for a rhythm of its own; others order every {0:g} days, {1:,} have passed",
        "unknown": "No rhythm is known yet; {1:,} days since the last purchase",
        "never": "Returns only, no purchase",
    },
    "he": {
        "own": "הזמנה כל {0:g} יום בדרך כלל (חציון), עברו {1:,}",
        "segment": "מעט קניות לקצב משלו; אחרים במגזר מזמינים כל {0:g} יום, עברו {1:,}",
        "all": "מעט קניות לקצב משלו; אחרים מזמינים כל {0:g} יום, עברו {1:,}",
        "unknown": "עדיין אין קצב ידוע; עברו {1:,} ימים מהקנייה האחרונה",
        "never": "החזרות בלבד, ללא קנייה",
    },
}
_STAKE: dict[Lang, str] = {"en": "; ¤{0:,} a month at stake", "he": "; בסיכון ¤{0:,} בחודש"}


def grade_of(grade: Mapping[str, Any]) -> str:
    """The grade, computed again from its parts."""
    ahead, total = grade["revenue_ahead_minor"] * 100, grade["total_minor"]
    if grade["revenue_window_minor"] <= 0 or ahead >= total * grade["cut_b"]:
        return "C"
    return "A" if ahead < total * grade["cut_a"] else "B"


def late_of(rhythm: Mapping[str, Any]) -> bool:
    """Whether the customer is late, computed again from its parts."""
    gap, since = rhythm["usual_gap_days"], rhythm["days_since_last"]
    return bool(gap and since is not None and since / gap >= rhythm["late_from"])


def sentence(parts: Parts, *, lang: Lang = "he", currency: str = "ILS") -> str:
    """The explanation of one customer."""
    grade, rhythm = parts["grade"], parts["rhythm"]
    ahead = grade["revenue_ahead_minor"] * 100 / grade["total_minor"] if grade["total_minor"] > 0 else 0.0
    units = _units(grade["revenue_window_minor"], currency)
    places = (grade["grade"], units, grade["months"], grade["rank"], grade["customers"], ahead, grade["cut_a"], grade["cut_b"])  # fmt: skip
    said = _GRADE[lang][grade["code"]].format(*places) + ". "
    said += _RHYTHM[lang][rhythm["code"]].format(
        rhythm["usual_gap_days"] or 0.0, rhythm["days_since_last"] or 0
    )
    if _has_stake(rhythm):
        said += _STAKE[lang].format(_units(rhythm["monthly_minor"], currency))
    return _priced(said + ".", currency)


def _has_stake(rhythm: Mapping[str, Any]) -> bool:
    return rhythm["code"] == "own" and late_of(rhythm) and rhythm["monthly_minor"] > 0


def parts_sql(params: Params, *, total_minor: int, customers: int) -> str:
    """SQL of the struct of parts, over a table of customers with the columns of the measures."""
    window = "" if params.window_months is not None else "_all"
    months = params.window_months or 0
    monthly = (
        f"round(revenue_window_minor / {params.window_months})::BIGINT"
        if params.window_months is not None
        else "round(revenue_minor * 30 / greatest(age_days, 30))::BIGINT"
    )
    return f"""{{
        'grade': {{'code': CASE WHEN revenue_window_minor > 0 THEN 'revenue{window}' ELSE 'nothing{window}' END,
            'grade': grade, 'revenue_window_minor': revenue_window_minor, 'revenue_ahead_minor': revenue_ahead_minor,
            'total_minor': {total_minor}::BIGINT, 'cut_a': {params.grade_cut_a}, 'cut_b': {params.grade_cut_b},
            'months': {months}, 'rank': revenue_rank, 'customers': {customers}::BIGINT}},
        'rhythm': {{'code': CASE WHEN last_purchase IS NULL THEN 'never' ELSE coalesce(usual_gap_source, 'unknown') END,
            'usual_gap_days': usual_gap_days, 'days_since_last': days_since_last,
            'late_from': {float(params.overdue_ratio)}::DOUBLE, 'monthly_minor': coalesce({monthly}, 0)}}
    }}"""


def text_sql(parts: str, *, lang: Lang, currency: str) -> str:
    """SQL of the words, over a column of parts: what `sentence` says, for every row."""
    g, r = f"{parts}.grade", f"{parts}.rhythm"
    ahead = f"CASE WHEN {g}.total_minor > 0 THEN {g}.revenue_ahead_minor * 100 / {g}.total_minor ELSE 0 END"
    places = (
        f"{g}.grade, {_units_sql(f'{g}.revenue_window_minor', currency)}, {g}.months, {g}.rank, {g}.customers, "
        f"({ahead})::DOUBLE, {g}.cut_a, {g}.cut_b"
    )
    gap = f"coalesce({r}.usual_gap_days, 0.0)::DOUBLE, coalesce({r}.days_since_last, 0)"
    stake = (
        f"CASE WHEN {r}.code = 'own' AND {r}.monthly_minor > 0 AND {r}.days_since_last / {r}.usual_gap_days >= {r}.late_from "
        f"THEN format({_text(_priced(_STAKE[lang], currency))}, {_units_sql(f'{r}.monthly_minor', currency)}) ELSE '' END"
    )
    grade = _cases(f"{g}.code", _GRADE[lang], places, currency)
    rhythm = _cases(f"{r}.code", _RHYTHM[lang], gap, currency)
    return f"{grade} || '. ' || {rhythm} || {stake} || '.'"


def _cases(code: str, templates: Mapping[str, str], places: str, currency: str) -> str:
    whens = " ".join(
        f"WHEN {_text(name)} THEN format({_text(_priced(said, currency))}, {places})"
        for name, said in templates.items()
    )
    return f"CASE {code} {whens} END"


def _priced(template: str, currency: str) -> str:
    return template.replace("¤", SYMBOLS.get(currency, f"{currency} "))


def _units(minor: int, currency: str) -> int:
    factor = _factor(currency)
    return (abs(minor) * 2 + factor) // (2 * factor) * (-1 if minor < 0 else 1)


def _factor(currency: str) -> int:
    return int(10 ** _OTHER_DIGITS.get(currency, 2))


def _units_sql(minor: str, currency: str) -> str:
    factor = _factor(currency)
    return (
        f"((abs({minor}) * 2 + {factor}) // {2 * factor} * CASE WHEN {minor} < 0 THEN -1 ELSE 1 END)::BIGINT"
    )


def _text(said: str) -> str:
    return "'" + said.replace("'", "''") + "'"
