"""The web server as systemd starts it: python -m newsroom.server.

It takes over the listening socket that newsroom.socket holds, so that whoever comes while it is restarted waits in
the socket's queue and is refused by nobody. Without one it listens by itself, as granian's own command does.

Each answer ends its connection: a server in front cannot write a question into one that is just being closed.
"""

import argparse
import os
import socket
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketHolder
from granian.server.mp import MPServer

# The first descriptor that systemd hands over; the others are standard input, output and error.
HANDED_OVER = 3
# For requests that are under way when the server is told to stop. systemd waits longer: TimeoutStopSec.
SECONDS_TO_FINISH = 60


def handed_over() -> socket.socket | None:
    """Return the listening socket that whoever started this process handed to it, or None."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS") != "1":
        return None
    return socket.socket(fileno=HANDED_OVER)


class OnSocket(MPServer):
    """granian, listening on a socket that is there already and outlives it."""

    listening: socket.socket

    def _init_shared_socket(self) -> None:
        # A file of a socket would be served by other methods of the workers.
        if self.listening.family == socket.AF_UNIX:
            raise SystemExit("newsroom.socket is a file: let it listen at an address, such as 127.0.0.1:8000.")
        self.listening.set_inheritable(True)
        # granian's stubs know neither what a holder takes nor what these four hold.
        holder: Any = SocketHolder
        ours: Any = self
        ours._ssp, ours._shd = None, holder(self.listening.fileno(), False, self.backlog)
        ours._sfd, ours._sso = self.listening.fileno(), self.listening


def main() -> None:
    """Serve until SIGTERM; then no new connection is taken, and what is under way is finished."""
    parser = argparse.ArgumentParser(prog="python -m newsroom.server", description="Serve the site.")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen, unless a socket is handed over")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes; several want CACHE_URL at a Redis")
    parser.add_argument("--threads", type=int, default=4, help="requests at once in each process")
    parser.add_argument("--app", default="newsroom.wsgi:application")
    given = parser.parse_args()
    listening = handed_over()
    server = (OnSocket if listening else MPServer)(
        given.app,
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=given.threads,
        http1_settings=HTTP1Settings(keep_alive=False),
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=SECONDS_TO_FINISH,
    )
    if listening and isinstance(server, OnSocket):
        server.listening = listening
    server.serve()


if __name__ == "__main__":
    main()
