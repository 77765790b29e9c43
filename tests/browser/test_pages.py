"""Every page of the product in a real browser, on the demo business: both languages, phone and desk.

What one page must hold is in `faults_of`: nothing in a reader's way (axe), no sideways scroll, one headline, the right
direction, no word of the other language outside what people wrote themselves, nothing smaller than a thumb.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from playwright.sync_api import Page

from conftest import Person
from neeman.customers.models import Standing
from neeman.desk.demo.loading import load_demo, today_of
from neeman.jobs.work import do_waiting
from neeman.orgs.models import User
from tests.browser.conftest import SIZES, Tabs
from tests.browser.walking import Stop, stops
from tests.walls.addresses import Kwargs, samples

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "he" / "LC_MESSAGES" / "django.po"
MARKUP = re.compile(r"</?[a-z]+[ >]|&[a-z]+;")
FORMATS = re.compile(r"\b(csv|OpenDocument|parquet|vCard|BKMVDATA)\b")
ENGLISH_RUN = re.compile(r"[A-Za-z]{2,}(?:[ ,'’-]+[A-Za-z]+){2,}")
SAMPLES = {"שדה", "תג", "איש", "שם", "טלפון", "תצוגה"}
"""What the rooms' samples call their own things, which the product happens to say as well."""
SPEAKS = {"offline": "he", "quote_public": "he"}
"""Pages in a language of their own, whoever reads them: the device's, the customer's."""
LOOKED_AT_BY_AXE = {("he", "phone"), ("en", "desk")}
"""The slowest look; between them these two have every word and every layout."""

READ = """() => {
  const users = '.face, bdi, [dir=auto], [data-users], textarea, code, kbd, script, style, noscript, template';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inside = node.parentElement;
    if (!node.data.trim() || inside.closest(users) || inside.closest('[lang]') !== document.documentElement) continue;
    if (inside.closest('svg') || inside.checkVisibility()) texts.push(node.data.trim().replace(/\\s+/g, ' '));
  }
  for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
    for (const each of document.querySelectorAll(`body [${name}]`))
      if (each.closest('[lang]') === document.documentElement && !each.closest(users)) texts.push(each.getAttribute(name));
  const root = document.documentElement;
  return {
    texts: [...new Set([document.title, ...texts])],
    lang: root.lang, dir: root.dir,
    headlines: [...document.querySelectorAll('h1')].filter(e => e.checkVisibility()).map(e => e.innerText.trim()),
    wide: root.scrollWidth - root.clientWidth,
    widest: root.scrollWidth <= root.clientWidth ? [] : [...document.body.querySelectorAll('*')]
      .filter(e => { const b = e.getBoundingClientRect(); return b.left < -1 || b.right > root.clientWidth + 1; })
      .map(e => e.outerHTML.slice(0, 90)).slice(0, 3),
  };
}"""

UNFOLDED = """() => {
  const folded = [...document.querySelectorAll('[data-unfolds]')].map(e => document.getElementById(e.dataset.unfolds)).filter(e => e?.hidden);
  const wide = folded.filter(e => {
    e.hidden = false;
    const over = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    e.hidden = true;
    return over;
  });
  return wide.map(e => e.id);
}"""

SMALL = """() => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
  .filter(e => !e.closest('p, li .note, .note, .unseen, svg, .who, .value, .heat, .skip, dialog, td, th, label, [hidden], details:not([open]) > :not(summary)'))
  .filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .filter(e => { const b = e.getBoundingClientRect(); return b.height > 1 && b.height < 43.5; })
  .map(e => e.outerHTML.slice(0, 110))"""

AXE_RUN = """() => axe.run(document, {resultTypes: ['violations']})
  .then(found => found.violations.map(v => `${v.impact} ${v.id}: ` + v.nodes.slice(0, 2).map(n => n.html.slice(0, 110)).join(' | ')))"""


@dataclass(frozen=True)
class Words:
    """The product's own words that are other words in the other language."""

    english: frozenset[str]
    hebrew: frozenset[str]


def catalogue() -> Words:
    """From the Hebrew catalogue; plurals and texts with figures in them are left to ENGLISH_RUN."""
    with CATALOGUE.open("rb") as file:
        pairs = [
            (m.id, m.string) for m in read_po(file) if m.id and isinstance(m.id, str) and m.id != m.string
        ]
    return Words(frozenset(id_ for id_, _ in pairs), frozenset(str(said) for _, said in pairs if said))


def faults_of(page: Page, language: str, size: str, words: Words) -> list[str]:
    """What is wrong on the page that is open."""
    read = page.evaluate(READ)
    faults = [
        f"{key} is {read[key]!r}"
        for key, wanted in {"lang": language, "dir": "rtl" if language == "he" else "ltr"}.items()
        if read[key] != wanted
    ]
    if len(read["headlines"]) != 1 or not read["headlines"][0]:
        faults.append(f"headlines: {read['headlines']}")
    if read["wide"] > 0:
        faults.append(f"{read['wide']} px wider than the screen: {read['widest']}")
    faults += [f"wider than the screen once {name} is unfolded" for name in page.evaluate(UNFOLDED)]
    faults += [f"markup shown: {text}" for text in read["texts"] if MARKUP.search(text)]
    if language == "he":
        faults += [
            f"English: {text}"
            for text in read["texts"]
            if ENGLISH_RUN.search(FORMATS.sub("", text)) or text in words.english
        ]
    else:
        faults += [f"Hebrew: {text}" for text in read["texts"] if text in words.hebrew - SAMPLES]
    if size == "phone":
        faults += [f"smaller than a thumb: {html}" for html in page.evaluate(SMALL)]
    if (language, size) in LOOKED_AT_BY_AXE:
        page.evaluate(AXE)
        faults += [f"axe: {text}" for text in page.evaluate(AXE_RUN)]
    return faults


@pytest.fixture
def demo(owner: Person) -> tuple[Person, dict[str, Kwargs]]:
    """The owner of the demo business with its portfolio computed, and the rooms' samples in it."""
    with owner.scope():
        load_demo(owner.access, today=today_of(owner.access))
        known = samples(owner.access)
    do_waiting()
    with owner.scope():
        Standing.objects.filter(grade="B").update(proposed="A", proposed_on=today_of(owner.access))
    return owner, known


def test_every_page_reads_well(page: Tabs, demo: tuple[Person, dict[str, Kwargs]]) -> None:
    owner, known = demo
    walk, tab = stops(owner, known), page(owner, "phone")
    wrong = {
        language: found for language in ("he", "en") if (found := faults_in(page, tab, owner, language, walk))
    }
    page.seen.clear()  # all of it stands in `wrong`, beside the page that it belongs to
    tab.goto(owner.url("portfolio/"))
    assert tab.locator("main svg").count() > 5, "else the walk looked at empty pages"
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)


def faults_in(page: Tabs, tab: Page, owner: Person, language: str, walk: list[Stop]) -> dict[str, list[str]]:
    """What is wrong on the pages of a walk in one language, at both sizes."""
    words, wrong = catalogue(), {}
    User.objects.filter(pk=owner.user.pk).update(language=language)
    for stop in walk:
        heard = len(page.seen)
        tab.goto(stop.url)
        for size, (width, height) in SIZES.items():
            tab.set_viewport_size({"width": width, "height": height})
            found = faults_of(tab, SPEAKS.get(stop.name, language), size, words)
            if found:
                wrong[f"{size} {stop.name}"] = found
        if page.seen[heard:]:
            wrong[stop.name] = page.seen[heard:]
    return wrong


def test_planted_faults_are_seen(page: Tabs, owner: Person) -> None:
    tab = page(owner, "phone", path="/account/")
    tab.evaluate(
        """() => {
          document.documentElement.dir = 'ltr';
          document.querySelector('main').insertAdjacentHTML('beforeend',
            '<h1>Second</h1><div>No customers were found here</div><a class="small" href="/">קטן</a><img src="/x">');
          const wide = document.createElement('div');
          wide.style.width = '3000px'; wide.textContent = 'רחב';
          wide.id = 'folded'; wide.hidden = true;
          document.querySelector('main').append(wide, wide.cloneNode(true));
          document.querySelector('main').lastChild.hidden = false;
          document.querySelector('main').insertAdjacentHTML('beforeend', '<a data-unfolds="folded">x</a>');
        }"""
    )
    page.excuse("/x")
    found = " ".join(faults_of(tab, "he", "phone", catalogue()))
    for planted in (
        "dir is 'ltr'",
        "headlines",
        "wider than the screen",
        "English: No cust",
        "thumb",
        "image-alt",
    ):
        assert planted in found
