"""Providers by name. Each is a folder here whose module `provider` has `make(settings)`: see docs/how-to/."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from .base import NotReady, Provider

KEYS = ("demo", "stripe", "patreon", "bank_transfer")


def provider_for(key: str) -> Provider:
    """Return the provider of an account's `key`, with the secrets of the environment.

    Raises:
        NotReady: there is none, or its keys are missing; the sentence names the variable.
    """
    if key not in KEYS or find_spec(f"patrons.providers.{key}") is None:
        raise NotReady(f"No provider is called “{key}”.")
    provider: Provider = import_module(f"patrons.providers.{key}.provider").make(settings)
    return provider


def agreed(provider: Provider, account: Any) -> Provider:
    """Return `provider`, if its keys move the kind of money that `account` counts.

    Raises:
        NotReady: keys of a test stand beside an account of real money, or the other way.
    """
    if getattr(provider, "is_live", account.is_live) != account.is_live:
        raise NotReady(f"The keys of “{account.key}” and its account differ in whether this is real money.")
    return provider
