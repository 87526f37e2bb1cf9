"""What stands in PAGE_EDGE and PAGE_STORE wrongly stops the start with one sentence that helps."""

import pytest

from newsroom.pagecache.choices import caches, page_store
from newsroom.pagecache.edges.choices import page_edge

FASTLY = {"PAGE_EDGE": "fastly", "FASTLY_SERVICE_ID": "SU1Z0isxPaozGVKXdv0eY", "FASTLY_API_TOKEN": "a-long-token"}
CLOUDFLARE = {"PAGE_EDGE": "cloudflare", "CLOUDFLARE_ZONE_ID": "0" * 32, "CLOUDFLARE_API_TOKEN": "a-long-token"}
VARNISH = {"PAGE_EDGE": "varnish", "VARNISH_ADDRESSES": "http://10.0.0.5:6081, https://[fd00::1]/souin-api/souin"}


def read(variables, store="folder"):
    return page_edge(lambda name: variables.get(name, ""), store)


def test_nothing_is_no_edge():
    assert read({"FASTLY_API_TOKEN": "left over"}) == ("", {})


@pytest.mark.parametrize("variables", [FASTLY, CLOUDFLARE, VARNISH, {**VARNISH, "VARNISH_PURGE": "souin"}])
def test_what_is_written_right_is_taken(variables):
    kind, found = read(variables)
    assert {"PAGE_EDGE": kind, **found} == variables


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"PAGE_EDGE": "akamai"}, "PAGE_EDGE says “akamai”"),
        ({"PAGE_EDGE": "fastly"}, "FASTLY_SERVICE_ID is missing"),
        ({**FASTLY, "FASTLY_SERVICE_ID": "../purge_all"}, "FASTLY_SERVICE_ID says"),
        ({**FASTLY, "FASTLY_API_TOKEN": "two words"}, "FASTLY_API_TOKEN is not one"),
        ({**FASTLY, "FASTLY_API_BASE": "api.fastly.com"}, "FASTLY_API_BASE says"),
        ({**CLOUDFLARE, "CLOUDFLARE_ZONE_ID": "lantern.example"}, "CLOUDFLARE_ZONE_ID says"),
        ({**CLOUDFLARE, "CLOUDFLARE_API_TOKEN": ""}, "CLOUDFLARE_API_TOKEN is missing"),
        ({"PAGE_EDGE": "varnish", "VARNISH_ADDRESSES": "10.0.0.5:6081"}, "VARNISH_ADDRESSES says"),
        ({**VARNISH, "VARNISH_PURGE": "soft"}, "VARNISH_PURGE says “soft”"),
    ],
)
def test_what_is_written_wrong_is_said_in_one_sentence(variables, named):
    with pytest.raises(ValueError, match="write") as said:
        read(variables)
    assert named in str(said.value) and "\n" not in str(said.value)
    assert "two words" not in str(said.value)


def test_an_edge_needs_pages_that_know_what_they_show():
    with pytest.raises(ValueError, match="PAGE_STORE=folder"):
        read(FASTLY, store="")


REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:6379/0"}
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def test_pages_are_stored_where_it_is_said():
    assert [page_store(kind, MEMORY) for kind in ("", "folder")] == ["", "folder"]
    assert page_store("cache", caches(REDIS)["pages"]) == "cache"
    with pytest.raises(ValueError, match="PAGE_STORE says “redis”"):
        page_store("redis", REDIS)


def test_a_cache_that_each_process_has_for_itself_is_no_shared_one():
    with pytest.raises(ValueError, match="CACHE_URL=redis"):
        page_store("cache", caches(MEMORY)["pages"])


def test_nobody_waits_long_for_redis_unless_it_was_said():
    assert caches(REDIS)["pages"]["OPTIONS"] == {"socket_connect_timeout": 1, "socket_timeout": 2}
    patient = caches({**REDIS, "OPTIONS": {"socket_timeout": 9}})
    assert patient["default"]["OPTIONS"]["socket_timeout"] == 9
