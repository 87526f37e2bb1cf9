"""Measures the room of patrons with very many of them: `make bench-patrons`, N=100000.

    python -m tests.bench.patrons_scale [N] [--keep NAME] [--events EVENTS]

N patrons and twenty entries of the ledger for each are written into a database made for it: SQLite, or what
DATABASE_URL names. Then deliveries of the demonstration bank are applied one after the other, the figures are
counted, and pages of the desk are opened. Printed are times on the wall and of this process's CPU, and how many
questions each page asks the database. With --keep the database stays and is used again.

Ends with 1 if a list asks more than twelve questions or takes 300 ms in the fastest of seven runs: what else runs on
the machine makes it slower, and nothing makes it faster.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from .patrons_corpus import ENTRIES_EACH, build
from .related_quality import scratch_database

RUNS = 7
QUERIES_AT_MOST, MS_AT_MOST = 12, 300


@contextmanager
def counted() -> Any:
    """Count questions to the database, without keeping them."""
    from django.db import connection

    asked = [0]

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        asked[0] += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        yield asked


def pages(names: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Return what is opened: what it is called, its address, and whether it is a list with a bar to pass."""
    pledges, patrons, ledger = "/admin/patrons/pledge/", "/admin/patrons/patron/", "/admin/patrons/ledgerentry/"
    return [
        ("pledges, first page", pledges, True),
        ("pledges, page 40", f"{pledges}?p=40", True),
        ("pledges that are active", f"{pledges}?state=active", True),
        ("pledges whose payment failed", f"{pledges}?state=past_due", True),
        ("… active, a tier, euros, page 20", f"{pledges}?state=active&tier={names['tier']}&currency=EUR&p=20", True),
        ("… of a rare kind: yearly, hryvnias, lapsed", f"{pledges}?interval=year&currency=UAH&state=lapsed", True),
        ("… of a currency that hardly anybody uses", f"{pledges}?currency=GBP", True),
        ("pledges, an address searched", f"{pledges}?q={names['email']}", True),
        ("pledges, a receipt searched", f"{pledges}?q={names['receipt']}", True),
        ("pledges, nothing found", f"{pledges}?q=nobody@example.com", True),
        ("patrons, first page", patrons, True),
        ("patrons, page 40", f"{patrons}?p=40", True),
        ("patrons that wait for the wall", f"{patrons}?wall=waits", True),
        ("patrons, a name searched", f"{patrons}?q=Reader+777", True),
        ("patrons, an address searched", f"{patrons}?q={names['email']}", True),
        ("ledger, first page", ledger, True),
        ("ledger, page 40", f"{ledger}?p=40", True),
        ("ledger, refunds", f"{ledger}?kind=refund", True),
        ("ledger, refunds in a currency hardly used", f"{ledger}?kind=refund&currency=GBP", True),
        ("ledger, a reference searched", f"{ledger}?q={names['ref']}", True),
        ("one patron", f"{patrons}{names['patron']}/change/", False),
        ("one pledge", f"{pledges}{names['pledge']}/change/", False),
        ("figures, 12 months", "/admin/patrons/figures/?currency=EUR", False),
        ("figures, all months", "/admin/patrons/figures/?currency=EUR&months=all", False),
        ("the desk's start page", "/admin/", False),
    ]  # fmt: skip


def measure(what: str, act: Callable[[], Any], runs: int = RUNS) -> tuple[float, float, int]:
    """Return the fastest on the wall, the CPU of the one in the middle, in ms, and the questions of one; print them."""
    act()
    walls, cpus, asked = [], [], 0
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        with counted() as number:
            act()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
        asked = number[0]
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    print(f"| {what} | {wall:.0f} | {min(walls):.0f} | {cpu:.0f} | {asked} |", flush=True)
    return min(walls), cpu, asked


def apply_events(number: int) -> None:
    """Apply signed deliveries of the demonstration bank: a subscription that begins and is paid, and renewals."""
    from django.utils import timezone

    from patrons import deliveries
    from patrons.models import Patron, Pledge, ProviderAccount
    from patrons.providers.demo.provider import DemoBank
    from patrons.providers.demo.signing import HEADER, sign

    account = ProviderAccount.objects.get(key="demo")
    bank, now = DemoBank("http://127.0.0.1", "a secret of this run"), timezone.now()
    run, bodies = f"{time.time_ns():x}", []
    patrons = Patron.objects.order_by("pk")[: max(number // 5, 1)]
    for each in [
        Pledge.objects.create(
            patron=patron, account=account, amount_minor=500, currency="EUR", interval="month", is_live=False
        )
        for patron in patrons
    ]:
        for month in range(5):
            bodies.append(_body(f"{run}_{each.pk}", str(each.public_id), month, now - timedelta(days=30 * (4 - month))))
    signed = [({HEADER: sign("a secret of this run", body, int(time.time()))}, body) for body in bodies]
    wall, cpu = time.perf_counter(), time.process_time()
    for headers, body in signed:
        event = deliveries.take(account, bank, bank.verify(headers, body))
        assert event.state == "done", event.error
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"\n{len(bodies)} events applied, one after the other: {len(bodies) / wall:.0f} a second on the wall "
        f"({1000 * wall / len(bodies):.1f} ms each, {1000 * cpu / len(bodies):.1f} ms of CPU here)",
        flush=True,
    )


def _body(ref: str, pledge: str, month: int, at: datetime) -> bytes:
    until = (at + timedelta(days=30)).isoformat()
    said: dict[str, Any] = {"pledge": pledge, "amount": 500, "currency": "EUR", "at": at.isoformat()}
    charge = {
        "object": "charge", "id": f"ch_{ref}_{month}", "outcome": "succeeded", "error": "", "fee": 45,
        "subscription": f"sub_{ref}", "period_start": at.isoformat(), "period_end": until, **said,
    }  # fmt: skip
    subscription = {
        "object": "subscription", "id": f"sub_{ref}", "status": "active", "version": month, "period_end": until,
        "cancel_at": "", "resume_at": "", "reason": "", **said,
    }  # fmt: skip
    event = {"id": f"evt_{ref}_{month}", "kind": "charge.succeeded", "created": at.isoformat()}
    return json.dumps(event | {"objects": [charge, subscription]}).encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", nargs="?", type=int, default=100_000, help="how many patrons")
    parser.add_argument("--events", type=int, default=2_000, help="how many deliveries are applied")
    parser.add_argument("--keep", default="", help="a database that stays: its name, or with SQLite its file")
    options = parser.parse_args()
    with scratch_database(options.keep):
        from django.conf import settings
        from django.contrib.staticfiles import storage
        from django.contrib.staticfiles.storage import StaticFilesStorage
        from django.core.cache import cache
        from django.db import connection
        from django.test import Client

        from newsroom.accounts.models import User
        from patrons import appeals
        from patrons.figures import counting, now
        from patrons.models import Campaign, LedgerEntry, Patron

        settings.ALLOWED_HOSTS = ["testserver"]
        # Letters are written and put into a box that nobody opens.
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
        # Nobody collected static files for this; where they lie is not what is measured.
        storage.staticfiles_storage._wrapped = StaticFilesStorage()
        if not Patron.objects.exists():
            began = time.perf_counter()
            build(options.number, options.number * ENTRIES_EACH)
            print(f"built in {time.perf_counter() - began:.0f} s", flush=True)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        print(f"{Patron.objects.count()} patrons, {LedgerEntry.objects.count()} entries on {connection.vendor}")
        apply_events(options.events)
        wall, cpu = time.perf_counter(), time.process_time()
        counting.count()
        print(
            f"counting all figures anew: {time.perf_counter() - wall:.1f} s on the wall, "
            f"{time.process_time() - cpu:.1f} s of CPU here\n"
        )
        from .patrons_corpus import names

        owner = User.objects.get_or_create(email="owner@example.com", is_staff=True, is_superuser=True)[0]
        client = Client()
        client.force_login(owner)
        print("| page | wall, ms | fastest | CPU, ms | questions |\n|---|---|---|---|---|")
        missed = []
        for what, address, is_list in pages(names()):

            def open_it(address: str = address) -> None:
                response = client.get(address)
                # With few patrons there is no page 40.
                assert response.status_code == 200 or "p=" in address, (address, response.status_code)

            wall, _cpu, asked = measure(what, open_it)
            if is_list and (asked > QUERIES_AT_MOST or wall >= MS_AT_MOST):
                missed.append(what)
        goal = Campaign.objects.first()
        assert goal is not None
        measure("the campaign of every page, once a minute", lambda: (cache.clear(), appeals.came(goal)), 3)
        measure("patrons by tier", now.by_tier, 3)
        print(f"\n{'MISSED: ' + '; '.join(missed) if missed else 'Every list passes.'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
