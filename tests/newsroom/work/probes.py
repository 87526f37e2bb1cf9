"""Tasks that do what a test needs. Each leaves rows in the audit log: how often it was done stands there."""

import os
import time
from datetime import timedelta
from pathlib import Path

from newsroom.audit.log import record
from newsroom.work.errors import GiveUp, Said
from newsroom.work.jobs import job

calls: list[str] = []


@job()
def note(*, name: str) -> str:
    calls.append(name)
    return name


@job(attempts=3, pause=timedelta(seconds=10))
def break_down(*, words: str) -> None:
    raise ValueError(words)


@job(attempts=3, is_private=True)
def break_down_quietly(*, words: str) -> None:
    raise ConnectionRefusedError(words)


@job()
def give_up() -> None:
    raise GiveUp("There is nothing to be done.")


@job()
def say_why() -> None:
    raise Said("The partner is away.")


@job(atomic=True)
def write_and_break() -> None:
    record("probe.done")
    raise ValueError


@job(atomic=True)
def write_slowly(*, name: str, marks: str) -> None:
    """Write a row; on the first try, tell that it is written and stay, so that somebody can kill the process."""
    record("probe.done", called=name, name=name)
    _stay_the_first_time(name, marks)


@job()
def send_slowly(*, name: str, marks: str) -> None:
    """As `write_slowly`, what is written stands at once."""
    record("probe.done", called=name, name=name)
    _stay_the_first_time(name, marks)


def _stay_the_first_time(name: str, marks: str) -> None:
    try:
        os.close(os.open(Path(marks) / name, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    # Only a worker that is killed gets here.
    time.sleep(60)
