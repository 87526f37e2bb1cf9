"""The endpoint of providers' messages: genuine ones are kept once, all else leaves nothing behind."""

import json
import time

import pytest

from patrons.models import Payment, ProviderAccount, ProviderEvent
from patrons.providers import provider_for
from patrons.providers.demo import bank, signing
from patrons.providers.demo.models import Visit

from .demo import begin

pytestmark = pytest.mark.django_db
URL = "/support/hooks/demo/"


def post(client, body, header=None, url=URL):
    headers = {signing.HEADER: header} if header is not None else {}
    return client.post(url, body, content_type="application/json", headers=headers)


def signed(demo_bank, body, at=None):
    return signing.sign(demo_bank, body, int(time.time()) if at is None else at)


@pytest.fixture
def message(demo_bank, sent):
    """The bank's message about a pledge that was paid."""
    pledge = begin()
    bank.pay(Visit.objects.get().pk)
    return pledge, json.dumps(sent[-1]).encode()


def test_a_genuine_message_is_applied_once(client, demo_bank, message):
    pledge, body = message
    for _again in range(3):
        assert post(client, body, signed(demo_bank, body)).status_code == 200
    pledge.refresh_from_db()
    assert pledge.state == "active" and not pledge.is_live
    assert (ProviderEvent.objects.count(), Payment.objects.count()) == (1, 1)


def test_what_is_not_genuine_leaves_nothing(client, demo_bank, message):
    _pledge, body = message
    old, ahead = int(time.time()) - 301, int(time.time()) + 302
    wrong = [
        None, "", "t=1", "v1=00", signed("other secret", body), signed(demo_bank, body + b" "),
        signed(demo_bank, body, old), signed(demo_bank, body, ahead), signed("", body),
        signed(demo_bank, body).upper(),
    ]  # fmt: skip
    assert [post(client, body, header).status_code for header in wrong] == [400] * len(wrong)
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"id": 1}', b"\xff\x00", b"{" * 5000])
def test_a_signed_message_without_sense_is_refused(client, demo_bank, account_of_demo, body):
    assert post(client, body, signed(demo_bank, body)).status_code == 400
    assert not ProviderEvent.objects.exists()


def test_too_much_is_not_read(client, demo_bank, account_of_demo):
    body = b"x" * (256 * 1024 + 1)
    assert post(client, body, signed(demo_bank, body)).status_code == 413
    fitting = b"x" * (256 * 1024)
    assert post(client, fitting, "t=1,v1=0").status_code == 400


def test_it_is_for_programs_that_post(client, demo_bank, account_of_demo):
    assert client.get(URL).status_code == 405
    assert post(client, b"{}", "", "/support/hooks/nobody/").status_code == 404
    assert post(client, b"{}", "", "/support/hooks/stripe/").status_code == 404


def test_a_bank_that_is_off_accepts_nothing(client, demo_bank, message, settings):
    _pledge, body = message
    settings.PATRONS_DEMO = False
    assert post(client, body, signed(demo_bank, body)).status_code == 503
    settings.PATRONS_DEMO = True
    ProviderAccount.objects.create(key="stripe", label="Card", is_live=True)
    assert post(client, body, signed(demo_bank, body)).status_code == 503
    assert not ProviderEvent.objects.exists()


def test_what_failed_is_asked_for_again(client, demo_bank, message, monkeypatch):
    _pledge, body = message
    with monkeypatch.context() as broken:
        broken.setattr("patrons.pledges.settle", lambda *args, **more: 1 // 0)
        assert post(client, body, signed(demo_bank, body)).status_code == 500
    assert ProviderEvent.objects.get().state == "failed"
    assert post(client, body, signed(demo_bank, body)).status_code == 200
    assert ProviderEvent.objects.get().state == "done"


def test_what_is_about_an_unknown_pledge_waits(client, demo_bank, message):
    pledge, body = message
    stranger = body.replace(str(pledge.public_id).encode(), b"00000000-0000-0000-0000-000000000000")
    assert post(client, stranger, signed(demo_bank, stranger)).status_code == 200
    assert ProviderEvent.objects.get().state == "waiting"


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    folder = tmp_path / "new"
    first = signing.kept_secret(folder)
    assert len(first) > 30 and signing.kept_secret(folder) == first
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]


def test_another_bank_is_not_asked(demo_bank):
    assert provider_for("demo").key == "demo"
