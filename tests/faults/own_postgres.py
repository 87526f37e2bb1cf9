"""A PostgreSQL server of a test's own, that may be stopped and started."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: float(place.parent.name))
# Nothing here outlives the test: the disk is waited for by nobody.
OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"


class OwnPostgres:
    """Not the one that DATABASE_URL may name: that one other tests use at the same time."""

    def __init__(self) -> None:
        if not PLACES:
            pytest.skip("PostgreSQL is not installed: apt install postgresql")
        # Not in a test's own folder, into which only we may look: it does not run as root.
        self._bin, self._folder = PLACES[-1], Path(tempfile.mkdtemp(prefix="newsroom-pg-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.getuid() == 0:
            shutil.chown(self._folder, "postgres", pwd.getpwnam("postgres").pw_gid)
        self._run("initdb", "-U", "newsroom", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://newsroom@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self._run(
            "pg_ctl", "-w", "-l", f"{self._folder}/log", "-o", f"-p {self.port} -k {self._folder} {OPTIONS}", "start"
        )

    def stop(self, *, check: bool = True) -> None:
        """As when its machine loses power.

        Args:
            check: whether one that is stopped already is an error.
        """
        self._run("pg_ctl", "-w", "-m", "immediate", "stop", check=check)

    def remove(self) -> None:
        self.stop(check=False)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        as_whom = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*as_whom, str(self._bin / program), "-D", str(self._folder), *words]
        subprocess.run(command, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", timeout=60)
