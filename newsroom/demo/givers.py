"""The demo's patrons: invented people whose gifts of fourteen months fill the desk. The same people each time.

What they give is told to the books as a provider would tell it, so that every figure is computed as in life.
"""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from articles.models import PublishedArticle
from newsroom.demo.reading import CONTENT
from patrons import pledges
from patrons.history import Via, note
from patrons.models import Patron, Payment, Pledge, ProviderAccount, Tier, TierPrice
from patrons.models.people import email_key
from patrons.money import Money, fee
from patrons.providers.demo.bank import later
from patrons.providers.facts import AnyFact, Outcome, PaymentFact, RefundFact, SubscriptionFact, Told

HOW_MANY = 120
MONTHS = 14
# How a pledge goes, and how often: most go on as they began.
WAYS = {
    "steady": 50, "raised": 9, "lowered": 4, "ended": 11, "lapsed": 5, "returned": 4, "failing": 3, "paused": 3,
    "ends": 3, "once": 14,
}  # fmt: skip
CURRENCIES = {"EUR": 62, "UAH": 26, "USD": 8, "GBP": 4}
FEES = {"stripe": (150, {"EUR": 25, "USD": 30, "GBP": 20, "UAH": 0}), "patreon": (1000, {})}


@dataclass(frozen=True)
class Plan:
    """One pledge to be: `at` its first payment, `months` what a payment is for, 0 for a single gift."""

    patron: Patron
    account: ProviderAccount
    tier: Tier
    amount: Money
    months: int
    at: datetime
    way: str
    article: int | None


def make_givers(now: datetime | None = None) -> None:
    """Make the patrons and all that they gave, unless an earlier run did."""
    if Patron.objects.exists():
        return
    now = now or timezone.now()
    words = tomllib.loads((CONTENT / "givers.toml").read_text())
    # People are invented here, no secrets.
    chance = random.Random("The Lantern")  # noqa: S311
    patrons = _people(words, chance, now)
    accounts = [_account(each) for each in words["accounts"]]
    brought = list(PublishedArticle.objects.live().order_by("-live_from").values_list("article", flat=True)[:25])
    for patron in patrons:
        for plan in _plans(patron, accounts, brought, chance, now):
            _give(plan, words, chance, now)
    # Only now do they get addresses: nobody is written to about what is invented.
    for patron in patrons:
        patron.email = patron.email_key
        date_mails(patron)
    Patron.objects.bulk_update(patrons, ["email"])


def date_mails(patron: Patron) -> None:
    """Say of mails that went to no address that they went when what they are about happened."""
    for mail in patron.mails.all():
        what, number = mail.about.split()[:2]
        rows = Payment.objects.filter(pledge__patron=patron, **{"pk" if what == "payment" else "pledge": number})
        payment = rows.order_by("occurred_at").first()
        patron.mails.filter(pk=mail.pk).update(at=payment.occurred_at if payment else patron.created_at)


def _people(words: dict[str, Any], chance: random.Random, now: datetime) -> list[Patron]:
    seen: set[str] = set()
    people: list[Patron] = []
    while len(people) < HOW_MANY:
        group = chance.choices(words["people"], weights=[one["weight"] for one in words["people"]])[0]
        first, last = chance.choice(group["first"]), chance.choice(group["last"])
        key = email_key(f"{_latin(first, words)}.{_latin(last, words)}@example.org".lower())
        if key in seen:
            continue
        seen.add(key)
        visibility = chance.choices(["secret", "private", "public"], weights=[60, 20, 20])[0]
        people.append(
            Patron(
                email_key=key, name=f"{first} {last}" if chance.random() < 0.9 else "", locale=group["language"],
                visibility=visibility, wall_name=f"{first} {last}" if visibility == "public" else "",
                wall_approved_at=now if visibility == "public" and chance.random() < 0.8 else None,
                verified_at=now, created_at=now - timedelta(days=chance.randrange(1, MONTHS * 30)),
            )
        )  # fmt: skip
    # Their books are begun in the order in which they came.
    people.sort(key=lambda one: one.created_at)
    return Patron.objects.bulk_create(people)


def _latin(name: str, words: dict[str, Any]) -> str:
    return "".join(words["latin"].get(letter, letter) for letter in name.lower() if letter.isalpha())


def _account(words: dict[str, Any]) -> ProviderAccount:
    # Not offered: money of long ago came through them, and beside one that is offered the demonstration bank closes.
    made, _new = ProviderAccount.objects.get_or_create(
        key=words["key"], is_live=True, defaults={"label": words["label"], "is_enabled": False, "position": 9}
    )
    return made


def _plans(
    patron: Patron, accounts: list[ProviderAccount], brought: list[int], chance: random.Random, now: datetime
) -> Iterator[Plan]:
    currency = chance.choices(list(CURRENCIES), weights=list(CURRENCIES.values()))[0]
    way = chance.choices(list(WAYS), weights=list(WAYS.values()))[0]
    months = 0 if way == "once" else chance.choices([1, 12], weights=[85, 15])[0]
    interval = {0: "once", 1: "month", 12: "year"}[months]
    prices = TierPrice.objects.filter(currency=currency, interval=interval, is_active=True).select_related("tier")
    price = chance.choices(list(prices.order_by("amount_minor")), weights=[55, 33, 12])[0]
    article = chance.choice(brought) if brought and chance.random() < 0.7 else None
    account = chance.choices(accounts, weights=[65, 35])[0]
    if account.key == "patreon":
        # Whoever begins there does not come from an article here; single gifts there are none.
        account, article = (account, None) if months else (accounts[0], article)
    at = patron.created_at
    if way == "failing":
        # Long enough ago to be noticed, and not so long that it would have lapsed.
        at = later(now - timedelta(days=5), -months)
    yield Plan(patron, account, price.tier, price.amount, months, at, way, article)


def _give(plan: Plan, words: dict[str, Any], chance: random.Random, now: datetime) -> None:
    """Write one pledge down and let its provider tell what came of it; who returns gives a second one."""
    pledge = Pledge.objects.create(
        patron=plan.patron, account=plan.account, tier=plan.tier, amount_minor=plan.amount.minor,
        currency=plan.amount.currency, interval={0: "once", 1: "month", 12: "year"}[plan.months],
        source=Pledge.Source.PROVIDER if plan.account.key == "patreon" else Pledge.Source.WEB,
        visibility=plan.patron.visibility, article_id=plan.article, created_at=plan.at,
        message=chance.choice(words["messages"]) if chance.random() < 0.15 else "",
    )  # fmt: skip
    first, *others = _story(plan, pledge, chance, now)
    begun_here = pledge.source == Pledge.Source.WEB
    note(pledge, "begun", by=Via.PATRON if begun_here else Via.LOOK, at=plan.at)
    pledges.apply(plan.account, [first], by=Via.RETURN if begun_here else Via.LOOK, at=plan.at)
    if others:
        pledges.apply(plan.account, others, by=Via.LOOK, at=max(fact.at for fact in others))
    if plan.way == "returned":
        pledge.refresh_from_db()
        again = (pledge.ended_at or now) + timedelta(days=chance.randrange(40, 90))
        if again < now:
            _give(Plan(plan.patron, plan.account, plan.tier, plan.amount, 1, again, "steady", None), words, chance, now)


def _story(plan: Plan, pledge: Pledge, chance: random.Random, now: datetime) -> Iterator[AnyFact]:
    if not plan.months:
        yield _payment(plan, pledge, 0, plan.amount, plan.at, None)
        if chance.random() < 0.15:
            yield _refund(plan, pledge, 0, plan.at + timedelta(days=2))
        return
    count = 1
    while later(plan.at, plan.months * count) <= now:
        count += 1
    turns_at = chance.randrange(1, count) if count > 1 else 0
    amount, told, at = plan.amount, Told.ACTIVE, plan.at
    stops = {"ended": Told.ENDED, "returned": Told.ENDED, "lapsed": Told.LAPSED}
    for number in range(count):
        at = later(plan.at, plan.months * number)
        if turns_at and number == turns_at:
            if plan.way in stops:
                told = stops[plan.way]
                break
            amount = {"raised": plan.amount + plan.amount, "lowered": _half(plan.amount)}.get(plan.way, amount)
        if plan.way == "failing" and number and number == count - 1:
            yield _payment(plan, pledge, number, amount, at, "card_declined")
            told = Told.PAST_DUE
            break
        yield _payment(plan, pledge, number, amount, at, None)
    if told == Told.LAPSED:
        yield _payment(plan, pledge, turns_at, amount, at, "card_declined")
    told = {"paused": Told.PAUSED, "ends": Told.CANCELING}.get(plan.way, told)
    ends = later(plan.at, plan.months * count)
    yield SubscriptionFact(
        at=min(at + timedelta(days=1), now), pledge=str(pledge.public_id), subscription=f"sub_{pledge.pk}", told=told,
        amount=amount, period_end=ends, cancel_at=ends if told == Told.CANCELING else None,
        resume_at=now + timedelta(days=45) if told == Told.PAUSED else None,
        reason="unpaid" if told == Told.LAPSED else "",
    )  # fmt: skip


def _payment(plan: Plan, pledge: Pledge, number: int, amount: Money, at: datetime, error: str | None) -> PaymentFact:
    points, fixed = FEES[plan.account.key]
    end = later(at, plan.months) if plan.months else None
    return PaymentFact(
        at=at, pledge=str(pledge.public_id), payment=f"pay_{pledge.pk}_{number}", amount=amount,
        outcome=Outcome.FAILED if error else Outcome.SUCCEEDED, error=error or "",
        fee=None if error else Money(fee(amount.minor, points, fixed.get(amount.currency, 0)), amount.currency),
        subscription=f"sub_{pledge.pk}" if plan.months else "", period_start=at if end else None, period_end=end,
    )  # fmt: skip


def _refund(plan: Plan, pledge: Pledge, number: int, at: datetime) -> RefundFact:
    return RefundFact(
        at=at, pledge=str(pledge.public_id), refund=f"re_{pledge.pk}", payment=f"pay_{pledge.pk}_{number}",
        outcome=Outcome.SUCCEEDED, amount=plan.amount, reason="asked by the patron",
    )  # fmt: skip


def _half(amount: Money) -> Money:
    return Money(amount.minor // 2, amount.currency)
