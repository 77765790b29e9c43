"""The product at rest and at its first page: memory of `neeman run`, weight of a first load, time of a second start.

Run: `python bench/product.py`. It starts the demo business in a temporary folder, on a free port; the page is loaded by
Chromium (NEEMAN_BROWSER, else the one of this machine).
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]

from playwright.sync_api import sync_playwright

from tests.house.running import Product, start, until

REST_SECONDS = 5
BARS = {"memory": 300.0, "first load": 250.0, "second start": 5.0}  # MB, KB, s
PAGES = ("customers", "portfolio")


def memory_of(pid: int) -> tuple[float, float]:
    """RSS and PSS of a process in MB; pages shared with others count in part in PSS."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    found = {key: int(kb) / 1024 for key, kb in re.findall(r"^(Rss|Pss):\s+(\d+) kB", text, re.M)}
    return found["Rss"], found["Pss"]


def report_memory(product: Product) -> None:
    """Each process, and the sum."""
    pids = {"run": product.process.pid, **dict(zip(("web", "worker"), product.children(), strict=True))}
    for name in ("web", "worker"):
        below = Path(f"/proc/{pids[name]}/task/{pids[name]}/children").read_text().split()
        pids |= {f"{name}'s own {number}": int(pid) for number, pid in enumerate(below, 1)}
    sums = [0.0, 0.0]
    for name, pid in pids.items():
        rss, pss = memory_of(pid)
        sums = [sums[0] + rss, sums[1] + pss]
        print(f"  {name:<14} RSS {rss:6.1f} MB   PSS {pss:6.1f} MB")
    print(f"idle memory: RSS {sums[0]:.0f} MB, PSS {sums[1]:.0f} MB (bar: {BARS['memory']:.0f} MB)")


def report_first_load(product: Product) -> None:
    """Bytes over the wire of each daily page in a browser that has nothing kept."""
    path = os.environ.get("NEEMAN_BROWSER") or shutil.which("chromium") or None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        cookies = [
            {"name": cookie.name, "value": cookie.value or "", "url": product.url("/")}
            for cookie in product.jar
        ]
        for name in PAGES:
            context = browser.new_context()
            context.add_cookies(cookies)  # type: ignore[arg-type]  # plain dicts of the three keys it needs
            page = context.new_page()
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            sizes: list[float] = []
            wire.on(
                "Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"])
            )
            page.goto(product.url(f"/demo/{name}/"), wait_until="networkidle")
            print(
                f"first load of {name}: {sum(sizes) / 1024:.0f} KB in {len(sizes)} answers (bar: {BARS['first load']:.0f} KB)"
            )
            context.close()
        browser.close()


def report_running(product: Product) -> None:
    """What there is to see while it runs."""
    product.enter()
    begun = time.monotonic()
    until(lambda: 'class="figures"' in product.get("/demo/portfolio/")[1], 120, "the portfolio")
    print(f"portfolio of the demo business after it: {time.monotonic() - begun:.1f} s")
    time.sleep(REST_SECONDS)
    report_memory(product)
    report_first_load(product)


def main() -> None:
    """Start, look, stop, start again."""
    with tempfile.TemporaryDirectory(prefix="neeman-bench-") as folder:
        begun = time.monotonic()
        product = start(Path(folder), "--demo")
        print(f"first start with the demo business: {time.monotonic() - begun:.1f} s")
        try:
            report_running(product)
        finally:
            begun = time.monotonic()
            product.stop()
            print(f"end on SIGTERM: {time.monotonic() - begun:.1f} s")
        begun = time.monotonic()
        again = start(Path(folder), "--demo")
        print(f"second start: {time.monotonic() - begun:.1f} s (bar: {BARS['second start']:.0f} s)")
        again.stop()


if __name__ == "__main__":
    main()
