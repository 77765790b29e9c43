"""What is served: complete, from this host, and light."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from neeman.ui import assets, navigation
from tools.assets import icons_used, sprite

pytestmark = pytest.mark.one_database

KILOBYTE = 1024


def test_the_stylesheet_reads_its_fonts_from_beside_itself() -> None:
    css = assets.stylesheet()
    assert set(re.findall(r'url\("([^"]+)"\)', css)) == {"heebo-hebrew.woff2", "heebo-latin.woff2"}
    assert "url(" not in assets.stylesheet_without_fonts()
    assert "--paper" in assets.stylesheet_without_fonts()


def test_icons_are_found_where_they_are_named(tmp_path: Path) -> None:
    room = tmp_path / "neeman" / "sales"
    ui = tmp_path / "neeman" / "ui"
    for folder in (room, ui):
        folder.mkdir(parents=True)
    (ui / "icons.txt").write_text("# a remark\nsun\n")
    (room / "page.html").write_text(
        '{% icon "phone" %}{% icon name %}{% include "ui/_note.html" with icon="bell" %}'
    )
    (room / "apps.py").write_text('add_place(Place(icon="users"))')
    assert icons_used(tmp_path) == ["bell", "phone", "sun", "users"]


def test_the_sprite_holds_each_icon_and_names_a_missing_one(tmp_path: Path) -> None:
    drawing = '<svg viewBox="0 0 24 24"><path stroke="none" d="M0 0h24v24H0z" fill="none" />\n <path d="M1 1" /></svg>'
    (tmp_path / "sun.svg").write_text(drawing)
    assert '<symbol id="sun" viewBox="0 0 24 24"><path d="M1 1" /></symbol>' in sprite(["sun"], tmp_path)
    with pytest.raises(SystemExit, match="no icon called 'moon'"):
        sprite(["moon"], tmp_path)


def test_behaviours_are_closed_and_evaluate_nothing() -> None:
    for name in assets.BEHAVIOURS:
        script = (assets.STATIC / name).read_text("utf-8")
        body = "\n".join(line for line in script.splitlines() if not line.startswith("//"))
        assert body.startswith("(() => {"), name
        assert body.rstrip().endswith("})();"), name
        assert not re.search(
            r"\beval\(|new Function|innerHTML|document\.write|https?://(?!www\.w3\.org)", body
        ), name


def test_our_own_part_of_a_page_is_light() -> None:
    """The whole first load is weighed in the browser; this is the part that grows with our own lines."""
    own = gzip.compress((assets.stylesheet() + assets.behaviours()).encode(), 9)
    assert len(own) <= 24 * KILOBYTE


def knows_django(module: str) -> bool:
    """Whether importing the module, in a fresh Python, brings Django in."""
    code = f"import sys, {module}; raise SystemExit('django' in sys.modules)"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 1


@pytest.mark.parametrize("module", ["charts", "text", "assets"])
def test_what_the_command_line_draws_with_knows_no_django(module: str) -> None:
    assert not knows_django(f"neeman.ui.{module}")


def test_the_guard_sees_django_where_it_is() -> None:
    assert knows_django("neeman.ui.toasts")


def test_every_place_has_its_icon_in_the_sprite() -> None:
    source = Path(navigation.__file__).parents[2]
    wanted = {place.icon for place in navigation._places.values()}
    assert wanted <= set(icons_used(source)), "name it by icon=..., or in ui/icons.txt"
