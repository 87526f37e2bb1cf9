"""The drill: a newsroom is written into a file, lost, and restored; then it is what it was, row by row."""

import gzip
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.test import Client

from articles.models import Article, Picture, PublishedArticle
from newsroom import mailing
from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.backup import files, rows
from newsroom.backup.making import make
from newsroom.backup.restoring import restore
from patrons import append_only, ledger
from patrons.models import LedgerEntry, Payment, PledgeEvent, ProviderAccount
from patrons.money import Money
from tests.factories import make_article, make_author, make_picture, make_tag, make_user
from tests.patrons.conftest import NOON, make_pledge

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
WORDS = "Zürich 😀 “кілька слів” \u202eright to left\u202c <b>&amp;</b> \\n"


@pytest.fixture
def newsroom(settings):
    """A little of everything."""
    make_author()
    tag = make_tag("Energy & law")
    picture = make_picture(with_files=True)
    for number in range(3):
        article = make_article(
            published=True, headline=f"Story {number} {WORDS}", slug=f"story-{number}", lead_picture=picture
        )
        article.tags.add(tag)
    make_user(email="ada@example.com", is_staff=True)
    make_article(headline="A draft", slug="a-draft")
    record("article.made", article, note=WORDS)
    account = ProviderAccount.objects.create(key="scripted", label="Card")
    pledge = make_pledge(account)
    PledgeEvent.objects.create(pledge=pledge, verb="begun")
    payment = Payment.objects.create(
        pledge=pledge, account=account, provider_ref="p1", amount_minor=500, currency="EUR", occurred_at=NOON
    )
    ledger.book("charge", Money(500, "EUR"), ref="p1", at=NOON, payment=payment)
    settings.SITE_ENV.write_text("TIME_ZONE=Europe/Kyiv\n")
    return article


def kept(path):
    """What a backup holds, without what differs by time and engine: rows are compared as values."""
    found = {}
    with tarfile.open(path) as tar:
        for member in tar:
            data = tar.extractfile(member).read()
            if member.name.startswith("tables/"):
                found[member.name] = [json.loads(line) for line in gzip.decompress(data).splitlines()]
            elif "/" in member.name:
                found[member.name] = data
    return found


def lose_everything():
    with transaction.atomic():
        append_only.remove(connection)
        rows.empty(connection)
        connection.check_constraints()
        append_only.install(connection)
    for name in ("default", "originals"):
        storage = storages[name]
        for file in list(files.every(storage)):
            storage.delete(file)


def test_what_was_lost_is_there_again(newsroom, tmp_path):
    client = Client()
    addresses = ["/", newsroom.get_absolute_url(), "/feed.json", "/search/?q=Zürich", "/support/"]
    pages = {address: client.get(address).text for address in addresses}
    assert "Story 2" in pages["/search/?q=Zürich"]
    file = make(tmp_path / "backups")
    before = kept(file)
    assert {"media", "originals"} <= {name.split("/")[0] for name in before}
    lose_everything()
    assert not Article.objects.exists()
    said = restore(file)
    assert said["notes"] == []
    assert kept(make(tmp_path / "again.tar")) == before
    assert {address: client.get(address).text for address in addresses} == pages
    # Numbers go on, and the books are guarded again.
    assert make_article(headline="New").pk > newsroom.pk
    assert append_only.missing(connection) == []
    assert Picture.objects.get().original.open().read()


def test_what_is_there_is_replaced_when_it_is_said(newsroom, tmp_path):
    file = make(tmp_path / "one.tar")
    PublishedArticle.objects.update(headline="Wrong")
    make_user(email="late@example.com")
    restore(file, replace=True)
    assert not PublishedArticle.objects.filter(headline="Wrong").exists()
    assert not User.objects.filter(email="late@example.com").exists()
    assert User.objects.filter(email="ada@example.com").exists()


def test_no_letter_goes_out_again_because_a_site_was_restored(newsroom, tmp_path, stored_tasks):
    mailing.send("letter", "ada@example.com", {"subject": "x", "paragraphs": [], "button": None, "code": ""})
    file = make(tmp_path / "one.tar")
    assert not [name for name in kept(file) if "Task" in name or "Session" in name]
    restore(file, replace=True)
    assert mailing.waiting_for("ada@example.com") == []


def test_a_storage_that_is_no_folder(newsroom, tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    storages["default"].save("pictures/a/b.txt", ContentFile(b"words"))
    file = make(tmp_path / "one.tar")
    storages["default"].delete("pictures/a/b.txt")
    restore(file, replace=True)
    assert storages["default"].open("pictures/a/b.txt").read() == b"words"


def test_money_is_what_it_was(newsroom, tmp_path):
    before = list(LedgerEntry.objects.order_by("pk").values())
    file = make(tmp_path / "one.tar")
    restore(file, replace=True)
    assert before
    assert list(LedgerEntry.objects.order_by("pk").values()) == before


@pytest.mark.only_on_postgresql
def test_to_the_other_database_and_back(newsroom, tmp_path):
    file = make(tmp_path / "one.tar")
    before = kept(file)
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}", "VAR_DIR": str(tmp_path / "other"),
    }  # fmt: skip

    def manage(*words):
        done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()

    manage("restore", str(file))
    manage("backup", str(tmp_path / "two.tar"))
    assert kept(tmp_path / "two.tar") == before
    restore(tmp_path / "two.tar", replace=True)
    assert kept(make(tmp_path / "three.tar")) == before
