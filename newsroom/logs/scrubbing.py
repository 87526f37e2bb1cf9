"""What no log may hold is taken out of it: addresses, secrets, and words in addresses that open a door."""

import re

from newsroom.environment import env

GONE = "…"

MAILBOX = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\w|\.\w)")
# With a gap in it, or whole: 12:30:45 is a time of day.
WORDS = r"[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})"
IPV6 = re.compile(rf"(?<![\w:.])(?:(?:{WORDS}{{0,6}})?::(?:{WORDS}{{0,6}})?|{WORDS}{{7}})(?![\w:])")
# What follows a question mark in an address.
QUERY = re.compile(r"(?<=[\w/-])\?[\w%.~-]+=[^\s\"'<>)\]]*")
# user:password@ of an address.
LOGIN = re.compile(r"(?<=://)[^\s/@\"']+@")
# Rooms whose next word is a key: a patron's page, a link that was shared, a gift, a partner's feed, a confirmation.
DOORS = r"(?:you|shared|gift|gifts|partner-feeds|pay|subscription|confirm|confirm-email|reset|key|preview|code|login)"
KEY = re.compile(rf"(?<=/)({DOORS}/(?:[a-z]{{1,12}}/)??)(?=[^/\s\"'?]*[0-9A-Z:_])[^/\s\"'?]{{6,}}")
# Anywhere else: so long, with figures and capitals, is no word of a headline.
LONG = re.compile(r"(?<![\w-])(?=[\w-]*[0-9])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{24,}(?:[:.][\w-]+)*")
SMALL = re.compile(r"(?<![\w-])(?<!pictures/)(?=[0-9a-z]*[a-z])(?=[0-9a-z]*[0-9])[0-9a-z]{20,}(?![\w-])")
NAMED = re.compile(
    r"(?i)\b((?:set-)?cookie|authorization|sessionid|csrftoken|password|passwd|secret|token|api[_-]?key)"
    r"(\"?'?\s*[=:]\s*)(?:(?:bearer|basic|token)\s+)?[\"']?[^\s\"',;&]+"
)


def scrubbed(text: str) -> str:
    """Return a text of a log without addresses of people and machines, secrets, and keys in addresses of pages."""
    for secret in env.secrets():
        if secret in text:
            text = text.replace(secret, GONE)
    text = QUERY.sub("?" + GONE, LOGIN.sub(GONE + "@", text))
    text = KEY.sub(rf"\1{GONE}", NAMED.sub(rf"\1\2{GONE}", text))
    text = LONG.sub(GONE, SMALL.sub(GONE, MAILBOX.sub("[mail]", text)))
    return IPV6.sub("[address]", IPV4.sub("[address]", text))
