"""Charts as SVG strings, drawn on the server by pure functions: data in, drawing out.

The rules that every chart here keeps:

* No Django, no clock, no chance: the same data give the same bytes.
* Every word comes from the caller, translated; every figure comes with the function that prints it.
* Colours only as ``var(--token)``, so one drawing serves both themes, print and the stand-alone report.
* Time and value axes run left to right in both directions, the value axis stands at the reading start (right in
  Hebrew); bars of categories grow from the reading start.
* A drawing without links is ``role="img"``; with links it is a ``group``, since an image's children are not reached
  by a keyboard. Both carry a ``<title>`` and a ``<desc>``.
* Data too thin to trust are drawn in grey and dashes.
"""

from neeman.ui.charts.bars import Bar, month_bars
from neeman.ui.charts.bullet import bullet
from neeman.ui.charts.cohorts import Cohort, cohort_table
from neeman.ui.charts.concentration import Brace, Limit, concentration
from neeman.ui.charts.flows import End, Flow, flows
from neeman.ui.charts.lines import Series, lines
from neeman.ui.charts.overdue import overdue_axis, overdue_row
from neeman.ui.charts.pareto import Area, cumulative, pareto
from neeman.ui.charts.rhythm import rhythm
from neeman.ui.charts.share import Part, share_bar
from neeman.ui.charts.sparkline import sparkline
from neeman.ui.charts.trend import trend
from neeman.ui.charts.waterfall import Step, waterfall
from neeman.ui.charts.whale import whale

__all__ = [
    "Area",
    "Bar",
    "Brace",
    "Cohort",
    "End",
    "Flow",
    "Limit",
    "Part",
    "Series",
    "Step",
    "bullet",
    "cohort_table",
    "concentration",
    "cumulative",
    "flows",
    "lines",
    "month_bars",
    "overdue_axis",
    "overdue_row",
    "pareto",
    "rhythm",
    "share_bar",
    "sparkline",
    "trend",
    "waterfall",
    "whale",
]
