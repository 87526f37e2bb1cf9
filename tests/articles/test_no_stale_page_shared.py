"""As `test_no_stale_page`, on pages that stand in a cache which machines share."""

import os

import pytest
from django.core.cache import cache
from django.test import override_settings

from newsroom.pagecache import retiring
from newsroom.pagecache.choices import caches
from newsroom.pagecache.stores import store
from tests.articles.test_no_stale_page import VERBS, Newsroom, _difference, moving  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = 100 if os.environ.get("CI") else 20
MEMORY = "django.core.cache.backends.locmem.LocMemCache"


class SharedNewsroom(Newsroom):
    """Its store lists no pages: each that a reader may ask for is looked at."""

    def compare(self):
        compared = 0
        for path in self.paths():
            stored = self.pages.get(path)
            if stored is None:
                continue
            with override_settings(PAGE_STORE=""):
                fresh = self.client.get(path)
            assert fresh.status_code == 200, (path, self.log[-5:])
            assert stored.content("") == fresh.content, _difference(path, stored, fresh, self.log)
            compared += 1
            # What is kept for a minute where no page is stored; the pages themselves are in another cache.
            cache.clear()
        return compared


def test_no_sequence_of_verbs_leaves_a_stale_page_in_a_shared_cache(client, settings, moving):  # noqa: F811
    options = {"MAX_ENTRIES": 100_000}
    settings.CACHES = {
        **caches({"BACKEND": MEMORY, "LOCATION": "pages", "OPTIONS": options}),
        "default": {"BACKEND": MEMORY, "LOCATION": "all else", "OPTIONS": options},
    }
    settings.PAGE_STORE = "cache"
    newsroom = SharedNewsroom(7, client, store(), moving)
    compared = 0
    for _step in range(STEPS):
        newsroom.read()
        newsroom.step(VERBS)
        compared += newsroom.compare()
        assert retiring.catch_up(all_of_them=True) == 0
    assert compared > STEPS, "hardly anything was stored"
