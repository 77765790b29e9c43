"""Which column of a file means what: by the words of its title and by what its values look like.

Each guess says how sure it is and why, in codes and counts, so that a page can show it to the owner of the file:
`sure` (title and values agree), `likely` (one of them speaks), `unknown` (the owner decides).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from typing import Literal

from neeman.lib.cells import Cell
from neeman.lib.columns.content import Facts, distinct_values, look_at
from neeman.lib.columns.discounts import DISCOUNT_ROLES, decide_discount
from neeman.lib.columns.vocabulary import (
    TARGETS,
    Content,
    Match,
    Preset,
    Target,
    content_of,
    find_concept,
    find_preset,
    required_roles,
    roles_of,
)
from neeman.lib.dates import OrderDecision, decide_day_month_order
from neeman.lib.hebrew import search_key
from neeman.lib.money import decide_decimal_mark

Confidence = Literal["sure", "likely", "unknown"]

_AGREES = 0.7
_CONTRADICTS = 0.3
_SPEAKS_ALONE = 0.8
"""Share of values above which a column without a known title is named by them."""

_TELLING: tuple[tuple[Content, str], ...] = (
    ("email", "email"),
    ("company_number", "company_number"),
    ("phone", "phone"),
    ("date", "date"),
)
"""Contents that name a column by themselves, with the concept they name, most telling first."""

_SECOND_PLACE = {"phone": ("mobile", "phone2"), "mobile": ("phone", "phone2"), "email": ("email2",)}
_INSTEAD = {
    "customers": (("name", "company"),),
    "contacts": (),
    "sales": (("customer", "customer_name"), ("product", "product_name"), ("amount", "amount_gross")),
    "payments": (("customer", "customer_name"),),
    "deals": (("customer_name", "contact"), ("title", "product_name")),
}
"""A role that nothing fills, and the role whose column fills it instead."""

DATES = (
    "date",
    "customer_since",
    "birthday",
    "due_date",
    "created",
    "closed",
    "expected",
    "won_on",
    "lost_on",
)
_OF_DEALS = frozenset(
    {
        *("deal_id", "deal_name", "deal_stage", "deal_status", "deal_value", "expected_close", "close_date"),
        *("won_date", "lost_date", "deal_created", "lost_reason", "probability"),
    }
)
_STATE_OF_A_DEAL = frozenset(
    {"deal_stage", "deal_status", "status", "expected_close", "lost_reason", "probability"}
)
_OF_INVOICES = frozenset({"quantity", "unit_price", "document_kind", "vat_amount", "line"})


@dataclass(frozen=True, slots=True)
class Why:
    """One reason of a guess. Codes: `preset` (name), `title_whole` / `title_part` / `title_slip` (word),
    `values` / `values_contradict` (content, matching, looked), `instead_of` (role), `taken` (role, column), and those of
    `discounts.decide_discount`."""

    code: str
    params: MappingType[str, object]


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What one column means. `role` is None where it is left out or unknown; `concept` is what its title names.

    `dates` is the decision about the column's day-month order, where it holds dates; `decimal_mark` the mark that
    a column of amounts agrees on, None where nothing tells or it holds numbers.
    """

    index: int
    header: str
    role: str | None
    confidence: Confidence
    why: tuple[Why, ...] = ()
    concept: str | None = None
    dates: OrderDecision | None = None
    decimal_mark: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """The guessed meaning of a file: its kind, its columns, the program it comes from, and what is missing for use.

    `missing` holds the roles without which files of this kind cannot be read (empty: it can be).
    """

    target: Target
    columns: tuple[ColumnGuess, ...]
    preset: str | None
    missing: tuple[str, ...]
    fingerprint: str

    def index_of(self, role: str) -> int | None:
        """The column that has a role, or None."""
        return next((guess.index for guess in self.columns if guess.role == role), None)


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    role: str
    score: float
    confidence: Confidence
    why: tuple[Why, ...]


def guess_columns(
    header: Sequence[str], sample_columns: Sequence[Iterable[Cell]], target: Target | None = None
) -> Mapping:
    """The meaning of every column. `sample_columns` may hold a sample or whole columns; with whole columns the
    day-month order is decided by every value. Without `target` the kind of file is guessed as well."""
    titles = tuple(header)
    values = [distinct_values(column) for column in sample_columns]
    facts = [look_at(column) for column in values]
    preset = find_preset(titles)
    if preset and target and preset.target != target:
        preset = None
    chosen = target or (preset.target if preset else _likeliest_target(titles, facts))
    columns = _assign(titles, facts, chosen, preset)
    columns = [_with_facts_of_values(guess, values[guess.index]) for guess in columns]
    roles = {guess.role for guess in columns if guess.role}
    return Mapping(
        chosen,
        tuple(columns),
        preset.name if preset else None,
        _missing(chosen, roles),
        header_fingerprint(titles),
    )


def guess_target(header: Sequence[str], sample_columns: Sequence[Iterable[Cell]]) -> Target:
    """The kind of file: deals, sales, payments, contacts or customers."""
    preset = find_preset(tuple(header))
    if preset:
        return preset.target
    return _likeliest_target(tuple(header), [look_at(distinct_values(column)) for column in sample_columns])


def header_fingerprint(header: Sequence[str]) -> str:
    """Sixteen hex digits that are the same for the same titles in the same order, however they are typed."""
    keys = "\x1f".join(map(search_key, header))
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


def _likeliest_target(titles: tuple[str, ...], facts: Sequence[Facts]) -> Target:
    concepts = {match.concept for match in map(find_concept, titles) if match and match.how != "slip"}
    complete = {}
    for target in TARGETS:
        roles = {guess.role for guess in _assign(titles, facts, target, None) if guess.role}
        complete[target] = not _missing(target, roles)
    if _tells_of_deals(titles):
        return "deals"
    if complete["payments"] and _tells_of_payments(concepts):
        return "payments"
    if complete["sales"] or _tells_of_sales(titles):
        return "sales"
    persons = concepts & {"first_name", "last_name", "job_title", "contact"}
    return (
        "contacts"
        if len(persons) >= 2 and not concepts & {"company_number", "payment_terms", "grade"}
        else "customers"
    )


def _tells_of_deals(titles: tuple[str, ...]) -> bool:
    """A pipeline says of its rows how far they are; taken for sales, its lost deals would become revenue."""
    whole = {match.concept for match in map(find_concept, titles) if match and match.how == "whole"}
    return len(whole & _OF_DEALS) >= 2 and bool(whole & _STATE_OF_A_DEAL) and not whole & _OF_INVOICES


def _tells_of_payments(concepts: set[str]) -> bool:
    """An invoice that names the day it was settled beside its own day and amount is still an invoice."""
    if concepts & {"quantity", "unit_price", "product_code", "product_name"}:
        return False
    if concepts & {"payment_amount", "payment_method"}:
        return True
    return "payment_date" in concepts and not {"date", "amount"} <= concepts


def _tells_of_sales(titles: tuple[str, ...]) -> bool:
    """Orders, of which one column is still missing or stands in another file: that is what has to be asked about."""
    whole = {match.concept for match in map(find_concept, titles) if match and match.how == "whole"}
    return "order" in whole and bool(whole & {"date", "unit_price", "amount"})


def _missing(target: Target, roles: set[str]) -> tuple[str, ...]:
    """The smallest set of required roles that is not there; empty where one set is complete."""
    gaps = [tuple(role for role in wanted if role not in roles) for wanted in required_roles(target)]
    return min(gaps, key=len)


def _assign(
    titles: tuple[str, ...], facts: Sequence[Facts], target: Target, preset: Preset | None
) -> list[ColumnGuess]:
    """One role a column and one column a role, the best candidates first."""
    guesses = [ColumnGuess(index, title, None, "unknown") for index, title in enumerate(titles)]
    candidates: list[_Candidate] = []
    for index, title in enumerate(titles):
        match = find_concept(title)
        guesses[index] = replace(guesses[index], concept=match.concept if match else None)
        candidates += _candidates(index, title, match, facts[index], target, preset)
    taken: dict[str, int] = {}
    for candidate in sorted(candidates, key=lambda each: (-each.score, each.index)):
        if guesses[candidate.index].role is None:
            guesses[candidate.index] = _placed(guesses[candidate.index], candidate, taken)
    return _with_substitutes(guesses, taken, target)


def _placed(guess: ColumnGuess, candidate: _Candidate, taken: dict[str, int]) -> ColumnGuess:
    """The guess with the candidate's role, a second place of it, or the reason why it is taken."""
    if candidate.role not in taken:
        taken[candidate.role] = candidate.index
        return replace(guess, role=candidate.role, confidence=candidate.confidence, why=candidate.why)
    for role in _SECOND_PLACE.get(candidate.role, ()):
        if role not in taken:
            taken[role] = candidate.index
            return replace(guess, role=role, confidence="likely", why=candidate.why)
    return replace(guess, why=(Why("taken", {"role": candidate.role, "column": taken[candidate.role]}),))


def _with_substitutes(guesses: list[ColumnGuess], taken: dict[str, int], target: Target) -> list[ColumnGuess]:
    for wanted, instead in _INSTEAD[target]:
        has_a_name = wanted == "name" and taken.keys() & {"first_name", "last_name"}
        if wanted in taken or instead not in taken or has_a_name:
            continue
        index = taken[wanted] = taken.pop(instead)
        why = (*guesses[index].why, Why("instead_of", {"role": instead}))
        guesses[index] = replace(guesses[index], role=wanted, why=why)
    return guesses


def _candidates(
    index: int, title: str, match: Match | None, facts: Facts, target: Target, preset: Preset | None
) -> list[_Candidate]:
    """What one column may be, each with its score: a preset's word above a title's, a title's above the values'."""
    if preset and (role := preset.roles.get(search_key(title))) is not None:
        why = (Why("preset", {"name": preset.name}),)
        return [_Candidate(index, role, 9.0, "sure", why)] if role else []
    if match is None:
        return _by_values(index, facts, target)
    role = roles_of(target).get(match.concept)
    if role is None:  # a title that is known and has no place here: a fax is no telephone
        return _by_values(index, facts, target) if match.how == "slip" else []
    return _by_title(index, role, match, facts) + _by_values(index, facts, target)


def _by_title(index: int, role: str, match: Match, facts: Facts) -> list[_Candidate]:
    content = content_of(match.concept)
    share = facts.share(content)
    code = {"whole": "title_whole", "part": "title_part", "slip": "title_slip"}[match.how]
    title = Why(code, {"word": match.word})
    counts = {"content": content, "matching": facts.matching(content), "looked": facts.looked}
    base = (3.0 if match.how == "whole" else 2.0) + len(match.word) / 100
    if not facts.looked:
        return [_Candidate(index, role, base, "sure" if match.how == "whole" else "likely", (title,))]
    if share < _CONTRADICTS and content not in ("short", "id"):
        by_address = match.concept == "owner" and facts.share("email") >= _AGREES  # a colleague by e-mail
        names_nobody = content == "text" and not (
            facts.text or facts.amount or by_address
        )  # "Partner": yes, no
        if match.how != "whole" or names_nobody:
            return []
        # a "customer" column of numbers still names customers, and a wrong check digit makes no number a phone
        score = base - 1 if content in ("text", "company_number") else 0.5
        return [_Candidate(index, role, score, "likely", (title, Why("values_contradict", counts)))]
    agrees = share >= _AGREES and (
        match.how == "whole" or content in ("phone", "email", "date", "company_number")
    )
    why = (title, Why("values", counts))
    return [_Candidate(index, role, base + share, "sure" if agrees else "likely", why)]


def _by_values(index: int, facts: Facts, target: Target) -> list[_Candidate]:
    """The role that values name by themselves; few values do not speak."""
    for content, concept in _TELLING:
        role = roles_of(target).get(concept)
        if role and facts.looked >= 2 and facts.share(content) >= _SPEAKS_ALONE:
            counts = {"content": content, "matching": facts.matching(content), "looked": facts.looked}
            return [_Candidate(index, role, facts.share(content), "likely", (Why("values", counts),))]
    return []


def _with_facts_of_values(guess: ColumnGuess, values: Sequence[Cell]) -> ColumnGuess:
    """Adds what only the whole column tells: the order of its dates, its decimal mark."""
    content = content_of(guess.concept) if guess.concept else None
    if guess.role and (content == "date" or guess.role in DATES):
        return replace(guess, dates=decide_day_month_order(values))
    if guess.role in DISCOUNT_ROLES:
        guess = _with_kind_of_discount(guess, values)
    if guess.role and content in ("amount", "number"):
        return replace(guess, decimal_mark=decide_decimal_mark(values))
    return guess


def _with_kind_of_discount(guess: ColumnGuess, values: Sequence[Cell]) -> ColumnGuess:
    """Sums, percentages or shares; a title that says percent is believed unless every value is a share."""
    role, reason = decide_discount(guess.header, values)
    if guess.role == "discount_percent" and role != "discount_share":
        return guess
    sure: Confidence = "sure" if reason in ("discount_sign", "discount_currency") else "likely"
    return replace(guess, role=role, confidence=sure, why=(Why(reason, {}),))
