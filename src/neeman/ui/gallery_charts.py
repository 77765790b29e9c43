"""The charts of the gallery, at desk and phone width where both differ."""

from __future__ import annotations

from typing import Any

from neeman.ui import charts
from neeman.ui.charts.svg import Direction
from neeman.ui.text import Html, plain

PHONE = 326
Words = dict[str, Any]


def gallery_charts(words: Words, language: str) -> dict[str, Any]:
    """Every chart by name; those with two widths as a list."""
    direction: Direction = "rtl" if language == "he" else "ltr"
    both = (520, PHONE)
    return {
        "pareto": [_pareto(words, language, direction, width) for width in both],
        "whale": [_whale(words, language, direction, width) for width in both],
        "concentration": [_concentration(words, language, direction, width) for width in both],
        "months": [_months(words, language, direction, width) for width in both],
        "churn": [_churn(words, language, direction, width) for width in both],
        "waterfall": [_waterfall(words, language, direction, width) for width in (460, PHONE)],
        "share": _share(words, language, direction),
        "rhythm": _rhythm(words, language),
        "cohorts": _cohorts(words, language, direction),
        **_overdue(words, language),
    }


def _values(count: int = 148) -> list[int]:
    return [max(int(3_600_000 / (i + 1) ** 0.92) - 9000, 900) * 100 for i in range(count)]


def _pareto(words: Words, language: str, direction: Direction, width: int) -> Html:
    write = plain(language)
    curve = charts.cumulative(_values())
    gold, silver = next(r for r, s in curve if s >= 0.8), next(r for r, s in curve if s >= 0.95)
    ends = [(gold, 0.8, "80%"), (silver, 0.95, "95%"), (148, 1.0, "")]
    areas, start = [], 0
    for name, tone, (until, share, cut) in zip(
        words["grades"], ("gold", "silver", "bronze"), ends, strict=True
    ):
        areas.append(
            charts.Area(
                name,
                f"{write.number(until - start)} {words['customers']}",
                until,
                share,
                tone,
                cut=cut,
                cut_name=f"{words['cut']} {name}",
                href="#",
            )
        )
        start = until
    return charts.pareto(
        curve,
        areas,
        show=lambda share: write.percent(share),
        show_count=lambda rank: write.number(rank),
        value_name=words["gathered"],
        rank_name=words["ranked"],
        title=words["pareto"],
        direction=direction,
        movable=True,
        width=width,
    )


def _whale(words: Words, language: str, direction: Direction, width: int) -> Html:
    write = plain(language)
    profits = [90_000 - i * 1_600 for i in range(56)] + [2_200] * 62 + [-4_000 - i * 1_150 for i in range(30)]
    return charts.whale(
        charts.cumulative(sorted((p * 100 for p in profits), reverse=True)),
        show=lambda share: write.percent(share),
        show_count=lambda rank: write.number(rank),
        peak=words["peak"],
        end="-24%",
        value_name=words["profit"],
        rank_name=words["ranked"],
        title=words["whale"],
        direction=direction,
        width=width,
    )


def _concentration(words: Words, language: str, direction: Direction, width: int) -> Html:
    write = plain(language)
    shares = [0.168, 0.066, 0.058, 0.053, 0.049]
    parts = [
        charts.Part(
            share,
            write.percent(share),
            f"{name}: {write.percent(share)}",
            "watch" if share > 0.15 else "calm",
            href="#",
        )
        for share, name in zip(shares, words["names"], strict=True)
    ]
    rest = 1 - sum(shares)
    parts.append(charts.Part(rest, f"{words['others']} · {write.percent(rest)}", words["others"], "silver"))
    limits = [
        charts.Limit(0.15, write.percent(0.15), words["limits"][0], "watch"),
        charts.Limit(0.20, write.percent(0.20), words["limits"][1], "lose"),
    ]
    braces = [
        charts.Brace(sum(shares[:count]), write.percent(sum(shares[:count])), text)
        for count, text in zip((3, 5), words["braces"], strict=True)
    ]
    return charts.concentration(
        parts, limits=limits, braces=braces, title=words["concentration"], direction=direction, width=width
    )


def _months(words: Words, language: str, direction: Direction, width: int) -> Html:
    write = plain(language)
    values = [162, 175, 149, -18, 181, 190, 168, 203, 211, 187, 236, 61]
    bars = [
        charts.Bar(month, value * 1000, f"{month}: {write.compact(value * 1000)}", href="#", thin=value == 61)
        for month, value in zip(words["months"], values, strict=True)
    ]
    return charts.month_bars(
        bars, show=write.compact, title=words["by_month"], direction=direction, width=width
    )


def _churn(words: Words, language: str, direction: Direction, width: int) -> Html:
    write = plain(language)
    customers = [0.12, 0.118, 0.1, 0.09, 0.081, 0.07, 0.05, 0.041]
    revenue = [0.05, None, 0.047, 0.049, 0.044, 0.046, 0.043, 0.062]
    names = words["churn_names"]
    return charts.lines(
        [
            charts.Series(names[0], customers, "act"),
            charts.Series(names[1], revenue, "both", dash="6 3", thin=frozenset({7})),
        ],
        [f"{1 + i % 4}/{2025 + i // 4}" for i in range(8)],
        show=lambda share: write.percent(share),
        title=words["churn"],
        target=(0.05, words["target"]),
        direction=direction,
        width=width,
    )


def _waterfall(words: Words, language: str, direction: Direction, width: int) -> Html:
    write = plain(language)
    values = [412_600, -285_900, -14_200, -18_600, -21_400, -9_300, 63_200]
    tones = ["calm", "silver", "silver", "silver", "watch", "silver", "good"]
    steps = [
        charts.Step(
            name,
            value,
            write.number(value),
            write.percent(abs(value) / values[0], 0),
            "total" if i in (0, 6) else "change",
            tones[i],
        )
        for i, (name, value) in enumerate(zip(words["steps"], values, strict=True))
    ]
    return charts.waterfall(steps, title=words["waterfall"], direction=direction, width=width)


def _share(words: Words, language: str, direction: Direction) -> Html:
    write = plain(language)
    given = zip(
        words["parts"], (0.156, 0.625, 0.219), ("good", "act", "grow"), (False, False, True), strict=True
    )
    parts = [
        charts.Part(share, write.percent(share), f"{name}: {write.percent(share)}", tone, hatched=hatched)
        for name, share, tone, hatched in given
    ]
    return charts.share_bar(parts, title=words["share"], direction=direction)


def _rhythm(words: Words, language: str) -> Html:
    write = plain(language)
    return charts.rhythm(
        [38, 61, 83, 102, 126, 143, 168],
        due=(21, 12),
        today=words["today"],
        expected=words["expected"],
        show=lambda days: write.number(days),
        title=words["rhythm"],
        width=460,
    )


def _overdue(words: Words, language: str) -> dict[str, Any]:
    write = plain(language)
    rows = [(47, (28, 20), "lose"), (33, (18, 8), "watch"), (71, (52, 33), "watch")]
    return {
        "overdue_axis": charts.overdue_axis(
            list(zip((0, 20, 40, 60), words["moments"], strict=True)), span=66
        ),
        "overdue": [
            {
                "name": words["names"][i],
                "row": charts.overdue_row(
                    days, due=due, late=write.number(due[1]), span=66, title=words["names"][i], tone=tone
                ),
            }
            for i, (days, due, tone) in enumerate(rows)
        ],
    }


def _cohorts(words: Words, language: str, direction: Direction) -> Html:
    write = plain(language)
    shares = [1.0, 0.91, 0.86, 0.79, 0.71, 0.66, 0.64, 0.62, 0.4]
    cohorts = [
        charts.Cohort(
            f"{3 - i % 3}/{2026 - i // 3}", (9, 3, 12, 8, 14, 11, 13, 10)[i], shares[: i + 1], ["#"]
        )
        for i in range(8)
    ]
    return charts.cohort_table(
        cohorts,
        joined=words["joined"],
        customers=words["customers"],
        periods=[str(i) for i in range(8)],
        show=lambda share: write.number(round(share * 100)),
        show_count=lambda count: write.number(count),
        caption=words["cohorts"],
        thin=words["thin"],
        direction=direction,
    )
