"""What the pledges' desk shows, one of each kind: for tests of who may see it."""

from django.utils import timezone

from patrons import ledger
from patrons.models import (
    BankLine,
    BankStatement,
    Campaign,
    Discrepancy,
    Gift,
    Grant,
    Import,
    OtherWay,
    Patron,
    Payment,
    Pledge,
    ProviderAccount,
    ProviderEvent,
    Refund,
    Tier,
    Topic,
)

from .topical import make_round


class Money:
    """One record of each kind that tells of money or of those who give it."""

    def __init__(self) -> None:
        account = ProviderAccount.objects.create(key="demo", label="Trial", is_live=False)
        elsewhere = ProviderAccount.objects.create(key="patreon", label="Patreon", is_live=False)
        patron = Patron.objects.create(email="secret.draft@example.com", name="A secret draft")
        pledge = Pledge.objects.create(
            patron=patron, account=account, amount_minor=500, currency="EUR", interval="month", is_live=False
        )
        Gift.objects.create(
            pledge=pledge, months=3, starts_on=timezone.now().date(), recipient_name="A secret draft", by_link=True
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
        round = make_round()
        topic = Topic.objects.create(title="Who profits", proposed_by=patron, state="open", round=round)
        topic.votes.create(round=round, patron=patron, place=0)
        self.patron = patron
        statement = BankStatement.objects.create(account=account, name="june.csv", text="Date;Amount\n2026-06-01;5\n")
        line = BankLine.objects.create(
            account=account, fingerprint="f", day="2026-06-01", amount_minor=5, currency="EUR", payer="A secret draft"
        )
        other = OtherWay.objects.create(label="PayPal", address="https://paypal.example/lantern")
        table = Import.objects.create(account=account, name="secret.draft.csv", header=["e-mail"])
        self.records = {
            "patrons/topic": topic.pk, "patrons/topicround": round.pk,
            "patrons/bankstatement": statement.pk, "patrons/bankline": line.pk, "patrons/otherway": other.pk,
            "patrons/tier": tier.pk,
            "patrons/campaign": goal.pk,
            "patrons/provideraccount": account.pk,
            "patrons/pledge": pledge.pk, "patrons/patron": patron.pk, "patrons/ledgerentry": entry.pk,
            "patrons/providerevent": event.pk, "patrons/discrepancy": discrepancy.pk,
        }  # fmt: skip
        self.words = {
            "<int:statement>": statement.pk, "<int:line>": line.pk,
            "<int:pledge>": pledge.pk, "<int:payment>": payment.pk, "<int:refund>": refund.pk, "<int:grant>": grant.pk,
            "<int:account>": elsewhere.pk, "<uuid:table>": table.public_id, "<slug:form>": "csv",
            "<int:patron>": patron.pk, "<int:event>": event.pk, "<int:discrepancy>": discrepancy.pk,
            "<int:topic>": topic.pk, "<int:round>": round.pk, "<slug:table>": "tiers",
        }  # fmt: skip
