"""Verbs of the audit log in words. Each room says its own when it starts, see `describe`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

VERBS: dict[str, Any] = {
    "role.given": gettext_lazy("Role given"),
    "role.taken": gettext_lazy("Role taken"),
    "account.made": gettext_lazy("Account made"),
    "account.changed": gettext_lazy("Account changed"),
    "account.activated": gettext_lazy("Account activated"),
    "account.deactivated": gettext_lazy("Account deactivated"),
    "account.deleted": gettext_lazy("Account deleted"),
    "account.password_changed": gettext_lazy("Password changed"),
    "settings.changed": gettext_lazy("Settings changed"),
    "site.set_up": gettext_lazy("Site set up"),
}
DETAILS: dict[str, Any] = {
    "role": gettext_lazy("role"),
    "changed": gettext_lazy("changed"),
    "groups": gettext_lazy("roles"),
    "language": gettext_lazy("language"),
    "time_zone": gettext_lazy("time zone"),
}
GENERAL = {
    "made": gettext_lazy("%(thing)s made"),
    "changed": gettext_lazy("%(thing)s changed"),
    "deleted": gettext_lazy("%(thing)s deleted"),
}
THINGS: dict[str, Any] = {}
# Words of values, by the name of their detail.
VALUES: dict[str, dict[str, Any]] = {}
# Details that name something: whoever looks for it finds the event by them too.
NAMING: list[str] = ["role"]


def describe(
    verbs: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    things: Mapping[str, Any] | None = None,
    values: Mapping[str, dict[str, Any]] | None = None,
    naming: Iterable[str] = (),
) -> None:
    """Add words of a room, for an `AppConfig.ready`.

    Args:
        verbs: words by verb, as "article.published".
        details: words by the name of a detail.
        things: words by the first half of a verb, for those that are only made, changed and deleted.
        values: words by value, by the name of a detail.
        naming: names of details that the search of the log looks into.
    """
    VERBS.update(verbs or {})
    DETAILS.update(details or {})
    THINGS.update(things or {})
    VALUES.update(values or {})
    NAMING.extend(name for name in naming if name not in NAMING)


def known_verbs() -> dict[str, str]:
    """Return all verbs that somebody may look for, each in words."""
    general = (f"{thing}.{what}" for thing in THINGS for what in GENERAL)
    return {verb: in_words(verb) for verb in (*VERBS, *general)}


def in_words(verb: str) -> str:
    """Return a verb as somebody would say it; one that nobody described stays as it is."""
    if verb in VERBS:
        return str(VERBS[verb])
    thing, _dot, what = verb.partition(".")
    if what in GENERAL and thing in THINGS:
        return str(GENERAL[what] % {"thing": THINGS[thing]})
    return verb


def details_in_words(details: Mapping[str, Any], model: type[Model] | None = None) -> list[tuple[str, str]]:
    """Return pairs of a name and a value of an event's details, as text.

    Args:
        model: whose fields the changed ones are.
    """
    pairs = []
    for name, value in details.items():
        if name == "changed" and isinstance(value, Mapping):
            pairs += [(_label(str(field), model), _change(pair)) for field, pair in value.items()]
        elif value not in ("", None, [], {}):
            words = VALUES.get(name, {})
            shown = str(words[value]) if isinstance(value, str) and value in words else _plain(value)
            pairs.append((str(DETAILS.get(name, name)), shown))
    return pairs


def _label(field: str, model: type[Model] | None) -> str:
    """Return what a form calls a field; a name that no model has stays as it is."""
    own, _in, language = field.partition("_in_")
    names = dict(settings.LANGUAGES)
    try:
        if model is not None and language in names:
            words = {"field": getattr(model._meta.get_field(own), "verbose_name", own), "language": names[language]}
            return _("%(field)s (%(language)s)") % words
        if model is not None:
            return str(getattr(model._meta.get_field(field), "verbose_name", field))
    except FieldDoesNotExist:
        pass
    return str(DETAILS.get(field, field))


def _change(pair: Any) -> str:
    return f"{_plain(pair[0])} → {_plain(pair[1])}" if isinstance(pair, list) and len(pair) == 2 else _("changed")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and "T" in value and len(value) <= 40 and (moment := _moment(value)):
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return "–" if value in ("", None) else str(value)


def _moment(text: str) -> datetime | None:
    """Return the moment that `isoformat` wrote, if it did."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
