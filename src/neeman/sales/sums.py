"""What a quote comes to, in integers. No Django here.

Three roundings and no more, all half up: each line's amount and its discount, the discount on the whole, the tax. Sums
are sums of rounded figures, so that whoever adds up the printed lines gets the printed total. A business is quoted
without VAT, which is added at the end; a consumer is quoted with it, and it is shown as part of the total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from neeman.lib.money import round_half_up
from neeman.lib.tax import WHOLE_BP, vat_on, vat_within

MILLI = 1_000


@dataclass(frozen=True, slots=True)
class Discount:
    """A share in basis points or, where that is zero, an amount in minor units."""

    bp: int = 0
    minor: int = 0

    def of(self, amount_minor: int) -> int:
        """What comes off an amount: never more than all of it, and nothing off what is not positive."""
        if amount_minor <= 0:
            return 0
        off = round_half_up(Fraction(amount_minor * self.bp, WHOLE_BP)) if self.bp else self.minor
        return min(max(off, 0), amount_minor)


NONE = Discount()


@dataclass(frozen=True, slots=True)
class Item:
    """A line as it counts: thousandths of a unit, minor units a unit; `unit_cost_minor` is None where nobody knows it."""

    quantity_milli: int
    unit_price_minor: int
    discount: Discount = NONE
    unit_cost_minor: int | None = None

    @property
    def gross_minor(self) -> int:
        """Quantity by price."""
        return _by_quantity(self.quantity_milli, self.unit_price_minor)

    @property
    def discount_minor(self) -> int:
        """What comes off this line."""
        return self.discount.of(self.gross_minor)

    @property
    def amount_minor(self) -> int:
        """What the line adds to the subtotal."""
        return self.gross_minor - self.discount_minor

    @property
    def cost_minor(self) -> int | None:
        """What the line costs us."""
        if self.unit_cost_minor is None:
            return None
        return _by_quantity(self.quantity_milli, self.unit_cost_minor)


@dataclass(frozen=True, slots=True)
class Sums:
    """A quote's figures in minor units: gross - line discounts = subtotal, - discount on the whole, and the tax.

    `net_minor` + `vat_minor` = `total_minor`, whichever of them the prices were written in.
    """

    gross_minor: int
    line_discounts_minor: int
    discount_minor: int
    net_minor: int
    vat_minor: int
    cost_minor: int
    uncosted: int  # lines whose cost nobody knows

    @property
    def subtotal_minor(self) -> int:
        """The lines together."""
        return self.gross_minor - self.line_discounts_minor

    @property
    def total_minor(self) -> int:
        """What is to be paid."""
        return self.net_minor + self.vat_minor

    @property
    def margin_minor(self) -> int | None:
        """What is left of the net after costs; None while the cost of a line is unknown."""
        return None if self.uncosted else self.net_minor - self.cost_minor

    @property
    def margin_bp(self) -> int | None:
        """The same as a share of the net, in basis points."""
        if self.margin_minor is None or self.net_minor <= 0:
            return None
        return round_half_up(Fraction(self.margin_minor * WHOLE_BP, self.net_minor))


def add_up(
    items: Sequence[Item], *, discount: Discount = NONE, vat_bp: int = 0, consumer: bool = False
) -> Sums:
    """The figures of a quote of these lines. Prices are without VAT, or with it when it is for a `consumer`.

    The order of the lines changes nothing.
    """
    gross = sum(item.gross_minor for item in items)
    off_lines = sum(item.discount_minor for item in items)
    off_whole = discount.of(gross - off_lines)
    left = gross - off_lines - off_whole
    vat = vat_within(left, vat_bp) if consumer else vat_on(left, vat_bp)
    costs = [item.cost_minor for item in items]
    return Sums(
        gross_minor=gross,
        line_discounts_minor=off_lines,
        discount_minor=off_whole,
        net_minor=left - vat if consumer else left,
        vat_minor=vat,
        cost_minor=sum(cost for cost in costs if cost is not None),
        uncosted=costs.count(None),
    )


def shared_out(total_minor: int, weights: Sequence[int]) -> list[int]:
    """`total_minor` divided by weight into whole minor units that add up to it exactly.

    The largest remainders get the units that are left over, earlier ones first where they are equal. This is how the
    discount on the whole and the tax find their way into the lines of an order. Weights that add up to nothing put
    all on the first.

    >>> shared_out(100, [1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(weights)
    if not weights:
        return []
    if whole == 0:
        return [total_minor] + [0] * (len(weights) - 1)
    exact = [Fraction(total_minor * weight, whole) for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total_minor - sum(parts)]:
        parts[at] += 1
    return parts


def net_of_lines(items: Sequence[Item], sums: Sums) -> list[int]:
    """What each line brings after every discount and without tax; together exactly `sums.net_minor`."""
    return shared_out(sums.net_minor, [item.amount_minor for item in items])


def price_for(*, cost_minor: int, minutes: int, hour_minor: int, margin_bp: int) -> int:
    """The price of a unit that leaves `margin_bp` of itself after materials and work (R98).

    price = (cost + hours x cost of an hour) / (1 - margin). Raises ValueError for a margin of the whole or more.

    >>> price_for(cost_minor=10_000, minutes=90, hour_minor=12_000, margin_bp=3_000)
    40000
    """
    if not 0 <= margin_bp < WHOLE_BP:
        raise ValueError("a margin lies between nothing and the whole")
    cost = cost_minor + Fraction(minutes * hour_minor, 60)
    return round_half_up(cost * WHOLE_BP / (WHOLE_BP - margin_bp))


def _by_quantity(quantity_milli: int, unit_minor: int) -> int:
    return round_half_up(Fraction(quantity_milli * unit_minor, MILLI))
