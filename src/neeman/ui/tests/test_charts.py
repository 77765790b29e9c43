"""What holds for every chart, whatever the data."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from neeman.ui import charts
from neeman.ui.charts.letters import shorten, width_of
from neeman.ui.charts.plot import ticks
from neeman.ui.charts.svg import Direction, link, number

pytestmark = pytest.mark.one_database

EVIL = """<script>"&'\x00\x0b</script>"""
Draw = Callable[[Direction], str]


def show(value: float) -> str:
    return f"{value:g}{EVIL}"


def areas(href: str | None = None) -> list[charts.Area]:
    return [
        charts.Area(EVIL, EVIL, 2, 0.8, "gold", cut="80%", cut_name=EVIL, href=href),
        charts.Area(EVIL, EVIL, 5, 1.0, "bronze"),
    ]


VALUES = [900, 500, 300, 200, 100]
EVERY: dict[str, Draw] = {
    "sparkline": lambda _: charts.sparkline([3, 1, 2], title=EVIL),
    "trend": lambda _: charts.trend([3, 1, 2], last=EVIL, title=EVIL, first_name=EVIL, last_name=EVIL),
    "month_bars": lambda way: charts.month_bars(
        [charts.Bar(EVIL, value, EVIL) for value in (5, -2, 0)],
        show=show,
        title=EVIL,
        desc=EVIL,
        direction=way,
    ),
    "share_bar": lambda way: charts.share_bar(
        [charts.Part(0.7, EVIL, EVIL), charts.Part(0.3, "", "", hatched=True)], title=EVIL, direction=way
    ),
    "concentration": lambda way: charts.concentration(
        [charts.Part(0.2, EVIL, EVIL), charts.Part(0.8, EVIL, EVIL)],
        limits=[charts.Limit(0.15, EVIL, EVIL, "watch"), charts.Limit(0.2, EVIL, EVIL, "lose")],
        braces=[charts.Brace(0.2, EVIL, EVIL)],
        title=EVIL,
        direction=way,
    ),
    "lines": lambda way: charts.lines(
        [charts.Series(EVIL, [0.1, None, 0.3, 0.2], thin=frozenset({3}))],
        [EVIL] * 4,
        show=show,
        title=EVIL,
        hints=[EVIL] * 4,
        target=(0.2, EVIL),
        direction=way,
    ),
    "bullet": lambda way: charts.bullet(9, 12, title=EVIL, direction=way),
    "rhythm": lambda _: charts.rhythm(
        [38, 60, 90], due=(20, 12), today=EVIL, expected=EVIL, show=show, title=EVIL
    ),
    "overdue": lambda _: charts.overdue_row(40, due=(20, 10), late=EVIL, span=60, title=EVIL),
    "waterfall": lambda way: charts.waterfall(
        [charts.Step(EVIL, 10, EVIL, EVIL, "total"), charts.Step(EVIL, -12, EVIL, EVIL, hint=EVIL)],
        title=EVIL,
        direction=way,
    ),
    "pareto": lambda way: charts.pareto(
        charts.cumulative(VALUES),
        areas(),
        show=show,
        show_count=show,
        value_name=EVIL,
        rank_name=EVIL,
        title=EVIL,
        direction=way,
    ),
    "whale": lambda way: charts.whale(
        charts.cumulative([900, 100, -400]),
        show=show,
        show_count=show,
        peak=EVIL,
        end=EVIL,
        value_name=EVIL,
        rank_name=EVIL,
        title=EVIL,
        direction=way,
    ),
    "cohorts": lambda way: charts.cohort_table(
        [charts.Cohort(EVIL, 9, [1.0, 0.5, None]), charts.Cohort(EVIL, 2, [1.0])],
        joined=EVIL,
        customers=EVIL,
        periods=[EVIL] * 3,
        show=show,
        show_count=show,
        caption=EVIL,
        thin=EVIL,
        direction=way,
    ),
}


@pytest.mark.parametrize("way", ["rtl", "ltr"])
@pytest.mark.parametrize("name", EVERY)
class TestEveryChart:
    def test_is_well_formed_and_escaped(self, name: str, way: Direction) -> None:
        drawn = EVERY[name](way)
        root = ET.fromstring(drawn)
        assert "<script" not in drawn
        assert not [e for e in root.iter() if e.tag.endswith("script")]
        assert hasattr(drawn, "__html__")

    def test_has_the_same_bytes_each_time(self, name: str, way: Direction) -> None:
        assert EVERY[name](way) == EVERY[name](way)

    def test_takes_its_colours_from_tokens(self, name: str, way: Direction) -> None:
        root = ET.fromstring(EVERY[name](way))
        for element in root.iter():
            assert "style" not in element.attrib
            assert "id" not in element.attrib
            for paint in ("fill", "stroke"):
                value = element.get(paint, "none")
                assert value == "none" or re.fullmatch(r"var\(--[a-z0-9-]+\)", value)

    def test_has_only_finite_places(self, name: str, way: Direction) -> None:
        assert not re.search(r"[\"\s](?:nan|inf|-inf)[\"\s]", EVERY[name](way))

    def test_says_what_it_shows(self, name: str, way: Direction) -> None:
        root = ET.fromstring(EVERY[name](way))
        if root.tag.endswith("svg"):
            assert root.get("role") == "img"
            assert root.find("{http://www.w3.org/2000/svg}title") is not None
        else:
            assert root.find("caption") is not None


def numbers(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def curve_of(drawn: str) -> list[tuple[float, float]]:
    found = re.search(r'<path d="([^"]+)" fill="none" stroke="var\(--ink\)"', drawn)
    assert found
    return numbers(found[1])


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=400))
def test_the_curve_of_values_rises_to_one_and_bends_one_way(values: list[int]) -> None:
    curve = charts.cumulative(sorted(values, reverse=True))
    assert curve[0] == (0, 0.0)
    assert curve[-1] == (len(values), 1.0)
    assert len(curve) <= 163
    ranks = [rank for rank, _ in curve]
    assert ranks == sorted(set(ranks))
    slopes = [(t - s) / (b - a) for (a, s), (b, t) in pairwise(curve)]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(slopes))


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=60))
def test_the_pareto_path_runs_right_and_up(values: list[int]) -> None:
    curve = charts.cumulative(sorted(values, reverse=True))
    drawn = charts.pareto(
        curve, [], show=str, show_count=str, value_name="", rank_name="", title="t", direction="rtl"
    )
    places = curve_of(drawn)
    assert places == sorted(places, key=lambda place: place[0])
    assert all(later[1] <= earlier[1] for earlier, later in pairwise(places))


@given(st.lists(st.floats(-1e9, 1e9), max_size=40))
def test_sparkline_stays_inside_and_runs_right(values: list[float]) -> None:
    drawn = charts.sparkline(values, width=104, height=28)
    line = re.search(r'<path d="(M[^Z"]+)" fill="none"', drawn)
    assert (line is not None) == (len(values) >= 3)
    if line:
        places = numbers(line[1])
        assert [x for x, _ in places] == sorted(x for x, _ in places)
        assert all(0 <= x <= 104 and 0 <= y <= 28 for x, y in places)


@given(st.floats(-1e12, 1e12), st.floats(1e-3, 1e12))
def test_ticks_are_even_and_cover(low: float, span: float) -> None:
    assume(span >= abs(low) * 1e-6)
    marks = ticks(low, low + span)
    step = marks[1] - marks[0]
    assert marks[0] <= low + step * 1e-6
    assert marks[-1] >= low + span - step * 1e-6
    assert all(later - earlier == pytest.approx(step, rel=1e-3) for earlier, later in pairwise(marks))
    assert 2 <= len(marks) <= 8


def axis_anchor(drawn: str) -> set[str | None]:
    return {e.get("text-anchor") for e in ET.fromstring(drawn).iter() if (e.text or "").endswith("unit")}


def test_the_value_axis_stands_at_the_reading_start_and_time_runs_right() -> None:
    bars = [charts.Bar(name, 5, "") for name in ("Jan", "Feb", "Mar")]
    drawings = {
        way: charts.month_bars(bars, show=lambda v: f"{v:g} unit", title="t", direction=way)  # type: ignore[arg-type]  # the literals are right here
        for way in ("rtl", "ltr")
    }
    assert axis_anchor(drawings["rtl"]) == {None}
    assert axis_anchor(drawings["ltr"]) == {"end"}
    for drawn in drawings.values():
        texts = {e.text: float(e.get("x", 0)) for e in ET.fromstring(drawn).iter() if e.text}
        assert texts["Jan"] < texts["Feb"] < texts["Mar"]


def test_bars_of_categories_grow_from_the_reading_start() -> None:
    def first(way: Direction) -> float:
        drawn = charts.share_bar(
            [charts.Part(0.7, "", ""), charts.Part(0.3, "", "")], title="t", direction=way, width=100
        )
        return float(re.findall(r'<rect x="([\d.]+)"', drawn)[0])

    assert first("ltr") == 0
    assert first("rtl") == 30


def test_cohorts_keep_time_left_to_right_with_names_at_the_start() -> None:
    def heads(way: Direction) -> list[str]:
        drawn = charts.cohort_table(
            [],
            joined="J",
            customers="C",
            periods=["0", "1"],
            show=str,
            show_count=str,
            caption="c",
            thin="",
            direction=way,
        )
        return re.findall(r"<th[^>]*>(?:<bdi[^>]*>)?(\w)", drawn)

    assert heads("ltr") == ["J", "C", "0", "1"]
    assert heads("rtl") == ["0", "1", "C", "J"]


def test_with_links_a_chart_is_a_group_whose_links_are_reached() -> None:
    drawn = charts.pareto(
        charts.cumulative(VALUES),
        areas("/house/customers/?grade=A"),
        show=str,
        show_count=str,
        value_name="",
        rank_name="",
        title="t",
    )
    root = ET.fromstring(drawn)
    assert root.get("role") == "group"
    assert [e.get("href") for e in root.iter() if e.tag.endswith("}a")] == ["/house/customers/?grade=A"]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", " javascript:x", "vbscript:x"]
)
def test_a_link_that_runs_code_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match="not a link"):
        link(href, "", "")


@pytest.mark.parametrize("href", ["/a/", "?cut=80", "#x", "https://example.org", "customers/?grade=A"])
def test_a_link_of_ours_is_kept(href: str) -> None:
    assert f'href="{href}"' in link(href, "")


def test_movable_cuts_are_sliders_with_a_name() -> None:
    drawn = charts.pareto(
        charts.cumulative(VALUES),
        areas(),
        show=str,
        show_count=str,
        value_name="",
        rank_name="",
        title="t",
        movable=True,
    )
    sliders = [e for e in ET.fromstring(drawn).iter() if e.get("role") == "slider"]
    assert [(e.get("aria-valuenow"), e.get("data-cut")) for e in sliders] == [("800", "gold")]


@pytest.mark.parametrize("thin", [True, False])
def test_thin_data_are_grey(thin: bool) -> None:
    drawn = charts.month_bars([charts.Bar("a", 5, "", thin=thin)], show=str, title="t")
    assert ("var(--ink-3)" in drawn.split("opacity=")[-2]) == thin


def test_empty_data_are_drawn_without_a_fall() -> None:
    assert charts.sparkline([])
    assert charts.trend([], last="", title="t")
    assert charts.month_bars([], show=str, title="t")
    assert charts.lines([], [], show=str, title="t")
    assert charts.waterfall([], title="t")
    assert charts.rhythm([], due=None, today="", expected="", show=str, title="t")
    assert charts.cumulative([]) == [(0, 0.0)]
    assert charts.pareto([(0, 0.0)], [], show=str, show_count=str, value_name="", rank_name="", title="t")


def test_numbers_are_short_and_finite() -> None:
    assert [number(v) for v in (1.0, 1.50, -0.001, 1 / 3)] == ["1", "1.5", "0", "0.33"]
    with pytest.raises(ValueError, match="finite"):
        number(float("nan"))


def test_words_are_cut_to_their_room() -> None:
    assert shorten("לקוח", 200) == "לקוח"
    cut = shorten("תעשיות גליל עליון", 60)
    assert cut.endswith("…")
    assert width_of(cut) <= 60
    assert shorten("abc", 3) == ""
    assert width_of("\u206612\u2069") == width_of("12")


def test_the_words_of_today_stand_alone_above_the_rhythm() -> None:
    given = {"due": (-8, -14), "expected": "expected", "show": str, "title": "t"}
    drawn = charts.rhythm([93, 80, 68, 56, 42, 31, 14, 3], today="3 days", **given)
    assert ">13<" in drawn
    assert ">11<" in drawn, "further back there is room"
    assert charts.rhythm([14, 3], today="no words", **given).count(">11<") == 1
    assert ">11<" not in charts.rhythm([80, 14, 3], today="as long as can be", **given)
