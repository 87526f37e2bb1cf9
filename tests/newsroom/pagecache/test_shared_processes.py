"""Two processes and one Redis: nobody is shown what was retired before they asked."""

import multiprocessing
import time

from tests.newsroom.pagecache.own_redis import redis_server  # noqa: F401

TURNS = 400
WORKERS = multiprocessing.get_context("spawn")


def read(caches, truth, done, stop, found):
    """A web process: serves from memory, from the store, or makes the page from what is true now."""
    import django
    from django.conf import settings

    settings.CACHES = caches
    django.setup()

    from newsroom.pagecache.filing import EVERYTHING
    from newsroom.pagecache.page import StoredPage
    from newsroom.pagecache.serving import StoredPages
    from newsroom.pagecache.shared import Shared

    pages, made = Shared(), [0]

    def make(environ, start_response):
        mark = pages.mark()
        content = b"%d" % truth.value
        made[0] += 1
        start_response("200 OK", [])
        pages.put(StoredPage.of("/n/", (), content, None), {EVERYTHING, "n"}, mark)
        return [content]

    application, served, stale = StoredPages(make, pages), 0, []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/n/", "QUERY_STRING": "", "HTTP_HOST": "localhost"}
    found.put("ready")
    while not stop.value:
        at_least = done.value
        shown = int(b"".join(application(environ, lambda code, headers: None)))
        served += 1
        if shown < at_least:
            stale.append((shown, at_least))
    found.put((served, made[0], stale[:5]))


def test_no_process_shows_what_another_one_retired(redis_server, settings):  # noqa: F811
    from newsroom.pagecache.filing import EVERYTHING
    from newsroom.pagecache.shared import Shared

    settings.CACHES = redis_server.caches
    truth, done, stop = WORKERS.Value("i", 0), WORKERS.Value("i", 0), WORKERS.Value("i", 0)
    found = WORKERS.Queue()
    readers = [
        WORKERS.Process(target=read, args=(redis_server.caches, truth, done, stop, found)) for _reader in range(2)
    ]
    for reader in readers:
        reader.start()
    try:
        for _reader in readers:
            assert found.get(timeout=30) == "ready"
        pages = Shared()
        for number in range(1, TURNS):
            truth.value = number
            pages.retire({"n"} if number % 10 else {EVERYTHING})
            done.value = number
            if number % 3:
                time.sleep(0.002)
    finally:
        stop.value = 1
        for reader in readers:
            reader.join(timeout=20)
            reader.kill()
    results = [found.get(timeout=5) for _reader in readers]
    for served, made, stale in results:
        assert not stale
        assert served > made > 10, "hardly anything was stored, or made"
