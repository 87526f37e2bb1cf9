"""After the provider's page: what is known by now, and nothing that is not."""

from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from patrons import drafting, gifts, pledging, returning, sentences, transfers, what_came
from patrons.limits import is_spent
from patrons.models import CheckoutAttempt, Pledge

from .pages import TO_PROVIDERS, private_page

State = Pledge.State
# While nothing is known the page looks again: at once, often at first, then now and then, then no more.
AT_ONCE = timedelta(seconds=6)
SOON, LATER = timedelta(minutes=3), timedelta(minutes=30)


@csp_override(TO_PROVIDERS)
@private_page
def thanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what became of a pledge so far."""
    pledge = get_object_or_404(Pledge.objects.select_related("tier", "account"), public_id=public_id)
    attempt = pledge.attempts.select_related("pledge__account").order_by("-created_at").first()
    became = _became(pledge, attempt)
    # A card that was declined may have been followed by a good one on the provider's own page.
    if became in ("waiting", "declined") and attempt and returning.look(attempt):
        pledge.refresh_from_db()
        attempt.refresh_from_db()
        became = _became(pledge, attempt)
    known = became not in ("waiting", "declined")
    gift, tier = gifts.of(pledge), what_came.tier(pledge)
    titles = {
        "paid": _("Thank you"), "over": _("This pledge has ended"), "given_back": _("Your gift was given back"),
        "declined": _("The payment was declined"), "transfer": _("Thank you"),
        "waiting": _("Waiting for the payment"),
    }  # fmt: skip
    context = {
        "pledge": pledge, "became": became, "tier": tier, "title": titles[became], "alternates": {},
        "is_again": attempt is not None and attempt.declines > 1,
        "look_again": 0 if known else _look_again(str(public_id)),
        "try_url": _try_again(attempt) if became in ("declined", "waiting") else "",
        "is_closed": became == "declined" and attempt is not None and is_spent(attempt),
        "form": drafting.form_of(attempt) if attempt and not known else "",
        "votes": tier.votes if became == "paid" and tier and not gift else 0,
        "gift": gift, "lasts": sentences.how_long(gift.months) if gift else "",
        "once_lasts": sentences.how_long_once(), "sentence": what_came.sentence(pledge),
        # A standing order is looked up again, after the first payment too.
        "lines": transfers.instructions(pledge) if became == "transfer" or (became == "paid" and pledge.months) else [],
    }  # fmt: skip
    return render(request, "patrons/thanks.html", context)


@csp_override(TO_PROVIDERS)
@private_page
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Back to the provider's page with another card: what was declined before is no news any more."""
    attempt = CheckoutAttempt.objects.filter(pledge__public_id=public_id).order_by("-created_at").first()
    url = _try_again(attempt)
    if request.method != "POST" or attempt is None or not url:
        return redirect("support_thanks", public_id)
    pledging.look_no_further_back(attempt)
    cache.delete(_key(str(public_id)))
    return HttpResponse(status=303, headers={"Location": url})


def _became(pledge: Pledge, attempt: CheckoutAttempt | None) -> str:
    if pledge.state == State.AWAITING:
        return "transfer"
    if pledge.state == State.REFUNDED:
        return "given_back"
    if pledge.state in (State.ENDED, State.LAPSED):
        return "over"
    if pledge.state in (State.PENDING, State.ABANDONED):
        return "declined" if attempt and attempt.declines > attempt.declines_seen else "waiting"
    return "paid"


def _try_again(attempt: CheckoutAttempt | None) -> str:
    """Return the provider's page while it can still be paid on."""
    if attempt is None or is_spent(attempt) or attempt.state != CheckoutAttempt.State.OPEN:
        return ""
    is_over = attempt.expires_at is not None and attempt.expires_at <= timezone.now()
    return "" if is_over else attempt.url


def _key(name: str) -> str:
    return f"patrons-thanks:{name}"


def _look_again(name: str) -> int:
    """Return the seconds until the page should look again, 0 for no more."""
    now = timezone.now()
    waits_for = now - (cache.get_or_set(_key(name), now, 24 * 3600) or now)
    if waits_for < AT_ONCE:
        return 1
    return 3 if waits_for < SOON else 20 if waits_for < LATER else 0
