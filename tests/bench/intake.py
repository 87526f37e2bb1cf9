"""How long a round takes: 200 sources of 50 items each, from a server on this machine.

    make bench-intake                 SQLite, or what DATABASE_URL says (a database that may be emptied)

Prints seconds, growth of memory, and what the second round, in which every feed is the same but for
a comment, writes into the tables of stories. Ends with 1 when a bar is missed: 60 seconds, 40 MB, 0 writes.
"""

import os
import resource
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SOURCES, ITEMS, WORKERS = 200, 50, 8
SECONDS, MEGABYTES = 60, 40
NOW = datetime.now(UTC)
WORDS = (
    "parliament minister council harvest border railway school hospital court energy river market teacher strike water "
    "factory museum election journalist budget bridge winter frontier police army radio village language street memory"
).split()


def words(seed: int, count: int) -> str:
    """As many words as that, always the same for one seed."""
    found = []
    for place in range(count):
        seed = (seed * 1_103_515_245 + 12_345 + place) % 2**31
        found.append(WORDS[seed // 7 % len(WORDS)])
    return " ".join(found)


def feed(number: int) -> bytes:
    """The feed of one outlet, the excerpts as long as in life."""
    items = "".join(
        f"<item><title>{words(number * ITEMS + one, 9).capitalize()} {number}</title>"
        f"<link>https://outlet-{number}.example/{one}?utm_source=rss</link><guid>{number}-{one}</guid>"
        f"<pubDate>{format_datetime(NOW - timedelta(hours=one + 1))}</pubDate>"
        f"<description>&lt;p&gt;{words(number + one, 40)}&lt;/p&gt;</description>"
        f'<media:thumbnail url="https://outlet-{number}.example/{one}.jpg"/></item>'
        for one in range(ITEMS)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Outlet {number}</title><language>en</language>{items}</channel></rss>"
    ).encode()


FEEDS = [feed(number) for number in range(SOURCES)]


class Outlets(BaseHTTPRequestHandler):
    """All of them, each at its number; never the same bytes twice."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        body = FEEDS[int(self.path.strip("/"))].replace(b"</channel>", f"<!-- {self.asked} --></channel>".encode())
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128


def memory() -> float:
    """Megabytes of this process that are in memory just now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1024**2


def main() -> int:
    folder = tempfile.TemporaryDirectory(prefix="bench-intake-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ |= {"VAR_DIR": folder.name, "FETCH_ALLOWED_NETWORKS": "127.0.0.1/32", "FETCH_PORTS": "any"}
    import django

    django.setup()
    from django.db import connection
    from django.db.backends.signals import connection_created
    from django.utils import timezone

    from articles.models import Source, Story, Tag
    from articles.related.rounds import go_round

    if connection.vendor == "sqlite":
        # A file, as in life: what is kept in memory has one connection for all threads.
        connection.settings_dict["TEST"]["NAME"] = f"{folder.name}/bench.sqlite3"
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    server = Server(("127.0.0.1", 0), Outlets)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    written: list[str] = []

    def watch(execute, sql, params, many, context):
        if sql.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append(sql)
        return execute(sql, params, many, context)

    def watched(connection, **kwargs):
        connection.execute_wrappers.append(watch)

    connection_created.connect(watched)
    try:
        for word in WORDS:
            Tag.objects.create(name=word.capitalize())
        Source.objects.bulk_create(
            Source(name=f"Outlet {number}", feed_url=f"http://127.0.0.1:{server.server_port}/{number}")
            for number in range(SOURCES)
        )
        from newsroom.fetching import fetch

        fetch(f"http://127.0.0.1:{server.server_port}/0")  # what is loaded once is not counted
        before, begun = memory(), time.monotonic()
        first = go_round(workers=WORKERS)
        seconds = time.monotonic() - begun
        after = memory()
        print(f"{connection.vendor}: {first.asked} sources, {first.failed} failed, {first.new} stories", end=" ")
        print(f"in {seconds:.1f} s; memory {before:.0f} → {after:.0f} MB")
        Source.objects.update(next_fetch_at=timezone.now())
        written.clear()
        begun = time.monotonic()
        second = go_round(workers=WORKERS)
        again = time.monotonic() - begun
        of_items = [sql for sql in written if "articles_story" in sql]
        last = memory()
        print(f"again: {second.asked} sources, {second.new} new, {second.changed} changed in {again:.1f} s;", end=" ")
        print(f"{len(of_items)} writes to items, {len(written)} in all; memory {last:.0f} MB")
        fine = first.new == Story.objects.count() and first.asked == second.asked == SOURCES and not first.failed
        fine = fine and seconds < SECONDS and last - before < MEGABYTES and not of_items
        print("fine" if fine else "a bar is missed")
        return 0 if fine else 1
    finally:
        server.shutdown()
        connection_created.disconnect(watched)
        connection.creation.destroy_test_db(name, verbosity=0)
        folder.cleanup()


if __name__ == "__main__":
    sys.exit(main())
