"""Who may tell us something, and how we are known at Patreon: signatures, tokens that are used once, limits."""

import stat
import threading
from pathlib import Path

import pytest

from patrons.models import ProviderEvent
from patrons.providers import provider_for
from patrons.providers.base import BadSignature, NotReady, Unreachable
from patrons.providers.patreon.asking import Busy
from tests.patrons.patreon.conftest import HOOK
from tests.patrons.patreon.fake import CAMPAIGN, SECRET, signed

NAMES = ("CLIENT_ID", "CLIENT_SECRET", "ACCESS_TOKEN", "REFRESH_TOKEN", "CAMPAIGN_ID", "WEBHOOK_SECRET")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["", "  ", "a\nb", "ключ"])
def test_a_missing_or_broken_key_accepts_nothing_and_asks_nothing(fake, account, client, settings, name, value):
    setattr(settings, f"PATREON_{name}", value)
    with pytest.raises(NotReady, match=f"PATREON_{name}") as error:
        provider_for("patreon")
    assert not value.strip() or value not in str(error.value)
    body = b"{}"
    headers = {"X-Patreon-Event": "members:create", "X-Patreon-Signature": signed(body, value)}
    assert client.post(HOOK, body, content_type="application/json", headers=headers).status_code == 503
    assert not ProviderEvent.objects.exists() and fake.asked == []


@pytest.mark.parametrize("base", ["https://www.patreon.com.evil.example", "http://10.0.0.1", "evil", "http://[::2]/"])
def test_another_address_is_this_machine_only(fake, settings, base):
    settings.PATREON_API_BASE = base
    with pytest.raises(NotReady, match="PATREON_API_BASE"):
        provider_for("patreon")


def test_a_currency_is_one(fake, settings):
    settings.PATREON_CURRENCY = "EURO"
    with pytest.raises(NotReady, match="PATREON_CURRENCY"):
        provider_for("patreon")


@pytest.mark.parametrize(
    "header", [None, "", "0" * 32, "é" * 32, signed(b"other"), signed(b"{}", ""), signed(b"{}", "wrong"),
               signed(b'{"data": {}}').upper()]
)  # fmt: skip
def test_what_is_not_signed_leaves_nothing(fake, account, client, header):
    body = b'{"data": {}}'
    headers = {"X-Patreon-Event": "members:create"} | ({} if header is None else {"X-Patreon-Signature": header})
    assert client.post(HOOK, body, content_type="application/json", headers=headers).status_code == 400
    assert not ProviderEvent.objects.exists() and fake.asked == []


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"\xff", b"{" * 9000, b"[" * 90_000])
def test_a_signed_body_without_sense_is_refused(ours, body):
    with pytest.raises(BadSignature):
        ours.verify({"x-patreon-event": "members:create", "X-PATREON-SIGNATURE": signed(body)}, body)


@pytest.mark.parametrize("trigger", ["", "x" * 81, "members:\x00create"])
def test_a_trigger_is_a_word(ours, trigger):
    with pytest.raises(BadSignature):
        ours.verify({"X-Patreon-Event": trigger, "X-Patreon-Signature": signed(b"{}")}, b"{}")


def test_an_old_token_is_renewed_once_and_the_pair_is_kept(fake, ours, tmp_path):
    ref = fake.join("Olha")
    fake.access = "another"
    assert ours.look(ref) and fake.renewed == 1
    assert stat.S_IMODE((tmp_path / "patreon_tokens").stat().st_mode) == 0o600
    # Another process, a restart: the pair that came is used, and the spent one is not.
    assert provider_for("patreon").look(ref) and fake.renewed == 1
    assert not [each for each in tmp_path.iterdir() if each.name not in ("patreon_tokens", "patreon_tokens.lock")]


def test_of_eight_at_once_one_renews(fake, ours):
    ref = fake.join("Olha")
    fake.access = "another"
    found, problems = [], []
    barrier = threading.Barrier(8)

    def work():
        try:
            provider = provider_for("patreon")
            barrier.wait()
            found.append(provider.look(ref)[0].name)
        except Exception as error:  # told by the assertion below
            problems.append(error)

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == [] and found == ["Olha"] * 8 and fake.renewed == 1


def test_a_new_pair_in_the_environment_begins_anew(fake, ours, settings):
    ref = fake.join("Olha")
    fake.access = "another"
    ours.look(ref)
    # Somebody made a new pair at Patreon, because the old one was lost.
    fake.access, fake.refresh = "made-by-hand", "by-hand"
    settings.PATREON_ACCESS_TOKEN, settings.PATREON_REFRESH_TOKEN = "made-by-hand", "by-hand"
    assert provider_for("patreon").look(ref) and fake.renewed == 1


def test_a_pair_that_cannot_be_kept_is_not_spent(fake, ours, settings, tmp_path):
    fake.access = "another"
    settings.VAR_DIR = tmp_path / "file"
    Path(settings.VAR_DIR).write_text("no folder")
    with pytest.raises(NotReady):
        provider_for("patreon").look(fake.join("Olha"))
    assert fake.renewed == 0 and fake.refresh == "refresh-0"


def test_a_refresh_token_that_was_used_says_what_to_do(fake, ours):
    fake.access, fake.refresh = "another", "another"
    with pytest.raises(NotReady, match="PATREON_REFRESH_TOKEN") as error:
        ours.look(fake.join("Olha"))
    assert "refresh-0" not in str(error.value)


def test_a_broken_file_of_tokens_is_none(fake, ours, tmp_path):
    (tmp_path / "patreon_tokens").write_text("{")
    assert ours.look(fake.join("Olha"))


def test_whoever_waits_for_a_page_does_not_wait_for_patreon(fake, ours):
    ref = fake.join("Olha")
    fake.throttled = 1
    with pytest.raises(Busy) as error:
        ours.look(ref)
    assert error.value.seconds == 9 and fake.waited == []


def test_a_look_at_all_slows_down_and_follows_every_page(fake, ours):
    refs = [fake.join(f"Reader{number}") for number in range(7)]
    fake.page_size, fake.throttled, fake.down = 3, 1, 1
    found = [facts[0].subscription for facts in ours.members()]
    assert sorted(found) == refs and fake.waited == [1, 9]
    assert fake.asked.count(f"GET /api/oauth2/v2/campaigns/{CAMPAIGN}/members") == 5


def test_a_look_at_all_gives_up(fake, ours):
    fake.down = 99
    with pytest.raises(Unreachable):
        list(ours.members())
    assert len(fake.waited) == 5


def test_nobody_else_is_shown_the_token(fake, ours, monkeypatch):
    """A redirect is no answer: the key goes to the one address that was asked."""
    from tests.patrons.patreon import fake as module

    monkeypatch.setattr(
        module.Door, "do_GET", lambda self: self.answer(302, {}, ("Location", f"{fake.url}/stolen"))
    )  # fmt: skip
    with pytest.raises(Exception, match="refused"):
        ours.look("x")
    assert not any("stolen" in each for each in fake.asked)


def test_secrets_are_shown_nowhere(ours):
    assert "access-0" not in repr(ours.client.tokens.now()) and SECRET not in repr(ours)
