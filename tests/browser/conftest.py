"""Browser tests drive the Chromium that the system has, and say how to get one where there is none."""

import os

import pytest

from newsroom.trial.screenshot import chromium

# Playwright's loop runs in this thread; Django would take the tests' own queries for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    without = pytest.mark.skip(reason="Chromium was not found: install it (Debian: apt install chromium)")
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(without)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    return {**browser_type_launch_args, "executable_path": chromium(), "args": flags}
