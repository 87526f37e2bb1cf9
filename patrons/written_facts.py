"""Facts as JSON, and back: what a provider said at a comparison is kept until somebody decides what to do with it."""

from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from .money import Money
from .providers import facts
from .providers.facts import AnyFact

# How a delivery is called that nobody delivered: staff took over what a comparison had found.
TAKEN_OVER = "comparison.taken_over"
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        facts.SessionFact, facts.SubscriptionFact, facts.PaymentFact, facts.RefundFact, facts.DisputeFact,
    )
}  # fmt: skip
_WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("SessionFact", "became"): facts.Session, ("SubscriptionFact", "told"): facts.Told,
    ("PaymentFact", "outcome"): facts.Outcome, ("RefundFact", "outcome"): facts.Outcome,
    ("DisputeFact", "became"): facts.Claim,
}  # fmt: skip


def written(fact: AnyFact) -> dict[str, Any]:
    """Return a fact as JSON can hold it."""
    said = {field.name: _text(getattr(fact, field.name)) for field in fields(fact)}
    return {"fact": type(fact).__name__} | {name: value for name, value in said.items() if value is not None}


def read(said: dict[str, Any]) -> AnyFact:
    """Return the fact that `written` was given."""
    name = said["fact"]
    values = {field: _value(name, field, value) for field, value in said.items() if field != "fact"}
    fact: AnyFact = _KINDS[name](**values)
    return fact


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return value


def _value(name: str, field: str, value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else Money(value["minor"], value["currency"])
    word = _WORDS.get((name, field))
    return word(value) if word else value
