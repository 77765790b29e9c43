"""Which files the look is made of, in the order in which they are read. No Django: tools and the report use it too."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"

STYLES = (
    "ui/css/tokens.css",
    "ui/css/ground.css",
    "ui/css/frame.css",
    "ui/css/parts.css",
    "ui/css/tables.css",
    "ui/css/forms.css",
    "ui/css/floats.css",
    "ui/css/charts.css",
    "ui/css/imports.css",
    "ui/css/talks.css",
    "ui/css/palette.css",
    "ui/css/print.css",
)
BEHAVIOURS = tuple(
    f"ui/behaviours/{name}.js"
    for name in (
        "page",
        "theme",
        "menu",
        "dialog",
        "toast",
        "shows",
        "cards",  # before the keys of every page: a card's own go first
        "palette",
        "keys",
        "table",
        "form",
        "drop",
        "copy",
        "chart",
        "cuts",
        "seen",
        "leaves",
        "offline",
    )
)
HTMX = "vendor/htmx.min.js"
ALL_STYLES = "vendor/neeman.css"
ALL_BEHAVIOURS = "vendor/neeman.js"


def stylesheet() -> str:
    """The whole stylesheet as one text, its fonts beside it (as in ``vendor/``)."""
    return "\n".join((STATIC / name).read_text("utf-8") for name in STYLES).replace(
        'url("../../vendor/', 'url("'
    )


def stylesheet_without_fonts() -> str:
    """For a stand-alone report: the reader's own fonts, no address of any kind."""
    return "\n".join(line for line in stylesheet().splitlines() if not line.startswith("@font-face"))


def behaviours() -> str:
    """All behaviours as one script; each file is a closed function, so that their order is all that matters."""
    return "\n".join((STATIC / name).read_text("utf-8") for name in BEHAVIOURS)
