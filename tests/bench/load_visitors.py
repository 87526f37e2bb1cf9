"""Who visits a site under load: readers at a steady pace, somebody who pledges, and an editor at the desk."""

import http.client
import random
import re
import threading
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from http.cookiejar import CookieJar
from typing import Any

from lxml import html

PATIENCE = 30
# Of a hundred readers, how many want what. Nothing of "other" is stored: it is made each time.
MIX = {"article": 52, "front": 14, "section": 10, "tag": 8, "feed": 4, "not changed": 4, "search": 3, "support": 3,
       "none": 2}  # fmt: skip


class Heard:
    """What was answered: seconds by what was asked for, and everything that no reader should see."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self._lock = threading.Lock()

    def note(self, kind: str, seconds: float, status: int, path: str) -> None:
        with self._lock:
            self.took[kind].append(seconds)
            if status >= 500 or status == 429 or not status:
                self.wrong.append(f"{status} {path}")

    def at(self, share: float, kind: str = "") -> float:
        """Return the seconds within which a share of the answers came, of one kind or of all."""
        took = sorted(self.took[kind] if kind else [one for each in self.took.values() for one in each])
        return took[min(len(took) - 1, int(share * len(took)))] if took else 0.0

    def count(self, kind: str = "") -> int:
        return len(self.took[kind]) if kind else sum(map(len, self.took.values()))


class Readers:
    """Threads that ask for pages, together so often a second, however long an answer takes."""

    def __init__(self, port: int, a_second: float, threads: int = 8) -> None:
        self.port, self.pause, self.heard = port, threads / a_second, Heard()
        self._over = threading.Event()
        self.paths = addresses(port)
        self._threads = [threading.Thread(target=self._read, args=(number,), daemon=True) for number in range(threads)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE + 5)

    def _read(self, number: int) -> None:
        chance, tags = random.Random(number), {}
        due = time.monotonic() + chance.random() * self.pause
        while not self._over.wait(max(0.0, due - time.monotonic())):
            due += self.pause
            kind = chance.choices(list(MIX), list(MIX.values()))[0]
            path = self._path(kind, chance)
            headers = {"X-Forwarded-For": f"198.51.{chance.randrange(256)}.7", "Accept-Encoding": "gzip"}
            if kind == "not changed" and path in tags:
                headers["If-None-Match"] = tags[path]
            begun, status = time.monotonic(), 0
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                connection.close()
                status, tags[path] = answer.status, answer.headers.get("ETag", "")
            except OSError as error:
                path = f"{path} {error}"
            self.heard.note(kind, time.monotonic() - begun, status, path)

    def _path(self, kind: str, chance: random.Random) -> str:
        match kind:
            case "search":
                return f"/search/?q={chance.choice(WORDS)}+{chance.randrange(10**6)}"
            case "none":
                return f"/no-such-page-{chance.randrange(10**6)}/"
            case "support":
                return "/support/"
            case "not changed":
                return "/"
        found = self.paths[kind]
        # The first is asked for far more often than the last, as on any front page.
        return found[min(int(chance.expovariate(4 / len(found))), len(found) - 1)]


WORDS = ("energy", "bridge", "river", "council", "power", "winter")


def addresses(port: int) -> dict[str, list[str]]:
    """Return what there is to read, as a visitor of the front page and its sections finds it."""
    found: dict[str, list[str]] = {"front": ["/"], "feed": ["/feed.xml"], "section": [], "tag": [], "article": []}
    seen, ahead = set(), ["/"]
    while ahead and len(seen) < 40:
        page = ahead.pop(0)
        if page in seen:
            continue
        seen.add(page)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=PATIENCE) as answer:
            links = re.findall(r'href="(/[^"?#]*)"', answer.read().decode())
        for path in dict.fromkeys(links):
            kind = next((kind for kind, sign in SIGNS.items() if re.match(sign, path)), "")
            if kind and path not in found[kind]:
                found[kind].append(path)
                ahead += [path] if kind in ("section", "article") else []
    return found


SIGNS = {"section": r"/section/[\w-]+/$", "tag": r"/tag/[\w-]+/$", "article": r"/[0-9]{4}/[0-9/]+[\w-]+/$"}


class Browser:
    """Somebody with cookies who fills in forms."""

    def __init__(self, port: int) -> None:
        self.site = f"http://127.0.0.1:{port}"
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.page: Any = None
        self.at = ""

    def go(self, address: str, data: dict[str, str] | None = None) -> str:
        """Ask for an address, or send a form there; return where that led.

        Raises:
            urllib.error.HTTPError: it was refused.
        """
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        asked = urllib.request.Request(urllib.parse.urljoin(self.at or self.site, address), body)
        asked.add_header("Referer", self.at or self.site)
        asked.add_header("X-Forwarded-For", f"203.0.113.{random.randrange(256)}")
        with self._open.open(asked, timeout=PATIENCE) as answer:
            self.page, self.at = html.fromstring(answer.read()), answer.url
        return self.at

    def send(self, has: str, **fields: str) -> str:
        """Send the form of the page that has a field or button of this name, filled in; return where that led.

        Raises:
            LookupError: the page has no such form.
        """
        forms = [form for form in self.page.forms if form.xpath(".//*[@name=$name]", name=has)]
        if not forms:
            raise LookupError(f"{self.at} has no form with “{has}”")
        form = forms[0]
        return self.go(form.action or self.at, dict(form.form_values()) | fields)


def pledge(port: int, mail: str) -> None:
    """Pledge as a reader does: the form, the demonstration bank, the page of thanks.

    Raises:
        RuntimeError: it did not end there.
    """
    reader = Browser(port)
    reader.go("/support/")
    reader.send("email", email=mail)
    reader.send("mark")
    reader.send("do", do="pay")
    if "/thanks/" not in reader.at:
        raise RuntimeError(f"{mail} came to {reader.at} instead of the thanks")


class Repeated:
    """Something that is done again and again beside the rest, with how long it took and what went wrong."""

    def __init__(self, act: Callable[[int], object], pause: float) -> None:
        self.took: list[float] = []
        self.wrong: list[str] = []
        self._act, self._pause, self._over = act, pause, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Repeated":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join(PATIENCE + 5)

    def _run(self) -> None:
        while not self._over.is_set():
            begun = time.monotonic()
            try:
                self._act(len(self.took))
            except Exception as error:
                self.wrong.append(f"{type(error).__name__}: {error}"[:200])
            self.took.append(time.monotonic() - begun)
            self._over.wait(self._pause)
