"""Very many patrons, made up: how they came, paid, were refused, and went. The same ones every time.

Rows are written as rows, and not through models: two million would take ten minutes that way.
"""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

ENTRIES_EACH = 20
AT_ONCE = 10_000
MONTH = timedelta(days=30)
STATES = {"active": 60, "past_due": 2, "canceling": 3, "paused": 1, "ended": 20, "lapsed": 14}


class Rows:
    """Rows of one table, numbered from 1, written ten thousand at a time."""

    def __init__(self, model: Any, columns: str, **same: Any) -> None:
        from django.db import connection

        self.model, self.number, self._waiting = model, 0, []
        names = ["id", *columns.split(), *same]
        self._same = tuple(same.values())
        places = ", ".join(["%s"] * len(names))
        columns = ", ".join(connection.ops.quote_name(name) for name in names)
        self._sql = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places})"

    def add(self, *values: Any) -> int:
        """Keep a row for the next writing; returns its number."""
        self.number += 1
        self._waiting.append((self.number, *values, *self._same))
        return self.number

    def write(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.executemany(self._sql, self._waiting)
        self._waiting = []


def build(patrons: int, entries: int) -> None:
    """Write `patrons` of them, and pledges until the ledger has `entries`."""
    from django.core.management.color import no_style
    from django.db import connection, transaction
    from django.utils import timezone

    maker = Maker(random.Random(1), timezone.now())
    maker.offers()
    for start in range(0, patrons, AT_ONCE):
        stop = min(start + AT_ONCE, patrons)
        made = [maker.patron(number, patrons) for number in range(start, stop)]
        for each in made:
            maker.pledge(each)
        # The rest of this part's share: some pledge a second time, or a third.
        while maker.entries.number < entries * stop // patrons:
            maker.pledge(maker.chance.choice(made))
        with transaction.atomic():
            for rows in maker.tables:
                rows.write()
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [rows.model for rows in maker.tables]):
            cursor.execute(sql)


class Maker:
    """Patrons, and pledges with their payments, entries, rights and history."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        from django.db import connection

        from patrons.models import Grant, LedgerEntry, Patron, Payment, Pledge, PledgeEvent, Refund

        self.chance, self.now = chance, now
        self.moment = connection.ops.adapt_datetimefield_value
        self.is_sqlite = connection.vendor == "sqlite"
        then, yes = self.moment(now), True
        self.patrons = Rows(
            Patron,
            "public_id email email_key name visibility wall_name created_at",
            locale="",
            no_mail_about="[]",
            note="",
            verified_at=then,
        )
        self.pledges = Rows(
            Pledge,
            "public_id patron_id account_id tier_id amount_minor currency interval state subscription_ref period_end"
            " started_at created_at article_id campaign_id",
            fee_cover_minor=0,
            source="web",
            is_live=yes,
            customer_ref="",
            told="",
            told_order=0,
            told_at=then,
            end_reason="",
            visibility="secret",
            message="",
        )
        self.payments = Rows(
            Payment,
            "public_id pledge_id account_id provider_ref amount_minor currency refunded_minor occurred_at"
            " period_start period_end receipt_number",
            state="succeeded",
            recorded_at=then,
            error="",
            receipt_name="",
            is_live=yes,
        )
        self.refunds = Rows(
            Refund,
            "public_id payment_id account_id provider_ref amount_minor at",
            state="succeeded",
            source="staff",
            reason="",
        )
        self.entries = Rows(
            LedgerEntry,
            "account_id kind amount_minor currency months period_start period_end pledge_id payment_id refund_id"
            " provider_ref occurred_at",
            is_live=yes,
            recorded_at=then,
            memo="",
        )
        self.grants = Rows(Grant, "patron_id tier_id pledge_id starts_at ends_at", source="pledge", reason="")
        self.events = Rows(PledgeEvent, "pledge_id at", verb="state", before="pending", after="active", details="{}")
        self.tables = [self.patrons, self.pledges, self.payments, self.refunds, self.entries, self.grants, self.events]

    def offers(self) -> None:
        """Make what there is to choose from, and what may bring a pledge."""
        from articles.models import Article
        from patrons.models import Campaign, ProviderAccount, Tier, TierPrice

        card = ProviderAccount.objects.create(key="stripe", label="Card")
        bank = ProviderAccount.objects.create(key="bank", label="Bank transfer")
        ProviderAccount.objects.create(key="demo", label="Trial", is_live=False)
        self.accounts = [card.pk, card.pk, card.pk, bank.pk]
        tiers = [Tier.objects.create(slug=name, name=name, status="live") for name in ("reader", "friend", "circle")]
        for code in ("EUR", "UAH", "USD", "GBP"):
            TierPrice.objects.create(tier=tiers[0], currency=code, interval="month", amount_minor=500)
        self.tiers = [tier.pk for tier in tiers]
        begins = self.now - timedelta(days=100)
        self.goal = Campaign.objects.create(
            name="A reporter", amount_minor=10_000_000, currency="EUR", starts_at=begins
        ).pk
        Article.objects.bulk_create(Article(headline=f"Article {place}", slug=f"a-{place}") for place in range(200))
        self.articles = list(Article.objects.values_list("pk", flat=True))

    def patron(self, number: int, of: int) -> int:
        email, is_public = f"reader{number}@example.com", number % 10 == 0
        return self.patrons.add(
            self._name(), email, email, f"Reader {number}", "public" if is_public else "secret",
            f"R. {number}" if is_public else "", self.moment(self.now - timedelta(minutes=of - number)),
        )  # fmt: skip

    def pledge(self, patron: int) -> None:
        """Let somebody pledge once more, and pay as long as it lasted."""
        chance, moment = self.chance, self.moment
        interval = chance.choices(["month", "year", "once"], [88, 8, 4])[0]
        months = {"month": 1, "year": 12, "once": 0}[interval]
        every = MONTH * max(months, 1)
        times = {"month": chance.randint(2, 17), "year": chance.randint(1, 3), "once": 1}[interval]
        state = "given" if interval == "once" else chance.choices([*STATES], [*STATES.values()])[0]
        is_over = state in ("ended", "lapsed")
        ago = timedelta(minutes=chance.randrange(0, every.days * 24 * 60))
        over = timedelta(days=chance.randrange(0, 700)) + every if is_over else timedelta()
        begun = self.now - ago - over - every * (times - 1)
        currency = chance.choices(["EUR", "UAH", "USD", "GBP"], [600, 300, 98, 2])[0]
        minor = chance.choice([300, 500, 500, 1000, 2500]) * (40 if currency == "UAH" else 1) * max(months, 1)
        account, tier, source = chance.choice(self.accounts), chance.choice(self.tiers), chance.random()
        end = moment(begun + every * times)
        pledge = self.pledges.add(
            self._name(), patron, account, tier, minor, currency, interval, state,
            f"sub_{self.pledges.number}" if months else "", end, moment(begun), moment(begun),
            chance.choice(self.articles) if source < 0.5 else None, self.goal if 0.5 <= source < 0.7 else None,
        )  # fmt: skip
        for place in range(times):
            self._pay(pledge, account, currency, minor, months, begun + every * place, every)
        self.grants.add(patron, tier, pledge, moment(begun), end if is_over else None)
        self.events.add(pledge, moment(begun))

    def _pay(self, pledge: int, account: int, currency: str, minor: int, months: int, at: datetime, every: Any) -> None:
        then, span = self.moment(at), (None, None)
        if months:
            span = (then, self.moment(at + every))
        is_back = self.chance.random() < 0.005
        ref = f"pi_{self.payments.number}"
        payment = self.payments.add(
            self._name(), pledge, account, ref, minor, currency, minor if is_back else 0, then, *span,
            f"{at.year}-{self.payments.number:07}",
        )  # fmt: skip
        fee = -(minor // 30 + 25)
        self.entries.add(account, "charge", minor, currency, months, *span, pledge, payment, None, ref, then)
        self.entries.add(account, "fee", fee, currency, 0, None, None, pledge, payment, None, ref, then)
        if is_back:
            refund = self.refunds.add(self._name(), payment, account, f"re_{ref}", minor, then)
            self.entries.add(
                account, "refund", -minor, currency, 0, None, None, pledge, payment, refund, f"re_{ref}", then
            )

    def _name(self) -> Any:
        name = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        return name.hex if self.is_sqlite else name


def names() -> dict[str, Any]:
    """Return what there is to look for: somebody in the middle, with all that belongs to them."""
    from patrons.models import Payment, Pledge, Tier

    pledge = Pledge.objects.filter(state="active", interval="month", is_live=True).order_by("pk")[20]
    payment = Payment.objects.filter(pledge=pledge).order_by("pk")[0]
    return {
        "tier": Tier.objects.order_by("pk")[1].pk, "email": pledge.patron.email, "receipt": payment.receipt_number,
        "ref": payment.provider_ref, "patron": pledge.patron_id, "pledge": pledge.pk,
    }  # fmt: skip
