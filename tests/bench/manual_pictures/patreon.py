"""Another place where people are patrons, played by a server on this machine: two tiers and some members."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.patrons.patreon.fake import CAMPAIGN, CLIENT, CLIENT_SECRET, SECRET, FakePatreon

MEMBERS = (("Olha", 500, "11"), ("Benedikt", 1500, "12"), ("Yaryna", 500, "11"), ("Colm", 1500, "12"))


@contextmanager
def pretended() -> Iterator[dict[str, str]]:
    """Serve it; yield what a newspaper is started with to ask it. It ends with the block."""
    fake = FakePatreon()
    try:
        members = [fake.join(name, cents=cents, tier=tier) for name, cents, tier in MEMBERS]
        fake.advance(38)
        for member in members:
            fake.charge(member, currency="EUR")
        yield {
            "PATREON_CLIENT_ID": CLIENT, "PATREON_CLIENT_SECRET": CLIENT_SECRET, "PATREON_ACCESS_TOKEN": fake.access,
            "PATREON_REFRESH_TOKEN": fake.refresh, "PATREON_CAMPAIGN_ID": CAMPAIGN, "PATREON_WEBHOOK_SECRET": SECRET,
            "PATREON_CURRENCY": "EUR", "PATREON_API_BASE": fake.url,
        }  # fmt: skip
    finally:
        fake.close()
