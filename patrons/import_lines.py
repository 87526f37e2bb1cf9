"""One line of somebody's table, understood: a patron, and what they promised; or a sentence that says why not."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from newsroom.our_calendar import out_of_calendar

from . import amounts, days
from .models import Tier
from .models.people import email_key
from .money import CURRENCIES, Money, NotMoney, exponent

_INTERVALS = {
    "month": "month monthly mo m recurring щомісяця щомісячно місяць monat mensuel",
    "year": "year yearly annual annually y щороку щорічно рік",
    "once": "once single onetime oneoff один разово одноразово",
}
_STATES = {
    "active": "active activepatron live current paid trialing активний активна діє",
    "past_due": "pastdue declined declinedpatron unpaid failed paymentfailed",
    "paused": "paused призупинено пауза",
    "canceling": "canceling cancelling ends cancelatperiodend",
    "ended": "ended canceled cancelled former formerpatron inactive завершено скасовано",
    "lapsed": "lapsed expired",
}
_VISIBILITIES = {
    "secret": "secret hidden anonymous прихований", "private": "private", "public": "public публічний",
}  # fmt: skip
_YES = set("yes y true 1 on так tak oui".split())
_NO = set("no n false 0 off ні nie non".split())
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "₴": "UAH"}
_OURS_FIRST, _OTHERS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b"), re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
LETTERS = 60
NAME_AT_MOST = 120


class NotUnderstood(ValueError):
    """The sentence says what is wrong with a line, with the value, and what to write instead."""


@dataclass(frozen=True)
class Wanted:
    """What a line says. Without an amount it is a patron and nothing more."""

    email: str
    name: str = ""
    language: str = ""
    visibility: str = "secret"
    wants_mail: bool = True
    amount: Money | None = None
    interval: str = "month"
    state: str = "active"
    started: datetime | None = None
    paid_until: datetime | None = None
    tier: int | None = None
    reference: str = ""
    # What is brought in otherwise than the line says, in sentences.
    notes: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """By what a pledge is known again when the table comes once more; it leads back to nobody."""
        if self.amount is None:
            said: tuple[Any, ...] = ("patron", email_key(self.email))
        elif self.reference:
            said = ("reference", self.reference)
        else:
            said = (email_key(self.email), self.interval, self.started and self.started.isoformat())
        return salted_hmac("patrons.import", repr(said), algorithm="sha256").hexdigest()


def tiers() -> dict[str, int]:
    """Return tiers by their names and slugs, in small letters."""
    return {name.casefold(): tier.pk for tier in Tier.objects.all() for name in (tier.slug, tier.name)}


def understand(said: dict[str, str], defaults: dict[str, str], known_tiers: dict[str, int]) -> Wanted:
    """Return what a line says.

    Args:
        said: its cells by our words; what its table has no column for is missing.
        defaults: what holds where a cell is empty.

    Raises:
        NotUnderstood: with a sentence.
    """
    cells = {name: value.strip().lstrip("'").strip() for name, value in (defaults | _filled(said)).items()}
    email = cells.get("email", "")
    try:
        validate_email(email)
    except ValidationError as error:
        raise NotUnderstood(_("“%(value)s” is no e-mail address.") % {"value": email[:LETTERS]}) from error
    person: dict[str, Any] = {
        "email": email, "name": cells.get("name", "")[:NAME_AT_MOST],
        "language": _language(cells.get("language", "")),
        "visibility": _word(cells.get("visibility", ""), _VISIBILITIES, "secret", _("no visibility")),
        "wants_mail": _yes(cells.get("mail", "")),
    }  # fmt: skip
    if len(cells.get("name", "")) > NAME_AT_MOST:
        person["notes"] = (_("The name is cut after %(most)d characters.") % {"most": NAME_AT_MOST},)
    if not any(said.get(name, "").strip() for name in ("amount", "reference", "paid_until")):
        return Wanted(**person)
    wanted = Wanted(
        **person,
        amount=_amount(cells.get("amount", ""), cells.get("currency", "")),
        interval=_word(cells.get("interval", ""), _INTERVALS, "month", _("no rhythm")),
        state=_word(cells.get("state", ""), _STATES, "active", _("no state of a pledge")),
        started=_moment(cells.get("started", "")),
        paid_until=_moment(cells.get("paid_until", ""), to_its_end=True),
        tier=_tier(cells.get("tier", ""), known_tiers), reference=cells.get("reference", "")[:120],
    )  # fmt: skip
    _is_possible(wanted)
    return _as_it_is_now(wanted)


def _is_possible(wanted: Wanted) -> None:
    if wanted.started and wanted.started > timezone.now():
        raise NotUnderstood(_("The first payment lies in the future: nothing was paid yet."))
    if wanted.started and wanted.paid_until and wanted.paid_until < wanted.started:
        raise NotUnderstood(_("It is paid until a day before the first payment: are the columns the right ones?"))
    if wanted.interval == "once" and not (wanted.started or wanted.paid_until):
        raise NotUnderstood(_("A single gift needs the day on which it was given."))
    if wanted.interval == "once" or wanted.reference:
        return
    if wanted.state == "past_due":
        raise NotUnderstood(_("Nobody would ask for the failed payment again: write “active” or “lapsed”."))
    if wanted.state in ("active", "canceling") and wanted.paid_until is None:
        raise NotUnderstood(_("Say until when it is paid, or what the subscription is called at the provider."))


def _as_it_is_now(wanted: Wanted) -> Wanted:
    """Let a promise be over whose paid time is: nobody would ask for more, and it gives no right any longer."""
    goes_on = {"active": "lapsed", "canceling": "ended"}
    is_over = wanted.paid_until is not None and wanted.paid_until <= timezone.now()
    if not is_over or wanted.interval == "once" or wanted.reference or wanted.state not in goes_on:
        return wanted
    sentence = _("It was paid until a day that has passed: it comes in as lapsed.")
    if wanted.state == "canceling":
        sentence = _("It was paid until a day that has passed: it comes in as ended.")
    return replace(wanted, state=goes_on[wanted.state], notes=(*wanted.notes, sentence))


def _filled(said: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if value.strip()}


def _amount(text: str, currency: str) -> Money:
    for symbol, code in _SYMBOLS.items():
        if symbol in text:
            text, currency = text.replace(symbol, ""), code
    if found := re.fullmatch(r"(.*\d)\s*([A-Za-z]{3})", text.strip()):
        text, currency = found[1], found[2]
    currency = currency.strip().upper()
    if not text.strip():
        raise NotUnderstood(_("There is no amount: choose the column of the amount, or fill it in."))
    if not currency:
        raise NotUnderstood(_("There is no currency: choose its column, or one for all lines."))
    try:
        amount = amounts.typed(text, currency)
    except NotMoney as error:
        if error.reason == "thousands":
            raise NotUnderstood(amounts.sentence("thousands", text, currency)) from None
        if currency not in CURRENCIES:
            raise NotUnderstood(
                _("“%(value)s” is no currency: write EUR, UAH …") % {"value": currency[:LETTERS]}
            ) from None
        sentence = (
            _("“%(value)s” is no amount in %(currency)s: write 12 or 12.50.")
            if exponent(currency)
            else _("“%(value)s” is no amount in %(currency)s: write 12, without a point.")
        )
        raise NotUnderstood(sentence % {"value": text[:LETTERS], "currency": currency}) from None
    if not amount:
        raise NotUnderstood(_("An amount is more than nothing."))
    return amount


def _moment(text: str, *, to_its_end: bool = False) -> datetime | None:
    """Return a moment; a day without an hour begins, or is paid to its end, where the newsroom is."""
    if not text:
        return None
    wrong = NotUnderstood(_("“%(value)s” is no day: write it as 2026-12-31.") % {"value": text[:LETTERS]})
    try:
        if found := _OURS_FIRST.match(text):
            day = date(int(found[3]), int(found[2]), int(found[1]))
        elif found := _OTHERS.match(text):
            first, second = int(found[1]), int(found[2])
            if first <= 12 and second <= 12 and first != second:
                # The day first, or the month: whoever guesses is wrong half of the time.
                raise wrong
            day = date(int(found[3]), *((second, first) if first > 12 else (first, second)))
        elif len(text) > 10:
            moment = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
            _of_our_calendar(moment)
            return moment if moment.tzinfo else moment.replace(tzinfo=days.begin_of(moment.date()).tzinfo)
        else:
            day = date.fromisoformat(text)
        _of_our_calendar(day)
        # The last second, not the next day's first: whoever reads the moment reads the day that the table says.
        return days.begin_of(day + timedelta(days=1)) - timedelta(seconds=1) if to_its_end else days.begin_of(day)
    except NotUnderstood:
        raise
    except (ValueError, OverflowError):
        raise wrong from None


def _of_our_calendar(day: date) -> None:
    if sentence := out_of_calendar(day):
        raise NotUnderstood(sentence)


def _word(text: str, words: dict[str, str], default: str, wrong: str) -> str:
    plain = "".join(letter for letter in text.casefold() if letter.isalnum())
    if not plain:
        return default
    for word, others in words.items():
        if plain in (word.replace("_", ""), *others.split()):
            return word
    raise NotUnderstood(
        _("“%(value)s” is %(wrong)s: write one of %(words)s.")
        % {"value": text[:LETTERS], "wrong": wrong, "words": ", ".join(words)}
    )


def _yes(text: str) -> bool:
    plain = text.casefold()
    if plain in _NO:
        return False
    if not plain or plain in _YES:
        return True
    raise NotUnderstood(_("“%(value)s” is neither yes nor no.") % {"value": text[:LETTERS]})


def _language(text: str) -> str:
    code = text.replace("_", "-").casefold()
    known = dict(settings.LANGUAGES)
    return next((one for one in (code, code.partition("-")[0]) if one in known), "")


def _tier(text: str, known: dict[str, int]) -> int | None:
    if not text:
        return None
    try:
        return known[text.casefold()]
    except KeyError:
        raise NotUnderstood(
            _("No tier is called “%(value)s”: make it first, or write the name of one.") % {"value": text[:LETTERS]}
        ) from None
