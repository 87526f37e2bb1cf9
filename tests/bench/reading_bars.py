"""Measures the demo newspaper's pages as a reader's phone and desktop get them.

    python -m tests.bench.reading_bars            build the demo in VAR_DIR, serve it, measure
    python -m tests.bench.reading_bars URL        measure a demo that is served already

Bytes are those of the content on the wire (compressed, without headers, as the design counts them;
with headers in brackets), cold cache, at 390 px and two pixels a point; shift and the largest
paint come from the browser's own observers. Every page type is checked with axe at three widths in
both themes. The bars are those of the design: see docs/performance.md.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from newsroom.trial.screenshot import chromium

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = (390, 820, 1440)
KB = 1000
OBSERVE = """
window.bars = {shift: 0, largest: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) bars.shift += e.value })
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) bars.largest = e.startTime })
  .observe({type: "largest-contentful-paint", buffered: true});
"""


@dataclass(frozen=True)
class Bar:
    """A page and what it may cost: kilobytes and requests on first view."""

    name: str
    path: str
    kilobytes: int = 180
    requests: int = 16
    status: int = 200


# An article may weigh 110 KB, or 150 with a large photograph; the demo's pictures are drawn, so 110 holds.
BARS = (
    Bar("front", "/", 180),
    Bar("front, Ukrainian", "/uk/", 180),
    Bar("article", "{article}", 110, 9),
    Bar("article, archive", "/2021/11/29/belarus-joint-drills-ukraine-border/", 110, 9),
    Bar("article, Ukrainian", "{ukrainian}", 130, 9),
    Bar("opinion", "{opinion}", 110, 9),
    Bar("section", "/section/economy/"),
    Bar("tag", "/tag/energy/"),
    Bar("author", "/author/ihor-savchuk/"),
    Bar("archive", "/archive/", 110),
    Bar("search", "/search/?q=grid"),
    Bar("corrections", "/corrections/", 110),
    Bar("page", "/about/", 110),
    Bar("not found", "/no-such-page/", 110, status=404),
    Bar("print", "/print{article}", 150),
    Bar("lite front", "/lite/", 10, 1),
    Bar("lite article", "/lite{article}", 15, 1),
)


@contextmanager
def demo_server() -> Iterator[str]:
    """Build the demo and serve it in production mode on a free port; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"SITE_URL": f"http://127.0.0.1:{port}", "DEBUG": "0"}
    env.setdefault("VAR_DIR", str(ROOT / "var" / "demo"))
    command = [sys.executable, "manage.py", "demo", "--serve", "--port", str(port)]
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        for _second in range(300):
            if server.poll() is not None:
                sys.exit("The demo could not be served: run make demo to see why.")
            try:
                urllib.request.urlopen(base, timeout=5)
                break
            except OSError:
                time.sleep(1)
        yield base
    finally:
        server.terminate()
        server.wait()


def addresses(browser: Browser, base: str) -> dict[str, str]:
    """Find the addresses that depend on when the demo was built."""
    page = browser.new_page()

    def find(where: str, slug: str) -> str:
        page.goto(base + where)
        return page.locator(f'main a[href*="{slug}"]').first.get_attribute("href") or ""

    found = {
        "article": find("/section/economy/", "seven-pylons"),
        "ukrainian": find("/uk/section/economy/", "sim-opor"),
        "opinion": find("/section/opinion/", "calm-is-not-peace"),
    }
    page.close()
    return found


def first_view(context: BrowserContext, url: str) -> tuple[float, float, int, float, float, int]:
    """Return kilobytes, kilobytes with headers, requests, layout shift, largest paint in seconds, status."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    contents: list[float] = []
    # Every answer of ours says how long it is; what the protocol counts as data leaves some out.
    page.on("response", lambda answer: contents.append(int(answer.headers.get("content-length", "0"))))
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(OBSERVE)
    response = page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(300)
    seen = page.evaluate("window.bars")
    page.close()
    return (
        sum(contents) / KB,
        sum(sizes) / KB,
        len(sizes),
        seen["shift"],
        seen["largest"] / 1000,
        response.status if response else 0,
    )


def typical_view(browser: Browser, url: str) -> tuple[float, float, int, float, float, int]:
    """Return the first view of a phone whose layout shift is the middle one of three: a busy machine paints oddly."""
    views = []
    for _each in range(3):
        phone = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        views.append(first_view(phone, url))
        phone.close()
    return sorted(views, key=lambda view: view[3])[1]


def serious(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']} ({each['impact']}): {each['nodes'][0]['html'][:110]}" for each in found]


def measure(base: str) -> int:
    """Print a line a page; return how many bars were missed."""
    missed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        known = addresses(browser, base)
        print(f"{'page':22}{'KB':>7}{'':8}{'bar':>6}{'requests':>10}{'shift':>8}{'paint s':>9}  axe, scroll")
        for bar in BARS:
            url = base + bar.path.format(**known)
            weight, with_headers, requests, shift, paint, status = typical_view(browser, url)
            problems = looks(browser, url)
            if status != bar.status:
                problems.append(f"status {status}")
            good = weight <= bar.kilobytes and requests <= bar.requests and shift < 0.01 and not problems
            missed += not good
            verdict = "clean" if not problems else "; ".join(sorted(set(problems)))
            print(
                f"{bar.name:22}{weight:7.1f} ({with_headers:5.1f}){bar.kilobytes:6}{requests:7}/{bar.requests}"
                f"{shift:9.4f}{paint:8.2f}   {verdict}{'' if good else '   <-- missed'}"
            )
        browser.close()
    return missed


def looks(browser: Browser, url: str) -> list[str]:
    """Return what is wrong at any width in either theme: axe's findings, and sideways scroll."""
    problems = []
    for theme in ("light", "dark"):
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
            page = context.new_page()
            page.goto(url, wait_until="networkidle")
            problems += [f"{line} [{width} {theme}]" for line in serious(page)]
            context.close()
    narrow = browser.new_context(viewport={"width": 320, "height": 700})
    page = narrow.new_page()
    page.goto(url)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        problems.append(f"{wide} px wide at 320")
    narrow.close()
    return problems


def main() -> int:
    if chromium() is None:
        print("Chromium was not found: install it (Debian: apt install chromium) and run this again.")
        return 1
    if len(sys.argv) > 1:
        missed = measure(sys.argv[1].rstrip("/"))
    else:
        with demo_server() as base:
            missed = measure(base)
    print(f"{len(BARS) - missed} passed, {missed} failed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
