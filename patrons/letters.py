"""Mails to patrons: what each says. The same words go out as text and as HTML, in the patron's language, once.

A letter is a value; `send` mails it when the transaction is committed.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from newsroom.languages import prefix
from newsroom.mailing import send as mail
from newsroom.site.models import SiteSettings

from . import sentences, what_came
from .models import Patron, Payment, Pledge, Refund, SentMail
from .receipts import purpose


@dataclass(frozen=True)
class Letter:
    """`button` is words and an address of ours, beginning with /."""

    kind: str
    subject: str
    paragraphs: list[str] = field(default_factory=list)
    button: tuple[str, str] | None = None
    code: str = ""


def send(patron: Patron, letter: Letter) -> None:
    """Mail a letter to a patron, if there is an address."""
    if patron.erased_at or not patron.email:
        return
    context = {
        "subject": letter.subject, "paragraphs": letter.paragraphs, "code": letter.code,
        "button": letter.button and (letter.button[0], f"{settings.SITE_URL}{letter.button[1]}"),
    }  # fmt: skip
    mail("letter", patron.email, context, language=translation.get_language() or patron.language)


def send_once(patron: Patron, letter: Letter, about: str) -> bool:
    """Mail a letter unless this one went out before; in the caller's transaction."""
    _row, new = SentMail.objects.get_or_create(patron=patron, kind=letter.kind, about=about[:80])
    if new:
        send(patron, letter)
    return new


def sign_in(path: str, code: str) -> Letter:
    return Letter(
        "sign_in",
        _("Sign in to your support of %(site)s") % {"site": _site()},
        [
            _("Press the button and then “Sign in” on the page it opens. It works for a quarter of an hour, once."),
            _("Or type this code where you asked for it:"),
        ],
        (_("Open the page"), path),
        code,
    )


def transfer(pledge: Pledge, lines: list[tuple[str, str]]) -> Letter:
    """Where to transfer to; `lines` are what to write into the form of the bank, and what each is called."""
    regular = {
        "month": _("Set up a standing order that repeats every month, with the same reference each time."),
        "year": _("Set up a standing order that repeats every year, with the same reference each time."),
    }.get(pledge.interval)
    return Letter(
        "transfer",
        _("How to transfer your support to %(site)s") % {"site": _site()},
        [
            _("Thank you. Please transfer it with these words; by the reference we know that it is from you."),
            *(f"{label}: {shown}" for label, shown in lines),
            *([regular] if regular else []),
            _("We write to you when it has come, which takes until somebody here has read the bank’s statement."),
        ],
        (_("The same to copy"), _here(f"/support/thanks/{pledge.public_id}/")),
    )


def welcome(pledge: Pledge) -> Letter:
    words: dict[str, object] = {"site": _site(), "amount": what_came.amount(pledge)}
    monthly = _("You give %(amount)s every month. You can change or end it yourself at any time.")
    yearly = _("You give %(amount)s every year. We write to you before it is asked for again.")
    once = _("You gave %(amount)s once. Nothing more will be asked for.")
    tier, other = what_came.tier(pledge), what_came.other_than_promised(pledge)
    if tier:
        words |= {"tier": tier.local.name, "time": sentences.how_long_once()}
        once = _("You gave %(amount)s once: it makes you a patron of the tier “%(tier)s” for %(time)s.")
    said = {"month": monthly, "year": yearly}.get(pledge.interval, once)
    return Letter(
        "welcome",
        _("Thank you for supporting %(site)s") % words,
        [
            _("Thank you. Because of you and others like you, everybody can read what we find out."),
            said % words,
            *([_("What came this time is %(came)s.") % {"came": other}] if other else []),
        ],
        (_("Your support"), _you()),
    )


def receipt(payment: Payment) -> Letter:
    words = {"number": payment.receipt_number, "amount": payment.amount, "day": _day(payment.occurred_at)}
    lines = [_("We received %(amount)s on %(day)s. The number of your receipt is %(number)s.") % words]
    lines.append(_("It is for: %(what)s.") % {"what": purpose(payment).removesuffix(".")})
    if not payment.is_live:
        lines.append(_("This was a trial: no money moved."))
    return Letter(
        "receipt",
        _("Receipt %(number)s") % words,
        lines,
        (_("Your receipts"), f"{_you()}#receipts"),
    )


def refunded(refund: Refund, pledge: Pledge) -> Letter:
    payment = refund.payment
    words = {
        "amount": refund.amount, "day": _day(payment.occurred_at), "number": payment.receipt_number,
        "provider": pledge.account,
    }  # fmt: skip
    if refund.is_mistake:
        return Letter(
            "refunded",
            _("Receipt %(number)s is void") % words,
            [
                _("We had booked %(amount)s of %(day)s as a payment of yours by mistake, and took that back.") % words,
                _("No money moves by this. Please do not use receipt %(number)s.") % words,
            ],
            (_("Your receipts"), f"{_you()}#receipts"),
        )
    lines = [
        _("We gave back %(amount)s of your payment of %(day)s, receipt %(number)s.") % words,
        _("It goes the way it came, through %(provider)s. Until your bank shows it some days may pass.") % words,
    ]
    if pledge.state == Pledge.State.ACTIVE:
        lines.append(_("Your support goes on as it was. On your page you can change or end it."))
    if not payment.is_live:
        lines.append(_("This was a trial: no money moved."))
    return Letter("refunded", _("%(amount)s was given back to you") % words, lines, (_("Your support"), _you()))


def payment_failed(pledge: Pledge) -> Letter:
    words = {"site": _site(), "amount": pledge.amount}
    return Letter(
        "payment_failed",
        _("Your payment to %(site)s did not go through") % words,
        [
            _("We tried to take %(amount)s and your bank or card said no. It happens when a card expires.") % words,
            _("Nothing is taken away for now. It is tried again in some days; with another card it goes on at once."),
        ],
        (_("Put it right"), _you()),
    )


def payment_reminder(pledge: Pledge, last_day: datetime) -> Letter:
    words = {"site": _site(), "amount": pledge.amount, "day": _day(last_day)}
    return Letter(
        "payment_reminder",
        _("Your support of %(site)s waits for a payment") % words,
        [
            _("We could not take %(amount)s yet. Another card, or a new date on this one, puts it right.") % words,
            _("If nothing comes until %(day)s, your support ends by itself and nothing more is asked for.") % words,
        ],
        (_("Put it right"), _you()),
    )


def card_expires(pledge: Pledge, last_day: datetime, next_at: datetime) -> Letter:
    words = {"site": _site(), "day": _day(last_day), "next": _day(next_at)}
    return Letter(
        "card_expires",
        _("The card for your support of %(site)s expires soon") % words,
        [
            _("As far as we know it is good until %(day)s, and the next payment is on %(next)s.") % words,
            _("If your bank sent you a new card, put it in on your page. If you did so already, all is well."),
        ],
        (_("Change the card"), _you()),
    )


def paused(pledge: Pledge) -> Letter:
    until = _day(pledge.resume_at) if pledge.resume_at else ""
    line = _("Until %(day)s nothing is asked for; then it goes on by itself.") % {"day": until}
    return Letter(
        "paused",
        _("Your support is paused"),
        [line if until else _("Nothing is asked for until you go on with it.")],
        (_("Your support"), _you()),
    )


def resumed(pledge: Pledge) -> Letter:
    line = _("From the next payment on it is %(amount)s again. Thank you.") % {"amount": pledge.amount}
    return Letter("resumed", _("Your support goes on"), [line], (_("Your support"), _you()))


def ends(pledge: Pledge) -> Letter:
    words = {"site": _site(), "day": _day(pledge.cancel_at or pledge.period_end or timezone.now())}
    until = _("You asked us to end it. Nothing more is asked for, and what comes with it is yours until %(day)s.")
    return Letter(
        "ends",
        _("Your support of %(site)s ends on %(day)s") % words,
        [
            until % words,
            _("Should you change your mind before, you may go on with it on your page."),
        ],
        (_("Your support"), _you()),
    )


def ended(pledge: Pledge) -> Letter:
    return Letter(
        "ended",
        _("Your support of %(site)s has ended") % {"site": _site()},
        [
            _("Nothing more will be asked for. What you gave did its work, and we thank you for it."),
            _("Should you wish to come back some day, the way is open."),
        ],
        (_("Support %(site)s") % {"site": _site()}, _here("/support/")),
    )


def renewal(pledge: Pledge, at: datetime) -> Letter:
    words = {"site": _site(), "amount": pledge.amount, "day": _day(at)}
    return Letter(
        "renewal",
        _("Your yearly support of %(site)s renews on %(day)s") % words,
        [_("On %(day)s we ask for %(amount)s. To change or end it, open your page before.") % words],
        (_("Your support"), _you()),
    )


def topic_answered(patron: Patron, title: str, headline: str, url: str) -> Letter:
    words = {"title": title, "headline": headline}
    return Letter(
        "topic",
        _("You asked, we reported: %(headline)s") % words,
        [
            _("You voted for “%(title)s”. Here is what we found out: “%(headline)s”.") % words,
            _("Should you not want letters about topics, say so on the page of your support."),
        ],
        (_("Read it"), url),
    )


def _site() -> str:
    return str(SiteSettings.load().local.name)


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def _here(path: str) -> str:
    """Return an address of this site in the language of the letter."""
    return f"{prefix(translation.get_language() or '')}{path}"


def _you() -> str:
    return _here("/support/you/")
