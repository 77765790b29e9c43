"""Copy what the product serves from node_modules: `python tools/assets.py node_modules src/neeman/ui/static/vendor`.

Fonts (for pages as they are, for papers unpacked) and htmx (without the map that is not served), the icons that the sources name as one sprite, the
stylesheet and the behaviours each as one file. The same input gives the same bytes.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from neeman.ui import assets

ROOT = Path(__file__).resolve().parent.parent
USED_IN_TEMPLATES = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""")
USED_IN_PYTHON = re.compile(r"""\bicon=["']([a-z0-9-]+)["']""")
HANDED_TO_PARTS = re.compile(r"""{%\s*include\s[^%]*\bicon=["']([a-z0-9-]+)["']""")
FONTS = {
    "heebo-hebrew.woff2": "heebo-hebrew-wght-normal.woff2",
    "heebo-latin.woff2": "heebo-latin-wght-normal.woff2",
}
FAMILY_NAMES = (1, 4, 16)  # the family, the full name, the typographic family


def icons_used(source: Path) -> list[str]:
    """Every icon that a template or a registration names, and those of the list."""
    listed = (source / "neeman" / "ui" / "icons.txt").read_text("utf-8").splitlines()
    names = {line.strip() for line in listed if line.strip() and not line.startswith("#")}
    for template in source.rglob("*.html"):
        text = template.read_text("utf-8")
        names.update(USED_IN_TEMPLATES.findall(text), HANDED_TO_PARTS.findall(text))
    for module in source.rglob("*.py"):
        if "tests" not in module.parts:
            names.update(USED_IN_PYTHON.findall(module.read_text("utf-8")))
    return sorted(names)


def sprite(names: list[str], icons: Path) -> str:
    """One SVG with a symbol an icon. Raises SystemExit that names an icon the set does not have."""
    symbols = []
    for name in names:
        path = icons / f"{name}.svg"
        if not path.exists():
            raise SystemExit(f"assets: no icon called {name!r} in Tabler's outline set")
        drawing = re.sub(r"\s+", " ", path.read_text("utf-8"))
        shapes = re.search(r"<svg[^>]*>(.*)</svg>", drawing)
        assert shapes is not None, path
        shown = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/> ?', "", shapes[1].strip())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shown}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def paper_font(served: Path, target: Path) -> None:
    """The same font as typst reads it (`ui.papers`): unpacked, and under a family name of its own, since of two fonts of
    one name the second is not seen."""
    from fontTools.ttLib import TTFont  # needed to build, not to read this file

    font = TTFont(served, recalcTimestamp=False)
    font.flavor = None
    for which in FAMILY_NAMES:
        font["name"].setName(served.stem, which, 3, 1, 0x409)
    font.save(target, reorderTables=False)


def build(modules: Path, target: Path) -> None:
    """Fill `target` anew."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, original in FONTS.items():
        shutil.copyfile(modules / "@fontsource-variable" / "heebo" / "files" / original, target / name)
    papers = target / "papers"
    papers.mkdir()
    for name in FONTS:
        paper_font(target / name, papers / Path(name).with_suffix(".ttf"))
    script = (modules / "htmx.org" / "dist" / "htmx.min.js").read_text("utf-8")
    (target / "htmx.min.js").write_text(re.sub(r"\n?//# sourceMappingURL=.*", "", script), "utf-8")
    names = icons_used(ROOT / "src")
    (target / "icons.svg").write_text(
        sprite(names, modules / "@tabler" / "icons" / "icons" / "outline"), "utf-8"
    )
    (target / "neeman.css").write_text(assets.stylesheet(), "utf-8")
    (target / "neeman.js").write_text(assets.behaviours(), "utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
