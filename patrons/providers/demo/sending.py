"""The demonstration bank's deliveries: signed, over HTTP, from a thread of their own."""

import json
import logging
import secrets
import threading
import time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from newsroom.fetching import FetchFailed, post_to_own_site

from .signing import HEADER, kept_secret, sign

logger = logging.getLogger(__name__)

PATH = "/support/hooks/demo/"
# Seconds before each further try; a real provider goes on for days.
WAITS = (1, 3, 9)
SLOW_SECONDS = 8


def tell(kind: str, objects: list[dict[str, Any]], *, slowly: bool = False, times: int = 1) -> None:
    """Send one delivery once what it tells of is committed.

    Args:
        slowly: the payer is back before it comes.
        times: it goes out so often at the same moment.
    """
    event = {
        "id": f"evt_{secrets.token_hex(12)}", "kind": kind, "created": timezone.now().isoformat(), "objects": objects,
    }  # fmt: skip
    body = json.dumps(event).encode()
    wait = SLOW_SECONDS if slowly else 0

    def start() -> None:
        for _number in range(times):
            threading.Thread(target=_deliver, args=(body, wait), name="demo bank", daemon=True).start()

    transaction.on_commit(start)


def _deliver(body: bytes, wait: int) -> None:
    for pause in (wait, *WAITS):
        time.sleep(pause)
        headers = {
            HEADER: sign(kept_secret(settings.VAR_DIR), body, int(time.time())), "Content-Type": "application/json",
            "Content-Length": str(len(body)),
        }  # fmt: skip
        try:
            status = post_to_own_site(PATH, body, headers)
        except FetchFailed:
            continue
        if status < 500:
            return
    logger.warning("The demonstration bank could not deliver a message to this site.")
