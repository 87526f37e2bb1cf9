"""What staff read before money goes back: how much, to whom, by which way, and what follows."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from patrons import gift_letters, gifts
from patrons.models import Payment, Pledge
from patrons.money import Money
from patrons.transfers import KEY as TRANSFERS

from .merging import called

GOES_ON = (Pledge.State.ACTIVE, Pledge.State.PAST_DUE, Pledge.State.PAUSED)


def what_follows(payment: Payment, amount: Money, reason: str) -> list[str]:
    """Return what giving back `amount` of `payment` means, a sentence a line."""
    words = {
        "amount": amount, "whole": payment.amount, "day": date_format(localtime(payment.occurred_at), "DATE_FORMAT"),
        "patron": called(payment.pledge.patron), "way": payment.account, "left": payment.refundable - amount,
        "number": payment.receipt_number, "reason": reason.strip(),
    }  # fmt: skip
    by_hand = _("It is written down here. You send it at your bank yourself: nobody else can.")
    lines = [
        _("%(amount)s goes back to %(patron)s, of the payment of %(whole)s on %(day)s, receipt %(number)s.") % words,
        by_hand if payment.account.key == TRANSFERS else _("It goes the way it came, through %(way)s.") % words,
        _("Why: %(reason)s") % words,
    ]
    if amount == payment.refundable:
        lines.append(_("Nothing of this payment is left then: the time that it paid for gives no right any more."))
        lines += _of_a_gift(payment)
    else:
        lines.append(_("%(left)s of this payment is left then, and the right that it gives stays.") % words)
    if payment.pledge.state in GOES_ON:
        lines.append(_("The pledge goes on, and the next payment is asked for. To end it, use the button on its page."))
    if payment.pledge.patron.email:
        lines.append(_("The patron gets a letter about it."))
    return [*lines, _("It cannot be taken back.")]


def _of_a_gift(payment: Payment) -> list[str]:
    """Return whom it hits when the money for a gift goes back."""
    gift = gifts.of(payment.pledge)
    if gift is None or gift.declined_at:
        return []
    gift.pledge = payment.pledge
    words = {
        "what": gift_letters.what(gift),
        "recipient": called(gift.recipient) if gift.recipient else gift.recipient_name or gift.recipient_email,
    }  # fmt: skip
    if gift.recipient is None:
        return [_("It paid for a gift that nobody redeemed yet (%(what)s): its link works no more then.") % words]
    if not (gift.letter_at or gift.redeemed_at):
        line = _("It paid for a gift to %(recipient)s: %(what)s. They were not told of it yet, and will not be.")
        return [line % words]
    lines = [_("It paid for a gift to %(recipient)s: %(what)s. Their tier by it ends at once.") % words]
    if gift.recipient.email:
        lines.append(_("%(recipient)s gets a letter that the gift was taken back.") % words)
    return lines
