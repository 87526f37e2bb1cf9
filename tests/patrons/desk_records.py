"""What the pledges' desk shows, one of each kind: for tests of who may see it."""

from django.utils import timezone

from patrons import ledger
from patrons.models import (
    Campaign,
    Discrepancy,
    Grant,
    Patron,
    Payment,
    Pledge,
    ProviderAccount,
    ProviderEvent,
    Refund,
    Tier,
)


class Money:
    """One record of each kind that tells of money or of those who give it."""

    def __init__(self) -> None:
        account = ProviderAccount.objects.create(key="demo", label="Trial", is_live=False)
        patron = Patron.objects.create(email="secret.draft@example.com", name="A secret draft")
        pledge = Pledge.objects.create(
            patron=patron, account=account, amount_minor=500, currency="EUR", interval="month", is_live=False
        )
        payment = Payment.objects.create(
            pledge=pledge,
            account=account,
            provider_ref="p",
            amount_minor=500,
            currency="EUR",
            occurred_at=timezone.now(),
        )
        entry = ledger.book("charge", payment.amount, ref="p", at=payment.occurred_at, payment=payment)
        refund = Refund.objects.create(payment=payment, account=account, amount_minor=5, source="staff")
        grant = Grant.objects.create(patron=patron, source="staff", reason="x")
        event = ProviderEvent.objects.create(account=account, event_id="e", kind="k")
        discrepancy = Discrepancy.objects.create(account=account, kind="amount", subject="p")
        tier = Tier.objects.create(slug="reader", name="Reader")
        goal = Campaign.objects.create(name="Winter", amount_minor=5, currency="EUR", starts_at=timezone.now())
        self.records = {
            "patrons/tier": tier.pk,
            "patrons/campaign": goal.pk,
            "patrons/provideraccount": account.pk,
            "patrons/pledge": pledge.pk, "patrons/patron": patron.pk, "patrons/ledgerentry": entry.pk,
            "patrons/providerevent": event.pk, "patrons/discrepancy": discrepancy.pk,
        }  # fmt: skip
        self.words = {
            "<int:pledge>": pledge.pk, "<int:payment>": payment.pk, "<int:refund>": refund.pk, "<int:grant>": grant.pk,
            "<int:patron>": patron.pk, "<int:event>": event.pk, "<int:discrepancy>": discrepancy.pk,
            "<slug:table>": "tiers",
        }  # fmt: skip
