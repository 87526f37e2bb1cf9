"""Browser tests drive the Chromium that the system has, and say how to get one where there is none."""

import os

import pytest
from playwright.sync_api import Page

from newsroom.site.models import SiteSettings
from newsroom.trial.screenshot import chromium
from tests.factories import make_user

from .desk_page import sign_in

# Playwright's loop runs in this thread; Django would take the tests' own queries for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    without = pytest.mark.skip(reason="Chromium was not found: install it (Debian: apt install chromium)")
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            # A browser on a busy machine may be late: a submission gets two more tries, a developer the truth.
            if "CI" in os.environ:
                item.add_marker(pytest.mark.flaky(reruns=2))
            if chromium() is None:
                item.add_marker(without)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    return {**browser_type_launch_args, "executable_path": chromium(), "args": flags}


@pytest.fixture
def desk(page: Page, live_server):
    """The page of an editor who has signed in; nothing may be blocked or fail in its console."""
    SiteSettings(name="The Lantern").save()
    make_user("ada@example.com", is_staff=True, is_superuser=True)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(page, live_server.url, "ada@example.com")
    yield page
    assert problems == []
