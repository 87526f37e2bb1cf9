"""What people and machines send that nobody asked for, and the forms of a page that it is sent through.

FUZZ_TIMES says how often as much as usual is tried; `make fuzz` sets it, and takes other examples each time.
"""

import json
import os
import random
import re
from pathlib import Path
from typing import Any

from lxml import html

ROOT = Path(__file__).resolve().parents[2]
TIMES = int(os.environ.get("FUZZ_TIMES", "1"))
SEED = os.environ.get("FUZZ_SEED", "1" if TIMES == 1 else str(random.randrange(10**9)))
OWN = [
    "",
    " ",
    "\0",
    "a\0b",
    "😀",
    "👩‍👩‍👧",
    "\u202eright to left",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "٣٣",
    "９",
    "²",
    "9" * 400,
    "-1",
    "0",
    "1e999",
    "NaN",
    "Infinity",
    "2147483648",
    "9223372036854775808",
    "-9223372036854775809",
    "x" * 10_000,
    "a,b,,c",
    "{{ 7*7 }}",
    "%s%n",
    "../../etc/passwd",
    "\r\nSet-Cookie: a=b",
    "Ґанок їжака",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "24:61",
    "\ufffd",
    "\x1b[31m",
    "null",
    "[]",
    "{}",
    "//",
    "javascript:alert(1)",
    "//evil.example",
    "\\\\evil.example",
    "http://[::1",
    "http://[]/",
    "http://a:99999/",
    "@",
    "a@b",
    "a@b.c\n",
    "a" * 70 + "@example.com",
    "\u0000\u0001",
    "\u2028",
    "1,5",
    "1.000,00",
    "1 000",
    "0.001",
    "+",
    "&",
    "on",
    "true",
    "\t",
    "a" * 255,
    "Ǆ" * 130,
    "İ" * 100,
    "\U0010ffff",
    "e\u0301",
    "\u200b",
    "#",
    "?",
    ";",
]
# What no text can say: as it stands in an address.
RAW = [
    "%00",
    "%ED%A0%80",
    "%FF",
    "%C0%AF",
    "%F8",
    "%",
    "%zz",
    "%25",
    "%0d%0aX:1",
    "%u0041",
    "a" * 3000,
    "=",
    "&&",
    "&=",
    ";",
    "[]",
    "%5B%5D",
    "+",
    "..",
    "%2e%2e%2f",
    "%E2%80%AE",
    "%F4%90%80%80",
]


def naughty(shared: Path | None = None) -> list[str]:
    """Our own strings, and with the shared material those that others have gathered."""
    found = list(OWN)
    if shared:
        found += json.loads((shared / "sanitise/naughty-strings/blns.json").read_text())
    return found


def names_asked_for() -> list[str]:
    """Every name that some code of ours reads out of an address."""
    asked = re.compile(r"""GET(?:\.get|\.getlist)?[(\[]["'](\w+)["']""")
    rooms = ("newsroom", "articles", "patrons")
    return sorted(
        {name for room in rooms for file in (ROOT / room).rglob("*.py") for name in asked.findall(file.read_text())}
    )


class Form:
    """A form of a page as its browser would send it."""

    def __init__(self, element: Any, page: str) -> None:
        self.action = (element.get("action") or page).split("#")[0]
        self.is_post = (element.get("method") or "get").lower() == "post"
        self.filled: dict[str, str] = {}
        self.free: list[str] = []
        for field in element.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]|.//button[@name]"):
            name, kind = field.get("name"), field.get("type", field.tag)
            if kind == "file":
                continue
            if kind in ("checkbox", "radio") and not (field.get("checked") is not None):
                self.filled.setdefault(name, field.get("value", "on"))
            elif field.tag == "select":
                chosen = field.xpath("./option[@selected]/@value|./*/option[@selected]/@value")
                self.filled[name] = (chosen or field.xpath(".//option/@value") or [""])[0]
            elif field.tag == "textarea":
                self.filled[name] = field.text or ""
            elif field.tag == "button" or kind == "submit":
                self.filled.setdefault(name, field.get("value", ""))
            else:
                self.filled[name] = field.get("value", "")
            is_free = field.tag == "textarea" or kind in ("text", "input", "email", "search", "number", "url", "tel")
            if is_free and name not in self.free:
                self.free.append(name)


def forms(page: str, text: str) -> list[Form]:
    """All forms on a page of this address."""
    if "<form" not in text:
        return []
    return [Form(element, page) for element in html.fromstring(text.encode(), parser=PARSER).iter("form")]


PARSER = html.HTMLParser(encoding="utf-8")


def chance(what: str) -> random.Random:
    """The same choices for the same test each time, unless FUZZ_TIMES asks for more."""
    return random.Random(f"{SEED} {what}")
