"""The demo's patrons: books as in life, and nobody is written to."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from newsroom.demo import givers, trials
from newsroom.demo.giving import offer_support
from patrons import gifts, people
from patrons.admin import timeline
from patrons.models import Discrepancy, Gift, LedgerEntry, Patron, Payment, Pledge
from patrons.models.names import named

State = Pledge.State


@pytest.fixture
def made(db, monkeypatch):
    monkeypatch.setattr(givers, "HOW_MANY", 60)
    offer_support()
    givers.make_givers()
    trials.make_trials()


def test_every_kind_of_life_is_there_and_the_books_agree(made, django_capture_on_commit_callbacks):
    assert set(Pledge.objects.values_list("state", flat=True)) >= {
        State.ACTIVE, State.ENDED, State.LAPSED, State.PAUSED, State.GIVEN, State.PAST_DUE, State.CANCELING,
    }  # fmt: skip
    assert not Discrepancy.objects.exists()
    charges = LedgerEntry.objects.filter(kind="charge")
    assert charges.count() == Payment.objects.filter(state="succeeded").count() > 150
    assert not LedgerEntry.objects.filter(occurred_at__gt=timezone.now()).exists()
    for patron in Patron.objects.exclude(name=""):
        assert Patron.objects.filter(pk__in=named(patron.name), pk=patron.pk).exists(), patron
    for pledge in Pledge.objects.filter(started_at__isnull=False).select_related("patron"):
        _is_told_in_order(pledge)


def _is_told_in_order(pledge):
    """It begins, is paid, and so becomes active: and each transition says who or what caused it."""
    told = timeline.of_pledge(pledge)[::-1]
    assert told[0].words == "begun" and told[0].at == pledge.created_at, pledge
    changes = [moment for moment in told if "→" in moment.words]
    payments = [moment for moment in told if "payment" in moment.words and "→" not in moment.words]
    assert changes[0].at == payments[0].at and told.index(payments[0]) < told.index(changes[0]), pledge
    assert all(moment.by or moment.cause for moment in changes), pledge


def test_nobody_is_written_to_and_all_have_addresses(db, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(givers, "HOW_MANY", 30)
    offer_support()
    with django_capture_on_commit_callbacks(execute=True):
        givers.make_givers()
        trials.make_trials()
    assert mail.outbox == []
    assert all(address.endswith("@example.org") for address in Patron.objects.values_list("email", flat=True))


def test_made_once_and_the_same_each_time(made):
    def books():
        return list(LedgerEntry.objects.order_by("pk").values_list("provider_ref", "amount_minor"))

    before = books()
    givers.make_givers()
    trials.make_trials()
    assert books() == before
    assert Patron.objects.count() == 64


def test_the_wall_has_those_who_asked_and_were_approved(made):
    names = people.wall()
    assert names
    for name in names:
        patron = Patron.objects.get(wall_name=name)
        assert patron.visibility == "public" and patron.wall_approved_at


def test_one_gift_is_had_and_one_waits_and_the_clock_writes_about_neither(made):
    had, waits = Gift.objects.order_by("created_at")
    assert had.redeemed_at and had.grant.patron.name == "Greta Given" and had.grant.revoked_at is None
    assert waits.redeemed_at is None and waits.grant is None and waits.pledge.state == State.GIVEN
    assert gifts.write_due() == 0


def test_trials_can_be_paused_at_their_bank(made, settings, monkeypatch):
    from patrons import changing

    settings.PATRONS_DEMO = True
    monkeypatch.setattr("patrons.providers.demo.bank.tell", lambda *said, **more: None)
    pledge = Pledge.objects.filter(account__key="demo", interval="month").first()
    changing.pause(pledge, timezone.now() + timedelta(days=9))
    pledge.refresh_from_db()
    assert pledge.state == State.PAUSED


def test_who_began_at_patreon_has_no_receipts_of_ours(made):
    there = Pledge.objects.filter(account__key="patreon")
    assert {(pledge.source, pledge.article_id) for pledge in there} == {("provider", None)}
    assert "once" not in there.values_list("interval", flat=True)
    assert not Payment.objects.filter(pledge__in=there).exclude(receipt_number=None).exists()
    assert Payment.objects.filter(pledge__in=there, state="succeeded").exists()
