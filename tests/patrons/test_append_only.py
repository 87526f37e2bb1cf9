"""The books cannot be changed: not by Django, not by SQL, not after SQLite made the table anew."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.db.models.signals import post_migrate

from patrons import append_only, ledger
from patrons.models import LedgerEntry, Payment, PledgeEvent
from patrons.money import Money
from tests.patrons.conftest import NOON, make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(account):
    pledge = make_pledge(account)
    payment = Payment.objects.create(
        pledge=pledge, account=account, provider_ref="p1", amount_minor=500, currency="EUR", occurred_at=NOON
    )
    return ledger.book("charge", Money(500, "EUR"), ref="p1", at=NOON, payment=payment)


def refused(act):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        act()


def test_an_entry_stays_as_it_was_written(entry):
    refused(lambda: LedgerEntry.objects.filter(pk=entry.pk).update(amount_minor=1))
    refused(lambda: LedgerEntry.objects.filter(pk=entry.pk).delete())
    refused(entry.delete)
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("UPDATE patrons_ledgerentry SET amount_minor = 1"))
        refused(lambda: cursor.execute("DELETE FROM patrons_ledgerentry"))
    assert LedgerEntry.objects.get().amount_minor == 500


def test_so_does_the_history_of_a_pledge(account):
    PledgeEvent.objects.create(pledge=make_pledge(account), verb="begun")
    refused(lambda: PledgeEvent.objects.update(verb="other"))
    refused(lambda: PledgeEvent.objects.all().delete())


def test_what_has_the_wrong_sign_or_is_nothing_is_no_entry(entry):
    for kind, minor in (("charge", -5), ("charge", 0), ("fee", 5), ("refund", 5), ("adjustment", 0)):
        with pytest.raises(DatabaseError), transaction.atomic():
            LedgerEntry.objects.create(
                account=entry.account, kind=kind, amount_minor=minor, currency="EUR", provider_ref=f"{kind}{minor}",
                occurred_at=NOON,
            )  # fmt: skip


def test_a_missing_guard_is_an_error_of_the_system_check_and_migrate_makes_it_again(db):
    assert not append_only.missing(connection)
    append_only.remove(connection)
    assert len(append_only.missing(connection)) == 4 + 2 * (connection.vendor == "postgresql")
    [error] = [one for one in run_checks(databases=["default"]) if one.id == "patrons.E001"]
    assert "can be changed" in error.msg
    append_only.install(connection)
    append_only.install(connection)
    assert not append_only.missing(connection)


@pytest.mark.django_db(transaction=True)
def test_altering_the_table_does_not_leave_it_unguarded():
    """SQLite makes a table anew to alter a column, and forgets its triggers."""
    state = ProjectState.from_apps(LedgerEntry._meta.apps)
    longer = migrations.AlterField("ledgerentry", "memo", models.CharField(max_length=301, blank=True))
    after = state.clone()
    longer.state_forwards("patrons", after)
    back = migrations.AlterField("ledgerentry", "memo", models.CharField(max_length=300, blank=True))
    with connection.schema_editor() as editor:
        longer.database_forwards("patrons", editor, state, after)
    if connection.vendor == "sqlite":
        assert append_only.missing(connection)
    config = apps.get_app_config("patrons")
    post_migrate.send(sender=config, app_config=config, apps=apps, using="default", verbosity=0, interactive=False)
    assert not append_only.missing(connection)
    with connection.schema_editor() as editor:
        back.database_forwards("patrons", editor, after, state)
    append_only.install(connection)
