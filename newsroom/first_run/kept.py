"""What was chosen when the site was set up and every process needs before it starts: kept in a small file.

`settings.py` reads it, so nothing here imports Django. A variable of the environment wins over the file.
"""

import os
from pathlib import Path

NAMES = ("TIME_ZONE", "LANGUAGE_CODE")


def fixed() -> list[str]:
    """Return the names that the environment sets: nothing chosen on a page changes them."""
    return [name for name in NAMES if os.environ.get(name)]


def read(path: Path) -> dict[str, str]:
    """Return what the file says; nothing when there is none."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines if not line.startswith("#"))
    return {name.strip(): value.strip() for name, _sign, value in pairs if name.strip() in NAMES and value.strip()}


def write(path: Path, chosen: dict[str, str]) -> None:
    """Keep `chosen`, whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    lines = ["# Chosen when the site was set up. The environment wins over this file; restart after a change."]
    lines += [f"{name}={chosen[name]}" for name in NAMES if chosen.get(name)]
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.write_text("\n".join([*lines, ""]))
    new.replace(path)
