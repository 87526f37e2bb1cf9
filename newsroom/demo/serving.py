"""Serves the demo as a newsroom would be served, and says where everything is."""

import os
import subprocess
import sys

from newsroom.demo.people import SignIn


def table(port: int, sign_ins: list[SignIn]) -> str:
    """Return what is printed when the demo stands: addresses, and who may sign in."""
    base = f"http://127.0.0.1:{port}"
    addresses = [
        ("The newspaper", f"{base}/"),
        ("In Ukrainian", f"{base}/uk/"),
        ("Lite edition", f"{base}/lite/"),
        ("Support it", f"{base}/support/"),
        ("The desk", f"{base}/admin/"),
        ("Feed", f"{base}/feed.xml"),
    ]
    lines = ["", "The Lantern, a demonstration newspaper, is ready.", ""]
    lines += [f"  {name:16}{url}" for name, url in addresses]
    lines += ["", "Sign in to the desk as"]
    lines += [f"  {each.role:16}{each.email:28}{each.password}" for each in sign_ins]
    return "\n".join([*lines, "", "Stop it with Ctrl-C; the next run finds everything as you left it.", ""])


def serve(port: int) -> None:
    """Replace this process by the server. One worker: the demo's cache lives in its memory."""
    sys.stdout.flush()
    # It ends by itself when this process, which becomes the server, is gone.
    subprocess.Popen([sys.executable, "manage.py", "work", "--while", str(os.getpid())])  # noqa: S603
    granian = os.path.join(os.path.dirname(sys.executable), "granian")
    os.execv(  # noqa: S606
        granian,
        [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
         "--blocking-threads", "4", "--no-access-log", "--log-level", "warning", "newsroom.wsgi:application"],
    )  # fmt: skip
