"""Asks a server for pages as fast as it answers, with wrk where it is installed, and counts its CPU meanwhile."""

import glob
import http.client
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

CONNECTIONS = 8
TICKS = os.sysconf("SC_CLK_TCK")
SCRIPT = """
local paths, at = {}, 0
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
wrk.headers["Accept-Encoding"] = "gzip"
function request() at = at + 1; return wrk.format("GET", paths[at % #paths + 1]) end
function done(summary, latency)
  local e = summary.errors
  local wrong = e.status + e.connect + e.read + e.timeout
  io.write(string.format("DONE %d %d %d\\n", summary.requests, summary.duration, wrong))
end
"""


@dataclass(frozen=True)
class Run:
    """What came of asking for some seconds: how many answers, in how many seconds, and CPU seconds by process group."""

    answers: int
    seconds: float
    cpu: dict[str, float]

    def each(self, *groups: str) -> float:
        """CPU milliseconds per answer of these groups, or of all."""
        return 1000 * sum(self.cpu[group] for group in groups or self.cpu) / max(self.answers, 1)

    @property
    def rate(self) -> float:
        return self.answers / self.seconds


def run(port: int, paths: list[str], seconds: float, groups: dict[str, int]) -> Run:
    """Ask a port of this machine for paths in turn.

    Args:
        groups: process numbers, by what is said of them; their children count as well.

    Raises:
        RuntimeError: some answers were errors.
    """
    before = {name: cpu(pid) for name, pid in groups.items()}
    ask = _with_wrk if shutil.which("wrk") else _with_threads
    answers, took, wrong = ask(port, paths, seconds)
    if not answers and not wrong:
        # Nothing came back in time, on a machine with other work: what began counts in the next try.
        answers, took, wrong = ask(port, paths, 10 * seconds)
    after = {name: cpu(pid) for name, pid in groups.items()}
    if wrong or not answers:
        gone = [name for name, pid in groups.items() if not os.path.exists(f"/proc/{pid}")]
        why = f"; these servers are gone: {', '.join(gone)}" if gone else ""
        raise RuntimeError(f"{wrong} of {answers} answers on port {port} were errors, asked for {paths[0]} …{why}")
    return Run(answers, took, {name: after[name] - before[name] for name in groups})


def _with_wrk(port: int, paths: list[str], seconds: float) -> tuple[int, float, int]:
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/paths", "w") as file:
            file.write("\n".join(paths) + "\n")
        with open(f"{folder}/script.lua", "w") as file:
            file.write(SCRIPT)
        said = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s",
             f"{folder}/script.lua", f"http://127.0.0.1:{port}"],
            capture_output=True, text=True, env=os.environ | {"BENCH_PATHS": f"{folder}/paths"}, check=True,
        ).stdout  # fmt: skip
    found = re.search(r"DONE (\d+) (\d+) (\d+)", said)
    assert found, said
    return int(found[1]), int(found[2]) / 1e6, int(found[3])


def _with_threads(port: int, paths: list[str], seconds: float) -> tuple[int, float, int]:
    """The same without wrk: slower to ask, which the CPU of the servers does not see."""
    counted, wrong, begun = [0] * CONNECTIONS, [0] * CONNECTIONS, time.monotonic()

    def ask(which: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() - begun < seconds:
            connection.request("GET", paths[counted[which] % len(paths)], headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            counted[which] += 1
            wrong[which] += answer.status >= 400

    threads = [threading.Thread(target=ask, args=(which,)) for which in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counted), time.monotonic() - begun, sum(wrong)


def tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for file in glob.glob(f"/proc/{pid}/task/*/children"):
        try:
            with open(file) as children:
                found += [each for child in children.read().split() for each in tree(int(child))]
        except OSError:
            pass
    return found


def cpu(pid: int) -> float:
    """CPU seconds of a process and its descendants so far, of those that ended as well."""
    ticks = 0
    for one in tree(pid):
        try:
            with open(f"/proc/{one}/stat") as file:
                ticks += sum(int(field) for field in file.read().rpartition(")")[2].split()[11:15])
        except OSError:
            pass
    return ticks / TICKS


def memory(pid: int) -> float:
    """Megabytes in memory of the largest process below this one."""
    sizes = [0]
    for one in tree(pid)[1:] or [pid]:
        try:
            with open(f"/proc/{one}/status") as file:
                sizes += [int(line.split()[1]) for line in file if line.startswith("VmRSS")]
        except OSError:
            pass
    return max(sizes) / 1000
