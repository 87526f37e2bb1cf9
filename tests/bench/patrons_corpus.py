"""Very many patrons, made up: how they came, paid, were refused, and went. The same ones every time."""

import random
from datetime import datetime, timedelta
from typing import Any

ENTRIES_EACH = 20
PATRONS_AT_ONCE = 5_000
MONTH = timedelta(days=30)
STATES = {"active": 60, "past_due": 2, "canceling": 3, "paused": 1}


def build(patrons: int, entries: int) -> None:
    """Write `patrons` of them, and pledges until the ledger has `entries`."""
    from django.utils import timezone

    from articles.models import Article
    from patrons.models import Campaign, Patron, ProviderAccount, Tier, TierPrice

    chance, now = random.Random(1), timezone.now()
    cards = ProviderAccount.objects.create(key="stripe", label="Card")
    bank = ProviderAccount.objects.create(key="bank", label="Bank transfer")
    ProviderAccount.objects.create(key="demo", label="Trial", is_live=False)
    tiers = [Tier.objects.create(slug=name, name=name, status="live") for name in ("reader", "friend", "circle")]
    for code in ("EUR", "UAH", "USD", "GBP"):
        TierPrice.objects.create(tier=tiers[0], currency=code, interval="month", amount_minor=500)
    goal = Campaign.objects.create(
        name="A reporter", amount_minor=10_000_000, currency="EUR", starts_at=now - timedelta(days=100)
    )
    Article.objects.bulk_create(Article(headline=f"Article {place}", slug=f"a-{place}") for place in range(200))
    articles = list(Article.objects.values_list("pk", flat=True))
    maker = Maker(chance, now, [cards, cards, cards, bank], tiers, articles, goal.pk)
    for start in range(0, patrons, PATRONS_AT_ONCE):
        made = Patron.objects.bulk_create(
            Patron(
                email=f"reader{number}@example.com", email_key=f"reader{number}@example.com", name=f"Reader {number}",
                created_at=now - timedelta(minutes=patrons - number), verified_at=now,
                visibility="public" if number % 10 == 0 else "secret",
                wall_name=f"R. {number}" if number % 10 == 0 else "",
            )
            for number in range(start, min(start + PATRONS_AT_ONCE, patrons))
        )  # fmt: skip
        share = entries * (start + len(made)) // patrons
        maker.pledge([one.pk for one in made])
        # The rest of this part's share: some pledge a second time, or a third.
        while maker.entries < share:
            maker.pledge([one.pk for one in chance.sample(made, min(len(made), max((share - maker.entries) // 24, 1)))])


class Maker:
    """Pledges with their payments, entries, rights and history."""

    def __init__(self, chance: random.Random, now: datetime, accounts: list, tiers: list, articles: list, goal: int):
        self.chance, self.now, self.accounts, self.tiers = chance, now, accounts, tiers
        self.articles, self.goal, self.entries, self.receipts = articles, goal, 0, 0

    def pledge(self, patrons: list[int]) -> None:
        """Let each of these pledge once more, and pay."""
        from patrons.models import Grant, LedgerEntry, Payment, Pledge, PledgeEvent, Refund

        lives = [self._life(patron) for patron in patrons]
        Pledge.objects.bulk_create([pledge for pledge, _times in lives], batch_size=5_000)
        payments = [one for pledge, times in lives for one in self._payments(pledge, times)]
        Payment.objects.bulk_create(payments, batch_size=5_000)
        back = [one for one in payments if self.chance.random() < 0.005]
        refunds = Refund.objects.bulk_create(
            Refund(
                payment=one, account_id=one.account_id, provider_ref=f"re_{one.pk}", amount_minor=one.refunded_minor,
                state="succeeded", source="staff", at=one.occurred_at,
            )
            for one in back
            if self._give_back(one)
        )  # fmt: skip
        entries = [entry for one in payments for entry in self._booked(one)]
        entries += [
            self._entry(one.payment, "refund", -one.amount_minor, f"re_{one.payment.pk}", refund=one) for one in refunds
        ]
        LedgerEntry.objects.bulk_create(entries, batch_size=5_000)
        self.entries += len(entries)
        over = ("ended", "lapsed")
        Grant.objects.bulk_create(
            Grant(
                patron_id=pledge.patron_id, tier_id=pledge.tier_id, source="pledge", pledge=pledge,
                starts_at=pledge.started_at, ends_at=pledge.period_end if pledge.state in over else None,
            )
            for pledge, _times in lives
        )  # fmt: skip
        PledgeEvent.objects.bulk_create(
            PledgeEvent(pledge=pledge, verb="state", before="pending", after="active", at=pledge.started_at)
            for pledge, _times in lives
        )

    def _life(self, patron: int) -> tuple[Any, list[datetime]]:
        from patrons.models import Pledge

        chance = self.chance
        interval = chance.choices(["month", "year", "once"], [88, 8, 4])[0]
        every, times = {"month": (MONTH, chance.randint(2, 24)), "year": (12 * MONTH, chance.randint(1, 3)),
                        "once": (MONTH, 1)}[interval]  # fmt: skip
        state = chance.choices([*STATES, "ended", "lapsed"], [*STATES.values(), 20, 14])[0]
        ago = timedelta(minutes=chance.randrange(0, int(every.total_seconds()) // 60))
        over = timedelta(days=chance.randrange(0, 700)) + every if state in ("ended", "lapsed") else timedelta()
        begun = self.now - ago - over - every * (times - 1)
        state = "given" if interval == "once" else state
        currency = chance.choices(["EUR", "UAH", "USD", "GBP"], [600, 300, 98, 2])[0]
        asked = chance.choice([300, 500, 500, 1000, 2500]) * (40 if currency == "UAH" else 1)
        source = chance.random()
        pledge = Pledge(
            patron_id=patron, account=chance.choice(self.accounts), tier=chance.choice(self.tiers),
            amount_minor=asked * (12 if interval == "year" else 1), currency=currency, interval=interval, state=state,
            subscription_ref="" if interval == "once" else f"sub_{chance.getrandbits(64):x}", told_at=self.now,
            started_at=begun, period_end=begun + every * times, created_at=begun,
            article_id=chance.choice(self.articles) if source < 0.5 else None,
            campaign_id=self.goal if 0.5 <= source < 0.7 else None,
        )  # fmt: skip
        return pledge, [begun + every * place for place in range(times)]

    def _payments(self, pledge: Any, times: list[datetime]) -> list[Any]:
        from patrons.models import Payment

        every = 12 * MONTH if pledge.interval == "year" else MONTH
        found = []
        for at in times:
            self.receipts += 1
            period = {} if pledge.interval == "once" else {"period_start": at, "period_end": at + every}
            found.append(
                Payment(
                    pledge=pledge, account_id=pledge.account_id, provider_ref=f"pi_{self.receipts}", occurred_at=at,
                    amount_minor=pledge.amount_minor, currency=pledge.currency, state="succeeded",
                    receipt_number=f"{at.year}-{self.receipts:07}", **period,
                )
            )  # fmt: skip
        return found

    def _give_back(self, payment: Any) -> bool:
        payment.refunded_minor = payment.amount_minor
        return True

    def _booked(self, payment: Any) -> list[Any]:
        months = {"month": 1, "year": 12}.get(payment.pledge.interval, 0)
        span = {"months": months, "period_start": payment.period_start, "period_end": payment.period_end}
        return [
            self._entry(payment, "charge", payment.amount_minor, payment.provider_ref, **span),
            self._entry(payment, "fee", -(payment.amount_minor // 30 + 25), payment.provider_ref),
        ]

    def _entry(self, payment: Any, kind: str, minor: int, ref: str, **about: Any) -> Any:
        from patrons.models import LedgerEntry

        return LedgerEntry(
            account_id=payment.account_id, kind=kind, amount_minor=minor, currency=payment.currency, payment=payment,
            pledge_id=payment.pledge_id, provider_ref=ref, occurred_at=payment.occurred_at, **about,
        )  # fmt: skip


def names() -> dict[str, Any]:
    """Return what there is to look for: somebody in the middle, with all that belongs to them."""
    from patrons.models import Payment, Pledge, Tier

    pledge = Pledge.objects.filter(state="active", interval="month", is_live=True).order_by("pk")[20]
    payment = Payment.objects.filter(pledge=pledge).order_by("pk")[0]
    return {
        "tier": Tier.objects.order_by("pk")[1].pk, "email": pledge.patron.email, "receipt": payment.receipt_number,
        "ref": payment.provider_ref, "patron": pledge.patron_id, "pledge": pledge.pk,
    }  # fmt: skip
