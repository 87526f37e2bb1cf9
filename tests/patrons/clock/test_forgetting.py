"""What has had its time goes; what stays tells of nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from patrons import forgetting
from patrons.models import CheckoutAttempt, Import, ImportLine, ProviderEvent, SignIn, SupportDraft
from tests.patrons.conftest import make_pledge

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECOND = timedelta(seconds=1)


def test_forms_ways_in_and_networks_go_in_time(account):
    for number, age in enumerate((timedelta(days=1, seconds=1), timedelta(days=1) - SECOND)):
        SupportDraft.objects.create(created_at=NOW - age)
        SignIn.objects.create(link_hash=str(number), code_hash="", asked_at=NOW - age)
    pledge = make_pledge(account)
    for number, age in enumerate((timedelta(days=30, seconds=1), timedelta(days=30) - SECOND)):
        CheckoutAttempt.objects.create(
            pledge=pledge, form_mark=str(number), asked_hash="", network="n", created_at=NOW - age
        )
    sheet = Import.objects.create(account=account, name="x", created_at=NOW - timedelta(days=31))
    ImportLine.objects.create(of=sheet, number=2, cells=["olha@example.com"])
    assert forgetting.forget(NOW) == 4
    assert forgetting.forget(NOW) == 0
    assert SupportDraft.objects.count() == SignIn.objects.count() == 1 and not ImportLine.objects.exists()
    assert list(CheckoutAttempt.objects.order_by("form_mark").values_list("network", flat=True)) == ["", "n"]


def test_old_deliveries_lose_their_people_once(account, monkeypatch):
    asked = []

    class Bank:
        def shred(self, payload):
            asked.append(payload)
            return {"id": payload["id"]}

    monkeypatch.setattr(forgetting, "provider_for", lambda key: Bank())
    for number, age in enumerate((91, 89)):
        ProviderEvent.objects.create(
            account=account, event_id=str(number), kind="k", received_at=NOW - timedelta(days=age),
            payload={"id": number, "name": "Olha"},
        )  # fmt: skip
    assert forgetting.forget(NOW) == 1 and forgetting.forget(NOW) == 0
    assert list(ProviderEvent.objects.order_by("pk").values_list("payload", flat=True)) == [
        {"id": 0}, {"id": 1, "name": "Olha"},
    ]  # fmt: skip
    assert len(asked) == 1


def test_without_its_provider_all_of_a_delivery_goes(account):
    ProviderEvent.objects.create(
        account=account, event_id="e", kind="k", payload={"a": 1}, received_at=NOW - timedelta(days=400)
    )
    forgetting.forget(NOW)
    assert ProviderEvent.objects.get().payload == {}
