"""A site under load: readers, publishing, pledging and feeds at once, and then a flood on one article.

    python -m tests.bench.load [--seconds 600] [--flood 60] [--rate 40] [--database postgres]

The demo newspaper is built in a scratch folder and served in production mode with its worker. Ends with 1 when a
reader saw an error, somebody's work failed, or the server's memory grew on.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.deploy.fronts import ask, free_port

from . import page_load
from .load_visitors import MIX, Browser, Readers, Repeated, pledge
from .page_servers import ROOT, postgres

# So many times the readers' pace, all on one article.
FLOOD = 50
WRITERS = (("publish", 3.0), ("intake", 10.0))
# What a server may grow by between a fifth of the time and its end.
GROWTH = 1.10
CHIEF = "chief@lantern.example"


def main() -> int:
    """Build, load, flood, and say what came of it; 0 when everybody was served."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--flood", type=float, default=60)
    parser.add_argument("--rate", type=float, default=40, help="readers' questions a second")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="newsroom-load-"))
    folder.chmod(0o755)
    problems: list[str] = []
    try:
        with ExitStack() as stack:
            database = f"sqlite:///{folder}/newsroom.sqlite3"
            if given.database == "postgres":
                server = stack.enter_context(postgres(folder))
                if server is None:
                    raise SystemExit("PostgreSQL was not found: install it, or leave out --database.")
                database = f"{server[0]}/postgres"
            port = free_port()
            environment = _environment(folder, database, port)
            print("Building the demo newspaper …", flush=True)
            _run(environment, "manage.py", "demo")
            pid = stack.enter_context(_served(environment, port))
            problems += _mixed(port, pid, environment, given.seconds, given.rate)
            if given.flood:
                problems += _flood(port, folder, given.flood, given.rate)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(["", *problems]) if problems else "\nEverybody was served.")
    return 1 if problems else 0


def _environment(folder: Path, database: str, port: int) -> dict[str, str]:
    return os.environ | {
        "VAR_DIR": str(folder), "DATABASE_URL": database, "SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "PATRONS_DEMO": "1", "STAFF_TWO_FACTORS": "offered",
        "TRUSTED_PROXIES": "1", "WORKER": "separate", "LOG_LEVEL": "ERROR", "MAILER": f"file://{folder}/mail",
        "FETCH_ALLOWED_NETWORKS": "127.0.0.1/32", "FETCH_PORTS": "any", "CHECKOUTS_AN_HOUR": "100000",
    }  # fmt: skip


def _mixed(port: int, pid: int, environment: dict[str, str], seconds: float, rate: float) -> list[str]:
    """Readers, writers and givers together; return what went wrong."""
    problems, sizes = [], []
    command = [sys.executable, "-m", "tests.faults.writers"]
    writers = [
        subprocess.Popen(
            [*command, kind, str(number), str(seconds), str(pause)],
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        for number, (kind, pause) in enumerate(WRITERS)
    ]
    for writer in writers:
        assert writer.stdin and writer.stdout and writer.stdout.readline() == "ready\n"
        writer.stdin.write("go\n")
        writer.stdin.flush()
    with Readers(port, rate) as readers, Repeated(lambda turn: pledge(port, f"giver{turn}@example.com"), 5) as giving:
        begun, step = time.monotonic(), max(1.0, seconds / 20)
        while time.monotonic() - begun < seconds:
            time.sleep(step)
            sizes.append(page_load.memory(pid))
            left = max(0, seconds - (time.monotonic() - begun))
            print(f"\r{readers.heard.count():>8} answers, {sizes[-1]:.0f} MB, {left:.0f} s left ", end="", flush=True)
    print("\n\n| what | answers | half within ms | p99 ms |\n|---|---|---|---|")
    heard = readers.heard
    for kind in [*MIX, ""]:
        figures = f"{1000 * heard.at(0.5, kind):.1f} | {1000 * heard.at(0.99, kind):.0f}"
        print(f"| {kind or 'all'} | {heard.count(kind)} | {figures} |")
    told = [json.loads(writer.communicate(timeout=60)[0].splitlines()[-1]) for writer in writers]
    did = ", ".join(f"{one['kind']} {one['done']} (slowest {one['slowest']} s)" for one in told)
    print(f"\nMeanwhile: {did}, pledged {len(giving.took)} (slowest {max(giving.took):.2f} s).")
    early, late = sizes[len(sizes) // 5], sizes[-1]
    print(f"The server's memory: {early:.0f} MB after a fifth of the time, {late:.0f} MB at its end.")
    problems += heard.wrong[:5] + giving.wrong[:5] + [str(one["errors"]) for one in told if one["errors"]]
    if late > early * GROWTH:
        problems.append(f"The server's memory grew from {early:.0f} to {late:.0f} MB.")
    return problems


def _flood(port: int, folder: Path, seconds: float, rate: float) -> list[str]:
    """Everybody wants one article; return what went wrong for the other readers and at the desk."""
    passwords = json.loads((folder / "sign-ins.json").read_text())
    desk = Browser(port)
    desk.go("/admin/login/")
    desk.send("password", username=CHIEF, password=passwords[CHIEF])
    with Readers(port, rate, threads=4) as readers:
        wanted = readers.paths["article"][0]
        with Repeated(lambda _turn: desk.go("/admin/articles/article/"), 1) as editing:
            flood = _wanted(port, wanted, seconds, FLOOD * rate)
    heard = readers.heard
    print(f"\nA flood on one article: {flood[0]:.0f} a second for {seconds:.0f} s, p99 {flood[1]:.0f} ms.")
    print(f"Other readers meanwhile: {heard.count()} answers, p99 {1000 * heard.at(0.99):.0f} ms;")
    took = sorted(editing.took)
    print(f"the desk's list of articles {len(took)} times, half within {1000 * took[len(took) // 2]:.0f} ms,")
    print(f"slowest {1000 * took[-1]:.0f} ms.")
    problems = heard.wrong[:5] + editing.wrong[:5] + flood[2]
    if flood[0] < 0.9 * FLOOD * rate:
        problems.append(f"Only {flood[0] / rate:.0f} times as many readers were served in the flood.")
    return problems


def _wanted(port: int, path: str, seconds: float, rate: float) -> tuple[float, float, list[str]]:
    """Ask for one page as fast as answers come; return answers a second, p99 in ms, and errors."""
    wrk = shutil.which("wrk")
    if not wrk:
        raise SystemExit("wrk was not found: install it (Debian: apt install wrk), or ask with --flood 0.")
    said = subprocess.run(
        [wrk, "-t1", "-c64", f"-d{round(seconds)}s", "--latency", "--timeout", "30s", "-H", "Accept-Encoding: gzip",
         f"http://127.0.0.1:{port}{urllib.parse.quote(path)}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}
    p99 = next(line.split()[1] for line in said.splitlines() if line.strip().startswith("99%"))
    unit = p99.lstrip("0123456789.")
    a_second = float(next(line.split()[1] for line in said.splitlines() if line.startswith("Requests/sec")))
    wrong = [line.strip() for line in said.splitlines() if "Non-2xx" in line or "Socket errors" in line]
    return a_second, float(p99.removesuffix(unit)) * units[unit], wrong


@contextmanager
def _served(environment: dict[str, str], port: int) -> Iterator[int]:
    """Start server and worker; give the server's process."""
    with open(Path(environment["VAR_DIR"]) / "served.log", "w") as log:
        started = [
            subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, stdout=log, stderr=log)
            for words in (["-m", "newsroom.server", "--port", str(port)], ["manage.py", "work"])
        ]
        try:
            until = time.monotonic() + 60
            while not _answers(port):
                if time.monotonic() > until or started[0].poll() is not None:
                    raise RuntimeError("The server does not answer.")
                time.sleep(0.1)
            yield started[0].pid
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(90)


def _answers(port: int) -> bool:
    try:
        return ask(port, "/").status == 200
    except OSError:
        return False


def _run(environment: dict[str, str], *words: str) -> None:
    done = subprocess.run([sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
