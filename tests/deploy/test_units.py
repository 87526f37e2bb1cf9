"""The units for systemd, and the two commands beside them, as far as they can be judged without a machine of one's own.

systemd-analyze is asked: CI installs Debian's systemd for it.
"""

import re
import subprocess
import sys
from configparser import RawConfigParser

import pytest

from newsroom.environment import env

from .fronts import ROOT, program

UNITS = ROOT / "deploy/systemd"
SERVICES = ["newsroom.service", "newsroom-worker.service"]
SCRIPTS = ["newsroom", "newsroom-update"]
needs_systemd = pytest.mark.skipif(not program("systemd-analyze"), reason="systemd-analyze is not installed")


def read(name):
    unit = RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(UNITS / name)
    return unit


@pytest.fixture
def filled_in(tmp_path):
    """The units with this checkout where a release would be, as they are copied to a machine."""
    for path in UNITS.glob("*.s*"):
        text = path.read_text().replace("/srv/newsroom/current/.venv/bin/python", sys.executable)
        (tmp_path / path.name).write_text(text.replace("/srv/newsroom/current", str(ROOT)))
    return tmp_path


def analyze(folder, *words):
    command = [program("systemd-analyze"), "--no-pager", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


@needs_systemd
def test_systemd_takes_them(filled_in):
    done = analyze(filled_in, "verify", "./newsroom.socket", *(f"./{name}" for name in SERVICES))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_systemd_would_have_said_what_is_wrong(filled_in):
    path = filled_in / "newsroom.service"
    path.write_text(path.read_text().replace("ProtectSystem=strict", "ProtectSystems=strict"))
    assert "ProtectSystems" in analyze(filled_in, "verify", "./newsroom.service").stderr


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_they_may_do_little(filled_in, name):
    done = analyze(filled_in, "security", "--offline=true", "--threshold=20", f"./{name}")
    assert done.returncode == 0, done.stdout[-400:]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_longer_than_what_it_runs(name):
    service = read(name)["Service"]
    assert service["User"] == "newsroom" and service["KillMode"] == "mixed" and service["Restart"] == "always"
    from newsroom.server import SECONDS_TO_FINISH

    assert int(service["TimeoutStopSec"]) > SECONDS_TO_FINISH


def test_both_services_are_held_as_tightly():
    def fences(name):
        text = (UNITS / name).read_text()
        return text[text.index("# It may write below") :]

    assert fences(SERVICES[0]) == fences(SERVICES[1])


def test_variables_that_units_set_are_known():
    named = {word for name in SERVICES for word in re.findall(r"(\w+)=", read(name)["Service"]["Environment"])}
    assert named - {"PYTHONUNBUFFERED"} <= env.names


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_written_for_any_shell(name):
    assert subprocess.run(["sh", "-n", UNITS / name], timeout=20).returncode == 0
    assert (UNITS / name).stat().st_mode & 0o111


def test_an_update_changes_the_database_first_and_restarts_last(tmp_path):
    """The update is run with commands that only write down that they were called."""
    release, places = tmp_path / "srv/releases/one", tmp_path / "bin"
    release.mkdir(parents=True)
    places.mkdir()
    (release / "manage.py").touch()
    for name in ("make", "newsroom", "systemctl", "curl"):
        (places / name).write_text(f'#!/bin/sh\necho {name} "$@" >> {tmp_path}/said\n[ "$1" != "$FAILS" ]\n')
        (places / name).chmod(0o755)
    script = (UNITS / "newsroom-update").read_text().replace("/srv/newsroom", str(tmp_path / "srv"))

    def update(fails=""):
        (tmp_path / "said").write_text("")
        environment = {"PATH": f"{places}:/usr/bin:/bin", "FAILS": fails}
        done = subprocess.run(["sh", "-c", script, "update", str(release)], env=environment, timeout=20)
        return done.returncode, [line.split()[:2] for line in (tmp_path / "said").read_text().splitlines()]

    code, said = update(fails="migrate")
    assert code != 0 and ["systemctl", "restart"] not in said and not (tmp_path / "srv/current").exists()
    code, said = update()
    assert code == 0
    assert [word for _name, word in said[1:5]] == ["check", "collectstatic", "migrate", "restart"]
    assert (tmp_path / "srv/current").resolve() == release
