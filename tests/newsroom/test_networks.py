"""A network is recognised while its key lasts, and cannot be told afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import networks
from newsroom.accounts.forgetting import forget
from newsroom.accounts.models import NetworkKey
from newsroom.networks import Term, fingerprint, known_as, network_of

pytestmark = pytest.mark.django_db


def later(monkeypatch, **by):
    moment = timezone.now() + timedelta(**by)
    monkeypatch.setattr(networks.timezone, "now", lambda: moment)
    return moment


def test_neighbours_are_one_and_others_are_not():
    one, neighbour, other = (network_of(address) for address in ("192.0.2.1", "192.0.2.200", "192.0.3.1"))
    assert one == neighbour != other
    assert "192.0.2" not in one


def test_the_next_week_counts_anew_and_keeps_no_key_of_the_last(monkeypatch):
    before = network_of("192.0.2.1")
    moment = later(monkeypatch, days=7)
    after = network_of("192.0.2.1")
    forget(moment)
    assert before != after
    assert NetworkKey.objects.filter(term="COUNTED").count() == 1
    assert network_of("192.0.2.1") == after


def test_a_sign_in_is_recognised_across_a_half_year_and_then_no_more(monkeypatch, rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.1")
    before = fingerprint(request, Term.KNOWN)
    moment = later(monkeypatch, days=180)
    assert fingerprint(request, Term.KNOWN) != before
    forget(moment)
    assert before in known_as(request)
    assert before not in known_as(rf.get("/", REMOTE_ADDR="192.0.3.1"))
    forget(later(monkeypatch, days=361))
    assert before not in known_as(request)


def test_a_key_is_in_no_backup():
    from django.apps import apps

    from newsroom.backup.rows import tables

    assert NetworkKey not in tables(apps)
