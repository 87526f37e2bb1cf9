"""The server dies in the middle of a sentence and comes back: nothing typed is lost."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import global_settings
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import Page, expect

from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_user

from .desk_page import body, end_of_text, press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_server(tmp_path):
    """A server that can be killed: its address, and what starts it. It works on a copy of this database, or on it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, running = f"http://127.0.0.1:{port}", []

    def start() -> None:
        command = [sys.executable, "manage.py", "runserver", "--noreload", "--insecure", str(port)]
        given = {"DEBUG": "1", "VAR_DIR": str(tmp_path), "SITE_URL": address, "DATABASE_URL": database_url(tmp_path)}
        running.append(
            subprocess.Popen(
                command, env=os.environ | given, cwd=django_settings.BASE_DIR,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )
        )  # fmt: skip
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"{address}/admin/login/", timeout=5)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("The server does not begin.")

    def kill() -> None:
        server = running.pop()
        server.send_signal(signal.SIGKILL)
        server.wait()

    yield address, start, kill
    while running:
        kill()


def database_url(folder) -> str:
    """Return where another process finds what this test made."""
    if connection.vendor != "sqlite":
        told = connection.settings_dict
        return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    path = folder / "newsroom.sqlite3"
    if not path.exists():
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
    return f"sqlite:///{path}"


def test_the_server_is_killed_while_words_are_typed(page: Page, own_server, settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # the other process checks it as in life
    SiteSettings(name="The Lantern").save()
    make_user("ada@example.com", name="Ada", is_staff=True, is_superuser=True)
    article = make_article(headline="As saved", body="<p>One.</p>")
    address, start, kill = own_server
    start()
    form = f"/admin/articles/article/{article.pk}/change/"
    page.goto(f"{address}/admin/login/?next={form}")
    page.locator("[name=username]").fill("ada@example.com")
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    end_of_text(page)
    page.keyboard.type(" Two words before,")
    line = page.locator("[data-saving-line]")
    expect(line).to_have_text(re.compile("Kept in your drafts at"), timeout=20_000)
    page.keyboard.type(" two words ")
    kill()
    page.keyboard.type("after.")
    expect(line).to_contain_text("kept in this browser", timeout=20_000)
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("It was not saved", timeout=20_000)
    expect(body(page)).to_have_text("One. Two words before, two words after.")
    start()
    expect(line).to_have_text(re.compile("Kept in your drafts at"), timeout=40_000)
    page.reload()
    expect(page.get_by_text("Your unsaved words of")).to_be_visible()
    expect(body(page)).to_have_text("One. Two words before, two words after.")
    press(page, "Save")
    expect(page.get_by_text("Saved. Readers see no change")).to_be_visible()
    page.reload()
    expect(body(page)).to_have_text("One. Two words before, two words after.")
