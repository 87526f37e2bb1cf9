"""The audit log tells editors and chiefs nothing of money and of those who give, and nobody of amounts."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from newsroom.audit.log import record
from newsroom.audit.models import Event
from patrons import importing, matching
from patrons.models import BankLine, Campaign, Import, Tier, Topic
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.factories import make_tag
from tests.patrons.conftest import make_pledge
from tests.patrons.test_selling_desk import tier_form

pytestmark = pytest.mark.django_db
LOG = "/admin/audit/event/"


@pytest.fixture
def events(account):
    pledge = make_pledge(account)
    topic = Topic.objects.create(title="Who profits", state="open")
    return {
        "pledge": record("pledge.cancel", pledge, called="Pledge 1", reason="€7"),
        "export": record("patrons.exported", None, what="patrons", rows=7),
        "compared": record("account.compared", account),
        "topic": record("topic.opened", topic),
        "tag": record("tag.made", make_tag()),
    }


def shown(client, **query):
    return {row.verb for row in client.get(LOG, query).context["cl"].result_list}


def test_a_chief_reads_of_topics_and_not_of_money(signed_in, events):  # noqa: F811
    chief = signed_in("chief")
    assert {"topic.opened", "tag.made"} <= shown(chief)
    closed = {"pledge.cancel", "patrons.exported", "account.compared"}
    assert not closed & shown(chief)
    for query in ({"q": "Pledge"}, {"q": "exported"}, {"verb": "pledge.cancel"}, {"verb": "patrons.exported"}):
        assert not closed & shown(chief, **query), query
    page = chief.get(LOG).text
    assert "Topic put to the vote" in page
    for words in ("Pledge ended", "Patrons or money exported", "Price set", "Tier made", "Transfer"):
        assert words not in page, words
    assert "€7" not in chief.get(f"{LOG}{events['pledge'].pk}/change/", follow=True).text
    assert chief.get(f"{LOG}{events['tag'].pk}/change/").status_code == 200


def test_who_may_see_pledges_reads_all(signed_in, events):  # noqa: F811
    chief = signed_in("chief")
    chief.user.user_permissions.add(Permission.objects.get(codename="view_pledge"))
    assert {"pledge.cancel", "patrons.exported", "account.compared", "topic.opened"} <= shown(chief)
    assert "Price set" in chief.get(LOG).text


def test_no_amounts_and_no_names_of_files_in_it(signed_in, account):  # noqa: F811
    owner = signed_in("owner")
    line = BankLine.objects.create(
        account=account, fingerprint="f", day="2026-06-01", amount_minor=777, currency="EUR", payer="Olha"
    )
    matching.ignore(line, reason="ours")
    importing.confirm(Import.objects.create(account=account, name="olha-kravets.csv", header=["x"], state="ready"))
    tier = Tier.objects.create(slug="friend", name="Friend")
    price = {"currency": "EUR", "interval": "month", "amount": "7.77", "tier": tier.pk}
    owner.post(f"/admin/patrons/tier/{tier.pk}/change/", tier_form([price]))
    campaign = Campaign.objects.create(
        name="Winter", purpose="x", amount_minor=777, currency="EUR", starts_at=timezone.now()
    )
    goal = {
        "name": "Winter", "purpose": "x", "goal": "888", "currency": "EUR", "counts": "monthly",
        "starts_at_0": "2026-01-01", "starts_at_1": "00:00",
    }  # fmt: skip
    owner.post(f"/admin/patrons/campaign/{campaign.pk}/change/", goal)
    kept = " ".join(f"{event.verb} {event.subject} {event.details}" for event in Event.objects.all())
    for verb in ("transfer.ignored", "patrons.imported", "price.set", "campaign.changed"):
        assert verb in kept, verb
    for secret in ("7.77", "777", "888", "olha-kravets"):
        assert secret not in kept, secret
