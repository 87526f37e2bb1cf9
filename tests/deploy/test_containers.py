"""The image and the containers, as far as they can be judged without an engine.

What stands in the Containerfile is done here in folders of the test; compose.yaml is compared with what the project
says of itself.
"""

import importlib.metadata
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from newsroom.environment import env
from newsroom.server import SECONDS_TO_FINISH

from .fronts import ROOT, free_port, program
from .test_restart import ask

FOLDER = ROOT / "deploy/container"
CONTAINERFILE = (FOLDER / "Containerfile").read_text()
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text())
OURS = {name: COMPOSE["services"][name] for name in ("migrate", "web", "worker")}
# Read by compose or by Caddy, and not by us.
OF_COMPOSE = {"SITE_NAME", "DATABASE_PASSWORD", "NEWSROOM_TAG"}


def steps():
    """Give each step of the Containerfile: its word, and what stands behind it."""
    for line in CONTAINERFILE.splitlines():
        if line and not line.startswith("#"):
            word, _space, rest = line.partition(" ")
            yield word, rest


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """What the first half of the Containerfile makes, with packages that are installed already."""
    top = tmp_path_factory.mktemp("image")
    place = top / "srv"
    place.mkdir()
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    clean = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(top), "PIP_NO_INDEX": "1"}
    for word, rest in steps():
        if word == "COPY" and not rest.startswith("--"):
            name, target = rest.split()
            assert name in allowed, f"{name} is kept out of images by .dockerignore"
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, place / name if target == "./" else place / target)
        elif word == "RUN" and rest.startswith("useradd"):
            break
        elif word == "RUN":
            command = rest.replace("/var/lib/newsroom", f"{top}/var")
            # Half a minute of work that shows nothing here: pip for a step that is left out, and every last module.
            command = command.replace("-m venv", "-m venv --without-pip").replace("compileall -q", "compileall -q -l")
            if "pip install" in command:
                # The one step that needs a network: `make setup` does it with the same hashes. Here it is lent.
                lend_packages(place)
                continue
            done = subprocess.run(["sh", "-euc", command], cwd=place, env=clean, capture_output=True, text=True)
            assert done.returncode == 0, f"{rest}\n{done.stderr[-2000:]}"
    return top


def lend_packages(place):
    """Let the new environment find the packages of requirements.txt in this one, and no others of it."""
    theirs = next((place / ".venv/lib").glob("python*/site-packages"))
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    for name, version in pins:
        try:
            files = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system
        assert importlib.metadata.version(name) == version, f"{name} is not installed as it is pinned"
        for top in {file.parts[0] for file in files if file.parts[0] not in ("..", "__pycache__")}:
            source = Path(str(importlib.metadata.distribution(name).locate_file(top)))
            if source.exists() and not (theirs / top).exists():
                (theirs / top).symlink_to(source)


def test_the_image_is_made_of_what_it_copies(built):
    static = built / "var/static"
    assert (static / "staticfiles.json").exists()
    assert list(static.rglob("*.css.gz")) and not (static / "unfold/css/styles.css").exists()
    # A key that is in an image would be the same on all sites.
    assert sorted(path.name for path in (built / "var").iterdir()) == ["static"]


def test_what_the_image_starts_answers_where_its_health_is_asked(built, tmp_path):
    port = str(free_port())
    command = yaml.safe_load(dict(steps())["CMD"])
    health = yaml.safe_load(dict(steps())["HEALTHCHECK"].partition("CMD ")[2])
    clean = {"PATH": "/usr/bin:/bin", "VAR_DIR": str(tmp_path), "WORKER": "separate", "PAGE_STORE": ""}
    server = subprocess.Popen([*command, "--port", port], cwd=built / "srv", env=clean)
    try:
        question = [word.replace("8000", port) for word in health]
        for _attempt in range(100):
            done = subprocess.run(question, cwd=built / "srv", capture_output=True)
            if not done.returncode or server.poll() is not None:
                break
        assert done.returncode == 0
        assert ask(int(port), "")[0] in (200, 302, 503)
    finally:
        server.terminate()
        assert server.wait(30) == 0
    # Once it is gone, its health is not well.
    assert subprocess.run(question, cwd=built / "srv", capture_output=True).returncode != 0


def test_the_image_installs_only_what_is_pinned_and_runs_as_nobody_special():
    words = [word for word, _rest in steps()]
    assert "--require-hashes -r requirements.txt" in CONTAINERFILE
    assert dict(steps())["USER"] == "newsroom" and words.index("USER") < words.index("CMD")
    assert all("-slim" in rest for word, rest in steps() if word == "FROM")
    pinned = (ROOT / "requirements.txt").read_text()
    assert pinned.count("==") and all(
        "--hash=sha256:" in block for block in re.split(r"\n(?=\S)", pinned.strip()) if "==" in block
    )


def test_variables_are_known():
    named = set(re.findall(r"^# (\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    ours = set().union(*(service["environment"] for service in OURS.values()))
    asked = set(re.findall(r"^(\w+)=", (FOLDER / "env.example").read_text(), re.MULTILINE)) - OF_COMPOSE
    assert ours | asked <= named & env.names
    used = set(re.findall(r"\$\{?(\w+)", (FOLDER / "compose.yaml").read_text()))
    assert used == OF_COMPOSE
    assert "{$SITE_NAME}" in (FOLDER / "Caddyfile").read_text()


def test_commands_exist():
    for service in OURS.values():
        for name in re.findall(r"manage\.py (\w+)", shlex.join(service["command"]).replace("'", "")):
            assert name in get_commands()
    assert OURS["web"]["command"][:3] == [".venv/bin/python", "-m", "newsroom.server"]
    assert int(OURS["web"]["stop_grace_period"].removesuffix("s")) > SECONDS_TO_FINISH


def test_services_wait_for_what_they_need():
    services = COMPOSE["services"]
    for name, service in services.items():
        for other, condition in service.get("depends_on", {}).items():
            if condition["condition"] == "service_healthy":
                # The web server's health stands in the Containerfile.
                assert "test" in services[other].get("healthcheck", {}) or other == "web", f"{name} on {other}"
    assert OURS["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    # Only the server in front can be reached from elsewhere.
    assert [name for name, service in services.items() if "ports" in service] == ["front"]
    volumes = {word.partition(":")[0] for each in services.values() for word in each.get("volumes", ())}
    assert {name for name in volumes if not name.startswith(".")} == set(COMPOSE["volumes"])
    for path in ("Caddyfile", OURS["web"]["build"]["context"], OURS["web"]["env_file"] + ".example"):
        assert (FOLDER / path).exists()


def test_the_settings_of_compose_have_nothing_to_complain_of(tmp_path):
    filled = {"SITE_NAME": "news.example.org", "DATABASE_PASSWORD": "a" * 32}
    given = {
        "SECRET_KEY": "a-key-of-many-different-letters-0123456789-and-then-some-more",
        "MAILER": "smtp://mail.example.org:25",
        "MAIL_FROM": "a@example.org",
    }
    for name, value in OURS["web"]["environment"].items():
        given[name] = re.sub(r"\$\{(\w+)[^}]*\}", lambda found: filled[found[1]], value)
    clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | given
    command = [sys.executable, "manage.py", "check", "--deploy"]
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    # Pictures on this machine, pages in Redis: the containers of one machine share a volume.
    assert re.findall(r"\((\w+\.[EW]\d+)\)", done.stderr) == ["newsroom.W014"]


@pytest.mark.skipif(not program("caddy"), reason="Caddy is not installed")
def test_caddy_takes_its_file(tmp_path):
    places = {"HOME": str(tmp_path), "SITE_NAME": "news.example"}
    command = [program("caddy"), "validate", "--adapter", "caddyfile", "--config", str(FOLDER / "Caddyfile")]
    done = subprocess.run(command, env=os.environ | places, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
