"""A pretended Patreon, an account of it, and the site's own address that takes what it tells."""

import pytest
from django.test import Client

from patrons.models import ProviderAccount
from patrons.providers import provider_for
from patrons.providers.patreon import asking
from tests.patrons.patreon.fake import CAMPAIGN, CLIENT, CLIENT_SECRET, SECRET, FakePatreon

HOOK = "/support/hooks/patreon/"


@pytest.fixture
def fake(settings, tmp_path, monkeypatch):
    made = FakePatreon()
    settings.PATREON_CLIENT_ID, settings.PATREON_CLIENT_SECRET = CLIENT, CLIENT_SECRET
    settings.PATREON_ACCESS_TOKEN, settings.PATREON_REFRESH_TOKEN = made.access, made.refresh
    settings.PATREON_CAMPAIGN_ID, settings.PATREON_WEBHOOK_SECRET = CAMPAIGN, SECRET
    settings.PATREON_CURRENCY, settings.PATREON_API_BASE = "USD", made.url
    settings.VAR_DIR = tmp_path
    settings.FETCH_ALLOWED_NETWORKS, settings.FETCH_PORTS = ["127.0.0.1/32"], "any"
    made.waited = []
    monkeypatch.setattr(asking, "sleep", made.waited.append)

    def deliver(body, headers):
        return Client().post(HOOK, body, content_type="application/json", headers=headers).status_code

    made.deliver = deliver
    yield made
    made.close()


@pytest.fixture
def account(db) -> ProviderAccount:
    return ProviderAccount.objects.create(
        key="patreon", label="Patreon", is_live=False, settings={"url": "https://www.patreon.com/lantern"}
    )


@pytest.fixture
def ours(fake):
    return provider_for("patreon")
