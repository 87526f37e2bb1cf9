"""Measures what a reader's page costs: `make bench`, N=20000 for a second, larger corpus.

    python -m tests.bench.pages [N …] [--rounds 3] [--seconds 2] [--only sqlite|postgres]

Sites of 1,000 articles (and of N each) are built on PostgreSQL and SQLite in a scratch folder, served by granian
behind nginx on this machine, and asked in turn with the hello view of Django. What is counted is CPU of the servers
(nginx, application, database), not time on the wall; of each page the least of the rounds. What else runs on the
machine makes single figures larger: only ratios of one run say something. Ends with 1 when a reach is missed.
"""

import argparse
import os
import platform
import signal
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.deploy.fronts import ask, program

from . import page_corpus
from .page_load import Run, memory, run
from .page_servers import Site, app, hello, in_front, postgres, site

BASE = 1_000
PAGES = ("article", "home", "section", "tag", "deep tag", "search")
# Times the hello view; times 1,000 articles; milliseconds; parts of nginx's own file.
OF_HELLO = {"article": 8, "home": 16, "section": 16, "tag": 16}
OF_SIZE, SEARCH = 1.2, {100_000: 20, 1_000_000: 60}
IN_FRONT, BY_APP, FRESH, START, MEMORY = 0.9, 0.55, 150, 2, 150
REQUESTS = 10_000

type Measured = dict[tuple[str, str], list[Run]]


class Table:
    """Lines with what was measured, what should be reached, and whether it is."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def begin(self, *heads: str) -> None:
        print("\n| " + " | ".join(heads) + " |\n|" + "---|" * len(heads), flush=True)

    def line(self, what: str, *cells: str, fine: bool = True) -> None:
        if not fine:
            self.missed.append(what)
        print("| " + " | ".join([what, *cells]) + (" |" if fine else " **missed** |"), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("numbers", nargs="*", type=int, help="sizes of further corpora")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2, help="how long a page is asked for, each round")
    parser.add_argument("--only", choices=["postgres", "sqlite"])
    parser.add_argument("--requests", type=int, default=REQUESTS, help="after which a worker's memory is looked at")
    parser.add_argument("--scratch", help="a folder for all of it; in memory where there is room")
    options = parser.parse_args()
    if program("nginx") is None:
        print("nginx is not installed: apt install nginx-light", file=sys.stderr)
        return 2
    # Whoever is told to stop leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place = options.scratch or ("/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    with tempfile.TemporaryDirectory(prefix="bench-pages-", dir=place) as scratch, ExitStack() as stack:
        # PostgreSQL has an account of its own.
        os.chmod(scratch, 0o755)
        folder, table = Path(scratch), Table()
        print(machine())
        sites = build(folder, [BASE, *options.numbers], options.only, stack)
        table.begin("corpus", "loaded in", "articles a second")
        for each in sites:
            table.line(each.name, f"{each.loaded_in:.0f} s", f"{each.number / each.loaded_in:.0f}")
        uncached(sites, folder, table, options.rounds, options.seconds, options.requests)
        for each in sites:
            stored(each, folder, table, options.rounds, options.seconds)
        print(f"\nload of the machine at the end: {os.getloadavg()[0]:.1f}")
        print(f"Missed: {'; '.join(table.missed)}." if table.missed else "Everything is reached.")
    return 1 if table.missed else 0


def machine() -> str:
    """Say in a line what was measured on."""
    with open("/proc/cpuinfo") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return (
        f"{os.cpu_count()} cores of {names[0] if names else platform.machine()}, {pages * size / 1e9:.0f} GB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}; "
        f"load at the beginning: {os.getloadavg()[0]:.1f}"
    )


def build(folder: Path, numbers: list[int], only: str | None, stack: ExitStack) -> list[Site]:
    """Make a site of each size in each database."""
    servers: list[tuple[str, tuple[str, int] | None]] = []
    if only != "sqlite" and (server := stack.enter_context(postgres(folder))):
        servers.append(("PostgreSQL", server))
    if only != "postgres":
        servers.append(("SQLite", None))
    sites = []
    for number in numbers:
        corpus = page_corpus.write(folder / f"corpus{number}", number)
        for name, server in servers:
            sites.append(site(f"{name}, {number:,}", folder / f"{name}{number}", corpus, number, server))
        corpus.unlink()
    return sites


def uncached(sites: list[Site], folder: Path, table: Table, rounds: int, seconds: int, requests: int) -> None:
    """Measure pages that are made each time, all sites in turn, and then what the workers' memory came to."""
    measured: Measured = {}
    with ExitStack() as stack:
        least = stack.enter_context(hello(folder / "hello", b""))
        groups = {"nginx": least["nginx"], "app": least["app"]}
        up: dict[str, tuple[int, dict[str, int]]] = {}
        begun: dict[str, float] = {}
        for each in sites:
            port, pid, begun[each.name] = stack.enter_context(
                app(each.environment(PAGE_STORE=""), "newsroom.wsgi:application")
            )
            front, nginx = stack.enter_context(in_front(each, port))
            up[each.name] = front, {"nginx": nginx, "app": pid}
            if each.postmaster:
                up[each.name][1]["database"] = each.postmaster
            for page in PAGES:
                for path in each.targets[page]:
                    assert ask(front, path).status == 200, path
        for _round in range(rounds):
            measured.setdefault(("hello", "hello"), []).append(run(least["port"], ["/"], 1, groups))
            for each in sites:
                for page in PAGES:
                    port, processes = up[each.name]
                    some = run(port, each.targets[page], seconds, processes)
                    measured.setdefault((each.name, page), []).append(some)
        costs = {key: min(some.each() for some in runs) for key, runs in measured.items()}
        base = costs["hello", "hello"]
        table.begin(
            "made each time",
            "CPU, ms a page",
            "application",
            "database",
            f"of hello ({base:.2f} ms)",
            "of 1,000",
            "reach",
        )
        for each in sites:
            small = each.name.partition(",")[0] + f", {BASE:,}"
            for page in PAGES:
                _line(table, each, page, measured[each.name, page], base, costs[each.name, page] / costs[small, page])
        table.begin("after how many requests", "requests", "largest worker, MB", "reach")
        for each in sites[:1]:
            port, processes = up[each.name]
            asked = sum(some.answers for (name, _page), runs in measured.items() if name == each.name for some in runs)
            while asked < requests:
                asked += run(port, each.targets["article"], 10, processes).answers
            size = memory(processes["app"])
            table.line(each.name, f"{asked}", f"{size:.0f}", f"under {MEMORY}", fine=size < MEMORY)
        table.begin("start until the first page", "seconds", "reach")
        for each in sites[:1]:
            took = [begun[each.name]]
            for _again in range(2):
                with app(each.environment(PAGE_STORE=""), "newsroom.wsgi:application", 1) as (_port, _pid, again):
                    took.append(again)
            table.line(each.name, f"{min(took):.1f}", f"under {START}", fine=min(took) < START)


def _line(table: Table, each: Site, page: str, runs: list[Run], base: float, grown: float) -> None:
    best = min(runs, key=lambda some: some.each())
    cost, reach, fine = best.each(), [], True
    if page in OF_HELLO:
        reach.append(f"{OF_HELLO[page]} × hello")
        fine = cost <= OF_HELLO[page] * base or not each.postmaster
    if page != "search":
        reach.append(f"{OF_SIZE} × 1,000")
        fine = fine and grown <= OF_SIZE
    elif each.number in SEARCH and each.postmaster:
        reach.append(f"under {SEARCH[each.number]} ms")
        fine = cost < SEARCH[each.number]
    table.line(
        f"{each.name}: {page}", f"{cost:.2f}", f"{best.each('app'):.2f}",
        f"{best.each('database'):.2f}" if each.postmaster else "–", f"{cost / base:.1f}", f"{grown:.2f}",
        ", ".join(reach), fine=fine,
    )  # fmt: skip


def stored(each: Site, folder: Path, table: Table, rounds: int, seconds: int) -> None:
    """Measure a stored page on both ways to a reader against nginx with the same bytes, and how soon it is fresh."""
    with ExitStack() as stack:
        port, pid, _begun = stack.enter_context(app(each.environment(PAGE_STORE="folder"), "newsroom.wsgi:application"))
        front, nginx = stack.enter_context(in_front(each, port))
        path = each.targets["article"][0]
        for _twice in range(2):
            content = ask(front, path, Accept_Encoding="gzip").content
        least = stack.enter_context(hello(folder / f"file {each.name}".replace(" ", "_").replace(",", ""), content))
        ways: dict[str, tuple[int, str, dict[str, int], float]] = {
            "nginx, a file": (least["port"], "/file/page.html", {"nginx": least["nginx"]}, 1),
            "stored, nginx": (front, path, {"nginx": nginx, "app": pid}, IN_FRONT),
            "stored, without nginx": (port, path, {"app": pid}, BY_APP),
        }
        measured: dict[str, list[Run]] = {name: [] for name in ways}
        for _round in range(rounds):
            for name, (where, what, groups, _reach) in ways.items():
                measured[name].append(run(where, [what], seconds, groups))
        table.begin(each.name, "CPU, ms a page", "a second", "CPU against the file", "a second against it", "reach")
        first = measured["nginx, a file"]
        cost, rate = min(some.each() for some in first), max(some.rate for some in first)
        for name, (_where, _what, _groups, reach) in ways.items():
            own, fast = min(some.each() for some in measured[name]), max(some.rate for some in measured[name])
            cells = f"{own:.3f}", f"{fast:.0f}", f"{cost / own:.2f}", f"{fast / rate:.2f}", f"{reach}"
            # By what a reader's side sees: nginx and the application saturate both cores.
            table.line(name, *cells, fine=fast / rate >= reach)
        took = each.asked("fresh", str(front), "7")
        table.begin(f"{each.name}: published until fresh", "least, ms", "middle", "reach")
        cells = f"{min(took):.0f}", f"{statistics.median(took):.0f}", f"under {FRESH}"
        table.line("article, front, section, tags, feed", *cells, fine=min(took) < FRESH)


if __name__ == "__main__":
    sys.exit(main())
