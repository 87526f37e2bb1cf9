"""What happened to a patron's pledges, in one list: who did it or what caused it, newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patrons.models import Dispute, Grant, Patron, Payment, Pledge, PledgeEvent, Refund

SHOWN = 100
# What somebody here asked for; a change of state says the rest.
VERBS = {
    "begun": gettext_lazy("begun"),
    "cancel": gettext_lazy("the end was asked for"),
    "resume": gettext_lazy("going on was asked for"),
    "pause": gettext_lazy("a pause was asked for"),
    "amount": gettext_lazy("another amount was asked for"),
    "refund": gettext_lazy("a refund was asked for"),
}
MAILS = {
    "welcome": gettext_lazy("welcome"),
    "receipt": gettext_lazy("receipt"),
    "payment_failed": gettext_lazy("payment failed"),
    "paused": gettext_lazy("paused"),
    "resumed": gettext_lazy("goes on"),
    "ended": gettext_lazy("ended"),
    "renewal": gettext_lazy("renewal notice"),
    "gift": gettext_lazy("a gift"),
    "gift_given": gettext_lazy("their gift"),
}


@dataclass(frozen=True)
class Moment:
    """One line: `words`, and in bold `amount`; `by` is a person or the patron, `url` the delivery that caused it."""

    at: datetime
    words: str
    amount: str = ""
    by: str = ""
    url: str = ""
    cause: str = ""


def of_patron(patron: Patron) -> list[Moment]:
    """Return what happened to all pledges of a patron, what was written to them and what they were given."""
    pledges = patron.pledges.order_by("-created_at")[:SHOWN]
    mails = (Moment(mail.at, _mail(mail.kind)) for mail in patron.mails.order_by("-at")[:SHOWN])
    return _newest([*_of(list(pledges)), *mails, *_grants(patron)])


def of_pledge(pledge: Pledge) -> list[Moment]:
    """Return what happened to one pledge, and what was written about it."""
    about = [f"payment {number}" for number in pledge.payments.values_list("pk", flat=True)[:SHOWN]]
    mails = pledge.patron.mails.filter(about__startswith=f"pledge {pledge.pk} ") | pledge.patron.mails.filter(
        about__in=[f"pledge {pledge.pk}", *about]
    )
    return _newest([*_of([pledge]), *(Moment(mail.at, _mail(mail.kind)) for mail in mails[:SHOWN])])


def _of(pledges: list[Pledge]) -> Iterator[Moment]:
    yield from _events(pledges)
    for payment in Payment.objects.filter(pledge__in=pledges).order_by("-occurred_at")[:SHOWN]:
        words = {
            Payment.State.SUCCEEDED: _("a payment came in"),
            Payment.State.FAILED: _("a payment failed: %(why)s") % {"why": payment.error or "–"},
        }.get(Payment.State(payment.state), _("a payment is under way"))
        yield Moment(payment.occurred_at, words, str(payment.amount))
    for refund in Refund.objects.filter(payment__pledge__in=pledges).select_related("payment").order_by("-at")[:SHOWN]:
        words = _("refund, %(state)s: %(why)s") % {"state": refund.get_state_display(), "why": refund.reason or "–"}
        yield Moment(refund.at, words, str(refund.amount))
    disputes = Dispute.objects.filter(payment__pledge__in=pledges).select_related("payment")
    for dispute in disputes.order_by("-at")[:SHOWN]:
        yield Moment(dispute.at, _("dispute, %(state)s") % {"state": dispute.get_state_display()}, str(dispute.amount))


def _events(pledges: list[Pledge]) -> Iterator[Moment]:
    rows = PledgeEvent.objects.filter(pledge__in=pledges).select_related("cause", "pledge")
    events = list(rows.order_by("-at", "-pk")[:SHOWN])
    numbers = {event.by_number for event in events if event.by_number}
    people = {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=numbers)} if numbers else {}
    for event in events:
        yield Moment(
            event.at, _words(event), str(event.pledge) if len(pledges) > 1 else "",
            by=_who(event.by_number, people),
            url=reverse("admin:patrons_providerevent_change", args=[event.cause_id]) if event.cause_id else "",
            cause=event.cause.kind if event.cause else "",
        )  # fmt: skip


def _words(event: PledgeEvent) -> str:
    if event.verb != "state":
        return str(VERBS.get(event.verb, event.verb))
    states = dict(Pledge.State.choices)
    return f"{states.get(event.before, event.before)} → {states.get(event.after, event.after)}"


def _who(number: int | None, people: dict[int, str]) -> str:
    # Who left has no account any more, and keeps a number.
    return "" if number is None else people.get(number) or _("account %(number)d") % {"number": number}


def _mail(kind: str) -> str:
    return _("mail to the patron: %(what)s") % {"what": MAILS.get(kind, kind)}


def _grants(patron: Patron) -> Iterator[Moment]:
    for grant in patron.grants.exclude(source=Grant.Source.PLEDGE).select_related("tier")[:SHOWN]:
        yield Moment(grant.starts_at, _("given: %(tier)s (%(why)s)") % {"tier": grant, "why": grant.reason or "–"})
        if grant.revoked_at:
            yield Moment(grant.revoked_at, _("taken back: %(tier)s") % {"tier": grant})


def _newest(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda moment: moment.at, reverse=True)[: 2 * SHOWN]
