"""The disk is full: readers read on, what cannot be kept is refused whole, and with room again all goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A disk of 24 MB of its own, where this machine lets somebody make one.
SMALL = 'mount -t tmpfs -o size=24m newsroom "$VAR_DIR" && exec "$@"'
MIGRATED = f"{sys.executable} manage.py migrate -v0 && exec {sys.executable} -m tests.faults.filling"


def test_with_sqlite(tmp_path):
    own = ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL, "sh"]
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/newsroom.sqlite3", "VAR_DIR": str(tmp_path), "LOG_LEVEL": "CRITICAL",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "WORKER": "separate", "MAILER": f"file://{tmp_path}/mail",
        "DEBUG": "1", "FIRST_RUN": "0", "CACHE_URL": "",
    }  # fmt: skip
    has_own = subprocess.run([*own, "true"], env=environment, capture_output=True).returncode == 0
    command = [*own, "sh", "-c", MIGRATED] if has_own else ["sh", "-c", f"{MIGRATED} limit"]
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    saw = json.loads(done.stdout.splitlines()[-1])
    assert saw["refused"], "nothing was refused: the disk was not full"
    assert saw["pages"] == [200, 200, 200]
    assert saw["published"] == saw["live"] == 9 - len(saw["refused"]), "one is public, or it is not"
    assert saw["whole"] == "ok" and saw["after"] == [200] * 9
