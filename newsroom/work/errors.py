"""What goes wrong in a task, and how it is told without its insides."""

import smtplib
import traceback

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


class Said(Exception):
    """A failure whose sentence may be shown at the desk: no names, no addresses, no secrets. It is tried again."""


class GiveUp(Said):
    """A failure that trying again cannot mend."""


class Lost(Exception):
    """Somebody else has the task now: this worker was thought to be gone."""


CUT_OFF = "newsroom.work.errors.CutOff"
UNKNOWN = "newsroom.work.errors.UnknownTask"

_SENTENCES: tuple[tuple[type[BaseException], str], ...] = (
    (smtplib.SMTPAuthenticationError, gettext_noop("The mail server refused our name or password.")),
    (smtplib.SMTPRecipientsRefused, gettext_noop("The mail server refused the address.")),
    (smtplib.SMTPException, gettext_noop("The mail server did not take it.")),
    (TimeoutError, gettext_noop("The other server did not answer in time.")),
    (ConnectionError, gettext_noop("The other server could not be reached.")),
    (DatabaseError, gettext_noop("The database did not do what was asked.")),
    (OSError, gettext_noop("A file or a connection could not be used.")),
)
_BY_PATH = {
    CUT_OFF: gettext_noop("The worker was cut off in the middle of it."),
    UNKNOWN: gettext_noop("This version of the software does not know such a task."),
}
_OTHER = gettext_noop("Something went wrong here; whoever runs the server finds it in the log.")


def path_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def kept(error: BaseException) -> str:
    """Return what is stored of an error: its sentence where it has one, else where it happened, without its words.

    An error's own words may hold an address or a whole letter.
    """
    if isinstance(error, Said):
        return str(error)
    return "".join(traceback.format_tb(error.__traceback__)) + path_of(error)


def sentence(error: BaseException) -> str:
    """Return one sentence, not translated, that the desk may read."""
    if isinstance(error, Said):
        return str(error)
    return next((words for kind, words in _SENTENCES if isinstance(error, kind)), _OTHER)


def in_words(path: str, stored: str) -> str:
    """Return the sentence about an error of which `path` and `stored` were kept."""
    if not path:
        return ""
    if path in (path_of(Said("")), path_of(GiveUp(""))):
        return _(stored)
    if path in _BY_PATH:
        return _(_BY_PATH[path])
    return _(_by_name(path) or _OTHER)


def _by_name(path: str) -> str:
    found = _class_named(path)
    return next((words for kind, words in _SENTENCES if found and issubclass(found, kind)), "")


def _class_named(path: str) -> type[BaseException] | None:
    """Find the class of an error among those that are loaded; nothing is imported because a row says so."""
    waiting: list[type[BaseException]] = [BaseException]
    while waiting:
        each = waiting.pop()
        if f"{each.__module__}.{each.__qualname__}" == path:
            return each
        waiting += each.__subclasses__()
    return None
