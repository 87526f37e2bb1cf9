"""Which of our words a column of somebody's table is: guessed from its name, and corrected by whoever knows it."""

from django.utils.translation import gettext_lazy as _

# In the order in which they are asked for; what is needed, first.
FIELDS = {
    "email": _("e-mail"),
    "name": _("name"),
    "amount": _("amount"),
    "currency": _("currency"),
    "interval": _("how often"),
    "state": _("state"),
    "started": _("first payment"),
    "paid_until": _("paid until"),
    "tier": _("tier"),
    "reference": _("reference of the subscription"),
    "language": _("language"),
    "visibility": _("visibility"),
    "mail": _("wants our mail"),
}
# As other systems call them, without regard to capitals, spaces and signs.
_CALLED = {
    "email": "email emailaddress mail customeremail useremail електроннапошта пошта електроннаадреса",
    "name": "name fullname patronname customername username cardname імя ім'я патрон піб",
    "amount": "amount pledge pledgeamount sum price planamount amountmonthly total сума внесок",
    "currency": "currency currencycode plancurrency валюта",
    "interval": "interval howoften frequency planinterval period chargefrequency cadence rhythm періодичність якчасто",
    "state": "state status patronstatus subscriptionstatus стан статус",
    "started": "started start startdate firstpayment since created createdutc startdateutc patronagesincedate "
    "початок першийплатіж від",
    "paid_until": "paiduntil validuntil expires enddate nextchargedate currentperiodend currentperiodendutc "
    "accessexpiration сплаченодо діядо",
    "tier": "tier level plan reward tiername planname membership рівень",
    "reference": "reference subscription subscriptionid id stripesubscriptionid providerreference номер",
    "language": "language locale lang мова",
    "visibility": "visibility видимість",
    "mail": "mail consent newsletter emailconsent wantsmail marketing згода",
}  # fmt: skip


def guess(header: list[str]) -> dict[str, int]:
    """Return in which column each of our fields stands, as far as the names tell; no column twice."""
    names = [_plain(name) for name in header]
    found: dict[str, int] = {}
    for field, called in _CALLED.items():
        for name in called.split():
            plain = _plain(name)
            at = next((at for at, one in enumerate(names) if one == plain and at not in found.values()), None)
            if at is not None:
                found[field] = at
                break
    return found


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
