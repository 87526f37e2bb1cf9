"""Behind a proxy everybody comes from the same machine: what it says of the sender is counted, and nothing before."""

import pytest

from patrons.networks import fingerprint, network_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (1, None, "192.0.2.1"),
    ],
)
def test_who_sent_it(rf, settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert fingerprint(rf.get("/", REMOTE_ADDR="192.0.2.1", headers=headers)) == network_of(expected) != ""
