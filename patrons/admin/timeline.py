"""What happened to a patron's pledges, in one list: who did it or what caused it, newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.audit.models import Event
from newsroom.audit.words import in_words
from patrons import what_came
from patrons.history import Via
from patrons.models import Dispute, Grant, Patron, Payment, Pledge, PledgeEvent, Refund
from patrons.written_facts import TAKEN_OVER

from . import gift_moments, log

SHOWN = 100
FIRST, LAST = -1, 2
BEGINNINGS = ("begun", "brought")
# What somebody here asked for; a change of state says the rest.
VERBS = {
    "begun": gettext_lazy("begun"),
    "cancel": gettext_lazy("the end was asked for"),
    "resume": gettext_lazy("going on was asked for"),
    "pause": gettext_lazy("a pause was asked for"),
    "amount": gettext_lazy("another amount was asked for"),
    "refund": gettext_lazy("a refund was asked for"),
    "lapse": gettext_lazy("ended, because it was not paid"),
    "brought": gettext_lazy("brought along by an import"),
    "transfer_booked": gettext_lazy("a transfer was booked for it"),
    "transfer_taken_back": gettext_lazy("a transfer booked for it was taken back"),
}
VIAS = {
    Via.PATRON: gettext_lazy("by the patron"),
    Via.CLOCK: gettext_lazy("by the clock"),
    Via.RETURN: gettext_lazy("told by %(provider)s when the patron came back from there"),
    Via.LOOK: gettext_lazy("told by %(provider)s when asked"),
    Via.IMPORT: gettext_lazy("by an import"),
    Via.BANK: gettext_lazy("by a line of a bank statement"),
}
MAILS = {
    "welcome": gettext_lazy("welcome"),
    "receipt": gettext_lazy("receipt"),
    "refunded": gettext_lazy("about a payment"),
    "payment_failed": gettext_lazy("payment failed"),
    "paused": gettext_lazy("paused"),
    "resumed": gettext_lazy("goes on"),
    "ended": gettext_lazy("ended"),
    "renewal": gettext_lazy("renewal notice"),
    "gift": gettext_lazy("a gift"),
    "gift_given": gettext_lazy("their gift"),
    "gift_accepted": gettext_lazy("their gift was accepted"),
    "gift_taken_back": gettext_lazy("a gift that was taken back"),
}


@dataclass(frozen=True)
class Moment:
    """One line: `words`, and in bold `amount`; `by` is somebody here, `cause` what else did it, `url` its delivery."""

    at: datetime
    words: str
    amount: str = ""
    by: str = ""
    url: str = ""
    cause: str = ""
    # Of what happens in one moment, what comes of it stands above it.
    rank: int = 0


def of_patron(patron: Patron) -> list[Moment]:
    """Return what happened to all pledges of a patron, what was written to them and what they were given."""
    pledges = list(patron.pledges.prefetch_related(what_came.with_kept()).order_by("-created_at")[:SHOWN])
    mails = (Moment(mail.at, _mail(mail.kind), rank=LAST) for mail in patron.mails.order_by("-at")[:SHOWN])
    grants = list(patron.grants.exclude(source=Grant.Source.PLEDGE).select_related("tier")[:SHOWN])
    payments = Payment.objects.filter(pledge__in=pledges).order_by("-occurred_at").values_list("pk", flat=True)
    people = [patron.pk, *([patron.merged_into_id] if patron.merged_into_id else [])]
    events = log.of(patron=people, grant=[grant.pk for grant in grants], payment=list(payments[:SHOWN]))
    done = (
        Moment(event.at, in_words(event.verb) if words is None else words, by=event.actor)
        for event in events
        if (words := log.about(event, patron)) != ""
    )
    return _newest([*_of(pledges), *mails, *_grants(grants, events), *done])


def of_pledge(pledge: Pledge) -> list[Moment]:
    """Return what happened to one pledge, and what was written about it."""
    numbers = pledge.payments.values_list("pk", flat=True)[:SHOWN]
    refunds = Refund.objects.filter(payment__in=list(numbers)).values_list("pk", flat=True)
    about = [*(f"payment {number}" for number in numbers), *(f"refund {number}" for number in refunds[:SHOWN])]
    mails = pledge.patron.mails.filter(about__startswith=f"pledge {pledge.pk} ") | pledge.patron.mails.filter(
        about__in=[f"pledge {pledge.pk}", *about]
    )
    again = (Moment(event.at, log.about(event) or "", by=event.actor) for event in log.of(payment=list(numbers)))
    given = (Moment(at, words, by=by, cause=cause, rank=LAST) for at, words, by, cause in gift_moments.of(pledge))
    written = (Moment(mail.at, _mail(mail.kind), rank=LAST) for mail in mails[:SHOWN])
    return _newest([*_of([pledge]), *written, *again, *given])


def _of(pledges: list[Pledge]) -> Iterator[Moment]:
    yield from _events(pledges)
    for payment in Payment.objects.filter(pledge__in=pledges).order_by("-occurred_at")[:SHOWN]:
        words = {
            Payment.State.SUCCEEDED: _("a payment came in"),
            Payment.State.FAILED: _("a payment failed: %(why)s") % {"why": payment.error or "–"},
        }.get(Payment.State(payment.state), _("a payment is under way"))
        yield Moment(payment.occurred_at, words, str(payment.amount))
    for refund in Refund.objects.filter(payment__pledge__in=pledges).select_related("payment").order_by("-at")[:SHOWN]:
        said = _("booking taken back: %(why)s") if refund.is_mistake else _("refund, %(state)s: %(why)s")
        words = said % {"state": refund.get_state_display(), "why": refund.reason or "–"}
        yield Moment(refund.at, words, str(refund.amount))
    disputes = Dispute.objects.filter(payment__pledge__in=pledges).select_related("payment")
    for dispute in disputes.order_by("-at")[:SHOWN]:
        yield Moment(dispute.at, _("dispute, %(state)s") % {"state": dispute.get_state_display()}, str(dispute.amount))


def _events(pledges: list[Pledge]) -> Iterator[Moment]:
    rows = PledgeEvent.objects.filter(pledge__in=pledges).select_related("cause__account", "pledge__account")
    events = list(rows.order_by("-at", "-pk")[:SHOWN])
    numbers = {event.by_number for event in events if event.by_number}
    people = {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=numbers)} if numbers else {}
    called = {pledge.pk: what_came.name(pledge) for pledge in pledges} if len(pledges) > 1 else {}
    for event in events:
        yield Moment(
            event.at, _words(event), called.get(event.pledge_id, ""),
            by=_who(event.by_number, people),
            url=reverse("admin:patrons_providerevent_change", args=[event.cause_id]) if event.cause_id else "",
            cause=_cause(event), rank=FIRST if event.verb in BEGINNINGS else 1,
        )  # fmt: skip


def _words(event: PledgeEvent) -> str:
    if event.verb != "state":
        return str(VERBS.get(event.verb, event.verb))
    states = dict(Pledge.State.choices)
    before, after = (states.get(state, state) for state in (event.before, event.after))
    return f"{before} → {after}" if before else str(after)


def _cause(event: PledgeEvent) -> str:
    """Return what caused a change, where it was not somebody of the staff alone."""
    if event.cause and event.cause.kind == TAKEN_OVER:
        return _("taken over from a discrepancy")
    if event.cause:
        return _("told by %(provider)s") % {"provider": event.cause.account}
    words = VIAS.get(event.details.get("via", ""), "")
    if not words and event.verb == "begun" and event.pledge.source == Pledge.Source.WEB:
        words = VIAS[Via.PATRON]
    return str(words) % {"provider": event.pledge.account}


def _who(number: int | None, people: dict[int, str]) -> str:
    # Who left has no account any more, and keeps a number.
    return "" if number is None else people.get(number) or _("account %(number)d") % {"number": number}


def _mail(kind: str) -> str:
    return _("mail to the patron: %(what)s") % {"what": MAILS.get(kind, kind)}


def _grants(grants: list[Grant], events: list[Event]) -> Iterator[Moment]:
    by = {(event.verb, event.subject_id): event.actor for event in events}
    for grant in grants:
        words = _("given: %(tier)s (%(why)s)") % {"tier": grant, "why": grant.reason or "–"}
        yield Moment(grant.starts_at, words, by=by.get(("grant.given", str(grant.pk)), ""))
        if grant.revoked_at:
            words = _("taken back: %(tier)s") % {"tier": grant}
            by_whom = by.get(("grant.taken_back", str(grant.pk)), "")
            yield Moment(gift_moments.taken_back_at(grant), words, by=by_whom, rank=1)


def _newest(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda moment: (moment.at, moment.rank), reverse=True)[: 2 * SHOWN]
