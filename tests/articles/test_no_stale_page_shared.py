"""As `test_no_stale_page`, on pages that stand in a cache which machines share."""

import os

import pytest

from newsroom.pagecache.choices import caches
from newsroom.pagecache.stores import store
from tests.articles.test_no_stale_page import Newsroom, moving  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = 100 if os.environ.get("CI") else 20
MEMORY = "django.core.cache.backends.locmem.LocMemCache"


class SharedNewsroom(Newsroom):
    """Its store lists no pages: each that a reader may ask for is looked at."""

    def stored_paths(self):
        return self.paths()


def test_no_sequence_of_verbs_leaves_a_stale_page_in_a_shared_cache(client, settings, moving):  # noqa: F811
    options = {"MAX_ENTRIES": 100_000}
    settings.CACHES = {
        **caches({"BACKEND": MEMORY, "LOCATION": "pages", "OPTIONS": options}),
        "default": {"BACKEND": MEMORY, "LOCATION": "all else", "OPTIONS": options},
    }
    settings.PAGE_STORE = "cache"
    assert SharedNewsroom(7, client, store(), moving).play(STEPS) > STEPS, "hardly anything was stored"
