"""Takes a picture of a page as a browser shows it, where Chromium is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path


def chromium() -> str | None:
    """Return the command of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def take(url: str, target: Path, width: int = 1440, height: int = 4200) -> Path | None:
    """Write a PNG of `url` to `target`; return it, or None where there is no browser.

    Raises:
        subprocess.SubprocessError: the browser failed or took longer than a minute.
    """
    browser = chromium()
    if browser is None:
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={target}", url,
            ],
            check=True, timeout=60, capture_output=True,
        )  # fmt: skip
    return target
