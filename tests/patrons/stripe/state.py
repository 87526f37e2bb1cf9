"""What the fake Stripe knows: objects in the shapes of Stripe's own examples, a clock, and what happened."""

import copy
import itertools
import json
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from patrons.providers.stripe.asking import API_VERSION

DAY = 86_400
# In Stripe's examples, and not in its things any more.
STALE = {"invoice": ["subscription"]}


class ApiError(Exception):
    """What Stripe answers instead of the thing."""

    def __init__(self, status: int, message: str, code: str = "", param: str = "", kind: str = "") -> None:
        super().__init__(message)
        self.status = status
        said = {"type": kind or "invalid_request_error", "message": message, "code": code, "param": param}
        self.body = {"error": {name: value for name, value in said.items() if value}}


@lru_cache(maxsize=1)
def examples(path: Path) -> dict[str, Any]:
    """Stripe's example of each object."""
    return json.loads(path.read_text())["resources"]


class State:
    """All objects by id. What Stripe keeps to itself (cards, what a page will charge) stands in `aside`."""

    def __init__(self, shapes: dict[str, Any]) -> None:
        self.shapes = shapes
        self.objects: dict[str, dict[str, Any]] = {}
        self.aside: dict[str, dict[str, Any]] = {}
        self.cards: dict[str, str] = {}
        self.endpoints: list[dict[str, Any]] = []
        self.outbox: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.lock = threading.RLock()
        self.now = int(time.time())
        self.fees_are_late = False
        self.base = ""
        self._numbers = itertools.count(1)

    def name(self, prefix: str) -> str:
        return f"{prefix}_fake{next(self._numbers):08}"

    def new(self, kind: str, prefix: str, **fields: Any) -> dict[str, Any]:
        made = copy.deepcopy(self.shapes[kind])
        for name in STALE.get(kind, ()):
            made.pop(name, None)
        made |= {"id": self.name(prefix), "object": kind}
        if "created" in made:
            made["created"] = self.now
        if "livemode" in made:
            made["livemode"] = False
        made |= fields
        self.objects[made["id"]] = made
        return made

    def get(self, ref: Any, kind: str = "") -> dict[str, Any]:
        found = self.objects.get(str(ref))
        if found is None or (kind and found["object"] != kind):
            raise ApiError(404, f"No such {kind or 'object'}: '{ref}'", "resource_missing", "id")
        return found

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Newest first, as Stripe lists them."""
        return [one for one in reversed(self.objects.values()) if one["object"] == kind]

    def event(self, kind: str, about: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
        data: dict[str, Any] = {"object": copy.deepcopy(about)}
        if before is not None:
            data["previous_attributes"] = copy.deepcopy(before)
        wanted = [one for one in self.endpoints if {kind, "*"} & set(one["enabled_events"])]
        made = self.new(
            "event", "evt", type=kind, data=data, api_version=API_VERSION, pending_webhooks=len(wanted),
            request={"id": self.name("req"), "idempotency_key": None},
        )  # fmt: skip
        self.outbox += [(one, made) for one in wanted]
        return made

    def expanded(self, thing: dict[str, Any], paths: list[str]) -> dict[str, Any]:
        """Return a copy in which references are the things themselves."""
        thing = copy.deepcopy(thing)
        for path in paths:
            self._expand(thing, path.split("."))
        return thing

    def _expand(self, place: Any, names: list[str]) -> None:
        if isinstance(place, list):
            for part in place:
                self._expand(part, names)
        elif names and isinstance(place, dict):
            value = place.get(names[0])
            if isinstance(value, str) and value in self.objects:
                value = place[names[0]] = copy.deepcopy(self.objects[value])
            self._expand(value, names[1:])


def listing(url: str, data: list[Any], more: bool = False) -> dict[str, Any]:
    return {"object": "list", "url": url, "has_more": more, "data": data}
