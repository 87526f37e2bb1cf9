"""Letters about gifts: to the giver at once, to the recipient on the day.

Strangers' words go to a stranger here. They are plain text, in one line, and nothing in them becomes a link.
"""

import re
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.languages import prefix
from newsroom.site.models import SiteSettings

from .letters import Letter
from .models import Gift, Pledge

# Signs that turn the direction of what stands after them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
# Where mail programs see an address or a link: a sign with nothing but letters on both sides.
_LINKING = re.compile(r"(?<=\S)([.:@/]+)(?=\S)")
_INVISIBLE_SPACE = "\u200b"


def plain(words: str) -> str:
    """Return somebody's words in one line, so that no mail program makes a link of them."""
    return _LINKING.sub(rf"\1{_INVISIBLE_SPACE}", " ".join(_TURNING.sub("", words).split()))


def what(gift: Gift) -> str:
    """Return what is given: "Friend for 3 months"."""
    tier = gift.pledge.tier.local.name if gift.pledge.tier else ""
    said = ngettext("%(tier)s for %(months)s month", "%(tier)s for %(months)s months", gift.months)
    return said % {"tier": tier, "months": gift.months}


def link(gift: Gift) -> str:
    """Return the address, beginning with /, at which a gift is redeemed."""
    return f"{prefix(gift.language)}/support/gift/{gift.token}/"


def given(pledge: Pledge) -> Letter:
    """To the giver, when the money has come."""
    gift: Gift = pledge.gift
    words = {
        "site": _site(), "amount": pledge.amount, "what": what(gift), "name": plain(gift.recipient_name),
        "day": date_format(gift.starts_on, "DATE_FORMAT"),
    }  # fmt: skip
    lines = [_("Thank you. You gave %(amount)s once; the gift is: %(what)s.") % words]
    if gift.by_link:
        lines += [
            _("Hand this link over to %(name)s, in a message of yours or on a card, on whatever day you like.") % words,
            _("Whoever opens it first and writes an e-mail address there has the gift; it works once."),
        ]
        if gift.starts_on > localtime().date():
            lines.append(_("The gift begins on %(day)s at the earliest.") % words)
    else:
        lines.append(_with_what(gift) % words)
    button = (_("The link to hand over"), link(gift)) if gift.by_link else None
    return Letter("gift_given", _("Your gift: %(what)s") % words, [*lines, *_trial(gift)], button)


def _with_what(gift: Gift) -> str:
    """Return what the recipient is written, as it was filled in."""
    if gift.giver_name and gift.message:
        return _("On %(day)s we write to %(name)s, with your name and your words.")
    if gift.giver_name:
        return _("On %(day)s we write to %(name)s, with your name.")
    if gift.message:
        return _("On %(day)s we write to %(name)s, with your words and without your name.")
    return _("On %(day)s we write to %(name)s, without your name.")


def accepted(gift: Gift, since: datetime, until: datetime) -> Letter:
    """To the recipient of a letter, who took what was given."""
    begin, end = (date_format(localtime(each), "DATE_FORMAT") for each in (since, until))
    words = {"site": _site(), "what": what(gift), "begin": begin, "end": end}
    return Letter(
        "gift_accepted",
        _("Welcome to %(site)s") % words,
        [
            _("It is good to have you with us. The gift is yours: %(what)s, from %(begin)s until %(end)s.") % words,
            _("It ends by itself, and nothing is asked for."),
            _("Sign in with this address whenever you like: there is no password, we mail you a link."),
            _("To have your address forgotten here, sign in and choose “Forget me”."),
            *_trial(gift),
        ],
        (_("Your page"), f"{prefix(gift.language)}/support/you/"),
    )


def received(gift: Gift, until: datetime) -> Letter:
    """To the recipient, on the day."""
    giver = plain(gift.giver_name)
    words = {
        "site": _site(), "giver": giver, "what": what(gift), "name": plain(gift.recipient_name),
        "message": plain(gift.message), "day": date_format(localtime(until), "DATE_FORMAT"),
    }  # fmt: skip
    who = _("%(giver)s has made you a patron of %(site)s: %(what)s, until %(day)s.") % words
    if not giver:
        who = _("Somebody has made you a patron of %(site)s: %(what)s, until %(day)s.") % words
    lines = [_("Hello %(name)s,") % words] if gift.recipient_name else []
    lines.append(who)
    if gift.message:
        lines.append(_("They wrote to you: “%(message)s”") % words)
    lines.append(_("It is paid for. You owe nothing, and nothing will be asked for when it ends."))
    if gift.redeemed_at:
        lines.append(_("Sign in with this address whenever you like: there is no password, we mail you a link."))
        lines.append(_("To have your address forgotten here, sign in and choose “Forget me”."))
        button = (_("Your page"), f"{prefix(gift.language)}/support/you/")
    else:
        lines.append(_("Open the gift to accept it, and to learn how to sign in; there is no password."))
        lines.append(_("If you do not want it, say so there: then we forget your address and write no more."))
        button = (_("Open the gift"), link(gift))
    subject = _("%(giver)s has a gift for you: %(site)s") if giver else _("A gift for you: %(site)s")
    return Letter("gift", subject % words, [*lines, *_trial(gift)], button)


def taken_back(gift: Gift) -> Letter:
    """To the recipient, when the money for it went back."""
    words = {"site": _site(), "what": what(gift), "name": plain(gift.recipient_name)}
    lines = [_("Hello %(name)s,") % words] if gift.recipient_name else []
    lines += [
        _("Your gift at %(site)s was taken back: %(what)s. What was paid for it went back to whoever gave it.") % words,
        _("What came with it ends today. You did nothing wrong, and you owe nothing."),
        _("What you give yourself goes on as it is, and everything that we publish stays free to read."),
    ]
    return Letter("gift_taken_back", _("Your gift at %(site)s was taken back") % words, [*lines, *_trial(gift)])


def _trial(gift: Gift) -> list[str]:
    return [] if gift.pledge.is_live else [_("This was a trial: no money moved.")]


def _site() -> str:
    return str(SiteSettings.load().local.name)
