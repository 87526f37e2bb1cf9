"""What the patrons' room writes into the audit log, in words. Never a name or an address: numbers lead to them."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "pledge.cancel": _("Pledge ended with the time paid for"),
    "pledge.cancel_now": _("Pledge ended at once"),
    "pledge.resume": _("Pledge goes on"),
    "pledge.pause": _("Pledge paused"),
    "payment.refunded": _("Payment given back"),
    "payment.refund_asked_again": _("Refund asked for again"),
    "payment.receipt_mailed": _("Receipt mailed again"),
    "patron.merged": _("Patrons put together"),
    "patron.erased": _("Patron forgotten"),
    "patron.on_wall": _("Name let onto the wall"),
    "patron.off_wall": _("Name taken off the wall"),
    "grant.given": _("Tier given"),
    "grant.taken_back": _("Tier taken back"),
    "provider_event.replayed": _("Provider's event processed again"),
    "discrepancy.settled": _("Discrepancy settled"),
    "discrepancy.taken_over": _("What a provider said taken over"),
    "account.compared": _("Comparison with a provider asked for"),
    "patrons.exported": _("Patrons or money exported"),
    "patrons.imported": _("Patrons and pledges imported"),
    "price.set": _("Price set"),
    "price.withdrawn": _("Price withdrawn"),
}
THINGS = {"tier": _("Tier"), "campaign": _("Campaign"), "provideraccount": _("Account at a provider")}
DETAILS = {
    "part": _("part of it now"), "patron": _("patron"), "what": _("what"), "form": _("form"), "rows": _("rows"),
    "filtered": _("filtered"),
}  # fmt: skip
