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
    "gift.letter_again": _("Letter about a gift sent again"),
    "gift.address_corrected": _("Address of a gift corrected"),
    "grant.given": _("Tier given"),
    "grant.taken_back": _("Tier taken back"),
    "provider_event.replayed": _("Provider's event processed again"),
    "discrepancy.settled": _("Discrepancy settled"),
    "statement.booked": _("Bank statement booked"),
    "transfer.matched": _("Transfer matched by hand"),
    "transfer.ignored": _("Transfer put aside"),
    "transfer.taken_back": _("Transfer taken back"),
    "transfer.written_down": _("Transfer written down by hand"),
    "discrepancy.taken_over": _("What a provider said taken over"),
    "account.compared": _("Comparison with a provider asked for"),
    "patrons.exported": _("Patrons or money exported"),
    "patrons.imported": _("Patrons and pledges imported"),
    "price.set": _("Price set"),
    "price.withdrawn": _("Price withdrawn"),
    "topic.opened": _("Topic put to the vote"),
    "topic.declined": _("Topic declined"),
    "topic.chosen": _("Topic chosen"),
    "topic.reporting": _("Topic in reporting"),
    "topic.answered": _("Article of a topic set"),
    "topic.published": _("Topic answered"),
    "topic.merged": _("Topic made part of another"),
    "round.closed": _("Round of votes closed"),
    "round.settled": _("Votes of a round settled"),
    "provideraccount.synchronised": _("Members synchronised"),
    "provideraccount.tiers_chosen": _("Tiers of a provider chosen"),
}
THINGS = {
    "gift": _("Gift"), "tier": _("Tier"), "campaign": _("Campaign"), "provideraccount": _("Account at a provider"),
    "otherway": _("Other way to give"), "topic": _("Topic"), "topicround": _("Round of votes"),
}  # fmt: skip
DETAILS = {
    "part": _("part of it now"), "patron": _("patron"), "round": _("round"), "votes": _("votes"),
    "votes_out": _("votes taken out"), "into": _("part of"), "article": _("article"), "what": _("what"),
    "form": _("form"), "rows": _("rows"), "filtered": _("filtered"), "account": _("account"), "pledge": _("pledge"),
}  # fmt: skip
