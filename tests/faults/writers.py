"""One of several processes that write into the same database for some seconds, as fast as they can.

    VAR_DIR=… DATABASE_URL=… python -m tests.faults.writers publish 3 60 [seconds between two]

Prints what it did as one line of JSON: how often, the slowest in seconds, and each error by its words.
"""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer


def publish(number: int) -> Callable[[int], None]:
    """New articles, and every third time the same one once more."""
    from articles import publishing
    from articles.models import Article, Section

    section = Section.objects.get(slug="politics")

    def act(turn: int) -> None:
        if turn % 3 or not turn:
            article = Article.objects.create(
                headline=f"Of {number}, {turn}", deck="d", body="<p>One.</p>", section=section
            )
            article.tags.set(["Energy", f"Tag {turn % 7}"])
            made[:] = [article]
        made[0].body = f"<p>Turn {turn}.</p>"
        made[0].save()
        publishing.publish(made[0])

    made: list[Article] = []
    return act


def pay(number: int) -> Callable[[int], None]:
    """Somebody pledges, and the provider tells that they paid: booked, numbered, thanked."""
    from django.utils import timezone

    from patrons import deliveries
    from patrons.models import Patron, Pledge, ProviderAccount, Tier
    from patrons.money import Money
    from patrons.providers import facts
    from tests.patrons.conftest import Scripted

    account, tier = ProviderAccount.objects.get(key="scripted"), Tier.objects.get(slug="friend")
    provider = Scripted([])

    def act(turn: int) -> None:
        name, now = f"{number}-{turn}", timezone.now()
        patron = Patron.objects.create(email=f"p{name}@example.com", name="Olha")
        pledge = Pledge.objects.create(
            patron=patron, account=account, tier=tier, amount_minor=500, currency="EUR", interval="month",
            is_live=account.is_live,
        )  # fmt: skip
        public, amount = str(pledge.public_id), Money(500, "EUR")
        subscription = facts.SubscriptionFact(
            at=now, pledge=public, subscription=f"s{name}", told=facts.Told.ACTIVE, amount=amount
        )
        payment = facts.PaymentFact(
            at=now, pledge=public, subscription=f"s{name}", payment=f"pay{name}", outcome=facts.Outcome.SUCCEEDED,
            amount=amount,
        )  # fmt: skip
        provider.told.append([subscription, payment])
        envelope = provider.envelope(turn)
        envelope = type(envelope)(event_id=f"evt_{name}", kind="told", payload={"number": turn}, happened_at=now)
        assert deliveries.take(account, provider, envelope).state == "done"

    return act


def vote(number: int) -> Callable[[int], None]:
    """Patrons vote for the same topics, and take votes back."""
    from patrons import voting
    from patrons.models import Patron, Topic

    voters = list(Patron.objects.filter(email__startswith="voter").order_by("pk"))[number % 2 :: 2]
    topics = list(Topic.objects.order_by("pk"))

    def act(turn: int) -> None:
        voter, topic = voters[turn % len(voters)], topics[turn % len(topics)]
        voting.vote(voter, topic)
        if turn % 4:
            voting.take_back(voter, topic)

    return act


def intake(number: int) -> Callable[[int], None]:
    """A feed of another outlet that has ten new items each time."""
    from articles.models import Source
    from articles.related import intake
    from tests.articles.related.conftest import item, rss

    class Outlet(BaseHTTPRequestHandler):
        asked = 0

        def do_GET(self) -> None:
            first = 10 * type(self).asked
            type(self).asked += 1
            body = rss(*[item(first + one) for one in range(10)]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Outlet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    source = Source.objects.create(name=f"Outlet {number}", feed_url=f"http://127.0.0.1:{server.server_port}/feed")

    def act(turn: int) -> None:
        taken = intake.take_in(source)
        assert taken.new and not taken.problem, taken

    return act


def main(kind: str, number: int, seconds: float, pause: float = 0) -> None:
    import django

    django.setup()
    act = {"publish": publish, "pay": pay, "vote": vote, "intake": intake}[kind](number)
    print("ready", flush=True)
    sys.stdin.readline()
    errors: Counter[str] = Counter()
    done, slowest, begun = 0, 0.0, time.monotonic()
    while time.monotonic() - begun < seconds:
        at = time.monotonic()
        try:
            act(done + sum(errors.values()))
            done += 1
        except Exception as error:
            errors[f"{type(error).__name__}: {error}"[:300]] += 1
        slowest = max(slowest, time.monotonic() - at)
        time.sleep(pause)
    print(json.dumps({"kind": kind, "done": done, "slowest": round(slowest, 2), "errors": errors}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:]))
