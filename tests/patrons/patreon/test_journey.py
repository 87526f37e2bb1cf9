"""A patron's life at Patreon, told by it: the books that come of it here, whatever the order."""

import itertools
import threading

import pytest
from django.db import connections

from patrons.memberships import synchronise
from patrons.models import (
    Discrepancy,
    Grant,
    LedgerEntry,
    Membership,
    Patron,
    Payment,
    Pledge,
    ProviderEvent,
    Refund,
    Tier,
    TierPrice,
)
from tests.patrons.patreon.fake import FakePatreon

CREATE, UPDATE, DELETE = "members:pledge:create", "members:pledge:update", "members:pledge:delete"


@pytest.fixture
def tiers(db):
    made = {}
    for slug, minor in (("reader", 500), ("friend", 1500)):
        made[slug] = Tier.objects.create(slug=slug, name=slug, status="live")
        TierPrice.objects.create(tier=made[slug], currency="USD", interval="month", amount_minor=minor)
    return made


def ledger():
    return sorted(LedgerEntry.objects.values_list("kind", "amount_minor", "currency", "provider_ref", "months"))


@pytest.mark.django_db
def test_a_whole_life(fake, account, tiers, mailoutbox, django_capture_on_commit_callbacks):
    ref = fake.join("Olha")
    fake.charge(ref)
    first = f"{ref}:{fake.now:%Y-%m-%d}"
    with django_capture_on_commit_callbacks(execute=True):
        assert fake.tell(CREATE, ref) == 200
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.source, pledge.subscription_ref) == ("active", "provider", ref)
    assert (pledge.amount_minor, pledge.currency, pledge.interval, pledge.is_live) == (500, "USD", "month", False)
    assert (pledge.patron.name, pledge.patron.email, pledge.tier.slug) == ("Olha", "olha@example.com", "reader")
    assert pledge.grant.ends_at is None and pledge.patron.verified_at is None
    assert ledger() == [("charge", 500, "USD", first, 1)]
    # Patreon writes to them, and gives them their receipts.
    assert mailoutbox == [] and Payment.objects.get().receipt_number is None

    fake.advance(30)
    fake.change(ref, "12", will_pay_amount_cents=1500, currently_entitled_amount_cents=1500)
    fake.charge(ref)
    assert fake.tell(UPDATE, ref) == 200
    pledge.refresh_from_db()
    assert (pledge.amount_minor, pledge.tier.slug) == (1500, "friend")

    fake.advance(30)
    fake.charge(ref, "Declined")
    assert fake.tell("members:update", ref) == 200
    pledge.refresh_from_db()
    assert pledge.state == "past_due" and Payment.objects.filter(state="failed").count() == 1

    fake.leave(ref)
    assert fake.tell(DELETE, ref) == 200
    pledge.refresh_from_db()
    assert pledge.state == "lapsed" and pledge.ended_at and pledge.grant.ends_at

    fake.change(ref, "11", patron_status="active_patron", will_pay_amount_cents=500,
                currently_entitled_amount_cents=500)  # fmt: skip
    fake.advance(1)
    fake.charge(ref)
    assert fake.tell(CREATE, ref) == 200
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.amount_minor, pledge.ended_at) == ("active", 500, None)

    fake.became(ref, "Refunded")
    assert fake.tell("members:update", ref) == 200
    assert Refund.objects.get().amount_minor == 500 and Refund.objects.get().source == "provider"
    assert sum(row[1] for row in ledger()) == 2000
    before = ledger()
    assert synchronise(account).problem == "" and ledger() == before
    assert not Discrepancy.objects.exists() and not ProviderEvent.objects.exclude(state="done").exists()


@pytest.mark.django_db
def test_any_order_any_number_of_times_the_same_books(fake, account, tiers):
    ref = fake.join("Olha")
    told = []

    def note(trigger):
        told.append((trigger, fake.body(ref)))

    fake.charge(ref)
    note(CREATE)
    fake.change(ref, "12", will_pay_amount_cents=1500, currently_entitled_amount_cents=1500)
    note(UPDATE)
    fake.advance(30)
    fake.charge(ref)
    note("members:update")
    fake.leave(ref)
    note(DELETE)
    found = []
    for number, order in enumerate(itertools.permutations(told)):
        if number % 4:
            continue
        for trigger, body in (*order, order[0]):
            assert fake.tell(trigger, ref, body) == 200
        synchronise(account)
        pledge = Pledge.objects.get()
        sums = (sum(row[1] for row in ledger()), Payment.objects.count(), pledge.state, pledge.period_end)
        payments = sorted(Payment.objects.values_list("provider_ref", "amount_minor", "state"))
        found.append((sums, payments, Patron.objects.count(), Discrepancy.objects.count()))
        forget_all()
    assert len(found) == 6 and all(one == found[0] for one in found)
    assert found[0][0][:3] == (2000, 2, "ended") and found[0][2:] == (1, 0)


def forget_all():
    from django.db import connection

    from patrons import append_only

    append_only.remove(connection)
    for model in (Membership, Grant, LedgerEntry, Refund, Payment, Discrepancy):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM patrons_pledgeevent")
    ProviderEvent.objects.all().delete()
    Pledge.objects.all().delete()
    Patron.objects.all().delete()
    append_only.install(connection)


@pytest.mark.django_db
def test_there_and_back_is_heard_although_the_words_are_the_same(fake, account, tiers):
    """Patreon gives its messages no names: one that says what an earlier one said is told by nothing but its coming."""
    ref = fake.join("Olha")
    fake.charge(ref)
    fake.tell(UPDATE, ref)
    same = fake.body(ref)
    fake.change(ref, "12", will_pay_amount_cents=1500, currently_entitled_amount_cents=1500)
    fake.tell(UPDATE, ref)
    assert Pledge.objects.get().amount_minor == 1500
    # Sent again by somebody while nothing changed: looked at, and nothing follows.
    assert fake.tell(UPDATE, ref, same) == 200 and Pledge.objects.get().amount_minor == 1500
    fake.change(ref, "11", will_pay_amount_cents=500, currently_entitled_amount_cents=500)
    assert fake.tell(UPDATE, ref, same) == 200
    assert Pledge.objects.get().amount_minor == 500 and ProviderEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_eight_threads_make_one_pledge(fake, account):
    refs = [fake.join(name) for name in ("Olha", "Petro", "Ivan")]
    for ref in refs:
        fake.charge(ref)
    triggers = [CREATE, "members:create", UPDATE, "members:update"]
    queue = [(trigger, ref) for _again in range(2) for ref in refs for trigger in triggers]
    answers = []

    def work():
        try:
            while queue:
                try:
                    answers.append(fake.tell(*queue.pop()))
                except IndexError:
                    break
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {200} and len(answers) == 24
    assert (Pledge.objects.count(), Patron.objects.count(), Membership.objects.count()) == (3, 3, 3)
    assert ledger() == sorted(("charge", 500, "USD", f"{ref}:{fake.now:%Y-%m-%d}", 1) for ref in refs)


@pytest.mark.django_db
def test_while_patreon_is_silent_its_words_count(fake: FakePatreon, account, tiers):
    ref = fake.join("Olha")
    fake.charge(ref)
    fake.down = 99
    assert fake.tell(CREATE, ref) == 200
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.amount_minor, pledge.tier.slug) == ("active", 500, "reader")
    old = fake.body(ref)
    fake.advance(30)
    fake.charge(ref, "Declined")
    fake.tell("members:update", ref)
    # It was sent before, and comes late under another trigger: it knows less than we do.
    fake.tell("members:pledge:update", ref, old)
    pledge.refresh_from_db()
    assert pledge.state == "past_due"
    # An end that the member does not know of yet is one with the time that is paid for.
    fake.advance(1)
    fake.charge(ref)
    fake.tell(DELETE, ref)
    pledge.refresh_from_db()
    assert pledge.state == "canceling" and pledge.cancel_at
    fake.down = 0
    fake.tell(DELETE, ref, old)
    pledge.refresh_from_db()
    assert pledge.state == "active" and sum(row[1] for row in ledger()) == 1000
