"""The code that lets somebody set the newspaper up from another machine: printed once, kept as a hash."""

import fcntl
import json
import os
import secrets
from pathlib import Path

from django.utils.crypto import constant_time_compare, salted_hmac

# No letter that is taken for another one.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TRIES = 10


def make(path: Path) -> str:
    """Return a new code, which replaces an earlier one, and keep its hash at `path`.

    Raises:
        OSError: the folder cannot be written.
    """
    code = "-".join("".join(secrets.choice(ALPHABET) for _each in range(4)) for _group in range(4))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"hash": _hash(code), "left": TRIES}, file)
    return code


def is_right(path: Path, typed: str) -> bool:
    """Say whether `typed` is the code. A wrong one costs a try; without any left the code is void."""
    try:
        file = path.open("r+")
    except OSError:
        return False
    with file:
        # Two wrong guesses at once are two guesses.
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            known = json.load(file)
        except ValueError:
            return False
        if known["left"] <= 0:
            return False
        if constant_time_compare(known["hash"], _hash(typed)):
            return True
        file.seek(0)
        file.truncate()
        json.dump(known | {"left": known["left"] - 1}, file)
    return False


def use_up(path: Path) -> None:
    """The newspaper is set up: the code opens nothing any more."""
    path.unlink(missing_ok=True)


def _hash(code: str) -> str:
    letters = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return salted_hmac("newsroom.first_run", letters, algorithm="sha256").hexdigest()
