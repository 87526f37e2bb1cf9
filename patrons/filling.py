"""Reading the form at /support/: what was meant, or a sentence for each field that says nothing yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import addresses, amounts, filling_gifts
from .models import Patron, Pledge, Tier
from .models.columns import Interval, Visibility
from .money import Money, NotMoney
from .offers import Offer, Rhythm, Way
from .plain import line

OTHER = "other"
MESSAGE_LENGTH = 1000
NAME_LENGTH: int = Patron._meta.get_field("name").max_length or 0
# What a field takes from a request at most: nothing typed by a person is cut.
_FIELD = 100_000


@dataclass
class Filled:
    """A form as it was sent: `said` has what was typed, `errors` a sentence by field, in the page's order."""

    said: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    wish: dict[str, Any] = field(default_factory=dict)


def names(offer: Offer) -> list[str]:
    """Return the names of the form's fields."""
    each = [f"{what}_{rhythm.interval}" for rhythm in offer.rhythms for what in ("tier", "amount")]
    return [
        "often",
        *each,
        *filling_gifts.NAMES,
        "cover_fee",
        "email",
        "name",
        "message",
        "visibility",
        "way",
        "currency",
        "from",
    ]


def at_first(offer: Offer, asked: Mapping[str, str]) -> dict[str, str]:
    """Return what an unfilled form says: monthly, the middle tier, secret, and nothing else.

    Args:
        asked: a link may choose how often and how much: `?often=year&amount=50`, and says `from` which article.
    """
    often = asked.get("often", "")
    chosen = offer.rhythm(often) or offer.rhythms[0]
    said = dict.fromkeys(names(offer), "")
    said |= {f"tier_{rhythm.interval}": rhythm.middle.tier.slug for rhythm in offer.rhythms}
    said |= {"often": chosen.interval.value, "visibility": Visibility.SECRET.value, "currency": offer.currency}
    said |= filling_gifts.at_first(offer, asked)
    said["from"] = article_number(asked.get("from", ""))
    if offer.ways:
        said["way"] = str(offer.ways[0].account.pk)
    try:
        amount = Money.parse(asked.get("amount", ""), offer.currency)
    except NotMoney:
        return said
    same = [choice.tier.slug for choice in chosen.choices if choice.price == amount]
    said[f"tier_{chosen.interval}"] = same[0] if same else OTHER
    said[f"amount_{chosen.interval}"] = "" if same else f"{amount.amount:f}"
    return said


def in_another_currency(sent: Mapping[str, str], offer: Offer) -> dict[str, str]:
    """Return a form that was half filled in, in the currency of `offer`: all but the amounts, which were of another."""
    said = at_first(offer, {})
    kept = {name: sent.get(name, "").strip()[:_FIELD] for name in said if not name.startswith("amount_")}
    for each in offer.rhythms:
        name = f"tier_{each.interval}"
        if kept[name] not in {OTHER, *(choice.tier.slug for choice in each.choices)}:
            kept[name] = said[name]
    if offer.rhythm(kept["often"]) is None:
        kept["often"] = said["often"]
    if offer.way(kept["way"]) is None:
        kept["way"] = said["way"]
    return said | kept | {"currency": offer.currency, "from": article_number(kept["from"])}


def read(sent: Mapping[str, str], offer: Offer) -> Filled:
    """Return what was meant by a form that was sent."""
    filled = Filled({name: sent.get(name, "").strip()[:_FIELD] for name in names(offer)})
    said, errors = filled.said, filled.errors
    if said["gift"]:
        return _read_gift(filled, offer)
    rhythm = offer.rhythm(said["often"])
    if rhythm is None:
        errors["often"] = _("Choose how often you would like to give.")
    net = _net(said, rhythm, errors) if rhythm else None
    _check_person(said, errors)
    way = _check_rest(said, offer, errors)
    if way and rhythm and rhythm.interval != "once" and not way.is_recurring:
        errors["way"] = _("%(way)s takes single gifts only: choose “Once” above, or another way to pay.") % {
            "way": way.account
        }
    if not errors and rhythm and net and way:
        slug = said[f"tier_{rhythm.interval}"]
        by_slug = {choice.tier.slug: choice.tier for choice in rhythm.choices}
        filled.wish = _wish(said, rhythm.interval, by_slug.get(slug) or rhythm.tier_for(net), net, way)
    return filled


def called(name: str) -> str:
    """Return what a field is called above a sentence about it; empty where the sentence says so itself."""
    if name.startswith("amount_"):
        return _("Amount")
    return {
        "email": _("Email address"), "name": pgettext("of a person", "Name"),
        "message": _("Message"), "gift_name": _("Their name"),
        "gift_email": _("Their email address"), "gift_day": _("Day"), "gift_message": _("Your words to them"),
    }.get(name, "")  # fmt: skip


def _read_gift(filled: Filled, offer: Offer) -> Filled:
    """What is asked of one's own support is not looked at: only one of the two is meant."""
    said, errors = filled.said, filled.errors
    chosen = filling_gifts.read(said, offer, errors)
    _check_person(said, errors)
    way = _check_rest(said, offer, errors)
    if not errors and chosen and way:
        filled.wish = _wish(said, Interval.ONCE, chosen.tier, chosen.price, way) | {"gift": chosen.wish}
    return filled


def _check_rest(said: dict[str, str], offer: Offer, errors: dict[str, str]) -> Way | None:
    if said["visibility"] not in Visibility:
        errors["visibility"] = _("Choose who may learn that you are a patron.")
    way = offer.way(said["way"])
    if way is None:
        errors["way"] = _("Choose how to pay.")
    return way


def article_number(text: str) -> str:
    """Return the number of the article that brought the reader, if the text may be one."""
    return text if text.isascii() and text.isdigit() and len(text) <= 18 else ""


def _net(said: dict[str, str], rhythm: Rhythm, errors: dict[str, str]) -> Money | None:
    slug = said[f"tier_{rhythm.interval}"]
    for choice in rhythm.choices:
        if choice.tier.slug == slug:
            return choice.price
    if slug != OTHER:
        errors[f"tier_{rhythm.interval}"] = _("Choose how much you would like to give.")
        return None
    name, currency = f"amount_{rhythm.interval}", rhythm.least.currency
    try:
        net = amounts.typed(said[name], currency)
    except NotMoney as error:
        errors[name] = amounts.sentence(error.reason, said[name], currency, rhythm.least)
        return None
    if net < rhythm.least:
        errors[name] = amounts.sentence("number", said[name], currency, rhythm.least)
    elif amounts.most(currency) < net:
        errors[name] = amounts.sentence("size", said[name], currency)
    return net


def _check_person(said: dict[str, str], errors: dict[str, str]) -> None:
    if sentence := addresses.refused(said["email"]):
        errors["email"] = sentence
    for name, most in (("name", NAME_LENGTH), ("message", MESSAGE_LENGTH)):
        if "\0" in said[name]:
            errors[name] = _("Take out the character that cannot be shown.")
        elif len(said[name]) > most:
            errors[name] = _("Shorten this to %(most)s characters: it has %(now)s.") % {
                "most": most, "now": len(said[name]),
            }  # fmt: skip


def _wish(said: dict[str, str], interval: Interval, tier: Tier | None, net: Money, way: Way) -> dict[str, Any]:
    gross = way.covering(net) if said["cover_fee"] and way.takes_fee else net
    return {
        "minor": gross.minor, "currency": gross.currency, "fee_cover": gross.minor - net.minor,
        "interval": interval.value, "tier": tier.pk if tier else None, "account": way.account.pk,
        "email": said["email"], "name": line(said["name"]), "message": said["message"],
        "visibility": said["visibility"], "article": _article(said["from"]),
    }  # fmt: skip


def _article(text: str) -> int | None:
    number = article_number(text)
    articles = Pledge._meta.get_field("article").related_model
    found = number and articles._default_manager.filter(pk=int(number)).exists()  # type: ignore[union-attr]
    return int(number) if found else None
