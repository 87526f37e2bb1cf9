"""Whole documents compared with the ones that were looked at last.

`SNAPSHOTS=write pytest …` writes them anew; the difference is then read like any other change.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "snapshots"


def assert_snapshot(name: str, text: str) -> None:
    """Compare `text` with the file `tests/snapshots/<name>`, or write that file when asked to."""
    path = FOLDER / name
    text = text.rstrip("\n") + "\n"
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    assert path.exists(), f"No snapshot {name}: look at the document, then run with SNAPSHOTS=write."
    assert text == path.read_text(encoding="utf-8"), f"{name} is not what it was: SNAPSHOTS=write if that is meant."
