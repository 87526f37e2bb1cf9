"""A patron's own pages: what they give, what came, what we know, and the way out. For nobody else, and never stored."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrons import amounts, changing, privacy, receipt_file, receipts, sizes, visits, what_came
from patrons.changing import NotChanged, NotKnown
from patrons.days import NoDay, noon_of
from patrons.models import Patron, Payment, Pledge, Tier
from patrons.models.columns import Visibility
from patrons.money import Money, NotMoney
from patrons.next_payment import next_at
from patrons.plain import has_address, line
from patrons.providers import provider_for
from patrons.providers.base import Abilities, NotReady, Subscription, Unreachable
from patrons.standing import is_nobodys
from patrons.tier_prices import asked

# Letters that somebody may do without. Receipts and failed payments are not among them.
MAIL = ("renewal", "topic")
NAME_LENGTH: int = Patron._meta.get_field("name").max_length or 0
OVER = (Pledge.State.ENDED, Pledge.State.LAPSED, Pledge.State.REFUNDED)
Verb = Callable[[HttpRequest, Pledge], Pledge]


def patrons_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: the view gets the patron who is here; who is not signed in is asked to."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        patron = visits.here(request)
        if patron is None:
            return redirect(visits.way_in(request))
        try:
            return view(request, patron, *args, **kwargs)
        except Http404:
            # The site's own page for it is kept by shared caches, and this address is one reader's.
            return render(request, "patrons/nowhere.html", status=404)

    return page


@require_safe
@patrons_only
def you(request: HttpRequest, patron: Patron) -> HttpResponse:
    """Everything on one page."""
    return _page(request, patron)


@require_http_methods(["GET", "POST"])
@patrons_only
def change(request: HttpRequest, patron: Patron, pledge: str, verb: str) -> HttpResponse:
    """Change a pledge; ending one is asked about on a page of its own first, without a word of persuasion."""
    found = get_object_or_404(Pledge.objects.select_related("account", "tier"), public_id=pledge, patron=patron)
    if request.method == "GET":
        if verb != "cancel":
            return redirect("patron_you")
        return render(request, "patrons/cancel.html", {"pledge": found})
    try:
        VERBS[verb](request, found)
    except NotChanged as refused:
        return _page(request, patron, error=str(refused), about=found, field=FIELDS.get(verb, ""), status=422)
    except NotKnown as refused:
        return _page(request, patron, error=str(refused), about=found, status=502)
    return redirect(f"{reverse('patron_you')}?done={verb}&pledge={found.public_id}")


@require_POST
@patrons_only
def settings(request: HttpRequest, patron: Patron) -> HttpResponse:
    """Who may see it, the name on the wall, and which letters."""
    visibility, wall_name = request.POST.get("visibility", ""), request.POST.get("wall_name", "")
    wall_name, name = line(wall_name), line(request.POST.get("name", patron.name))
    if visibility not in Visibility.values:
        return _page(request, patron, error=_("Choose who may see that you support us."), status=422)
    if error := _wrong_names(name, wall_name, visibility):
        return _page(request, patron, error=error, status=422)
    if (visibility, wall_name) != (patron.visibility, patron.wall_name):
        # Somebody of the staff looks at each name before all can read it.
        patron.wall_approved_at = None
    patron.visibility, patron.wall_name = visibility, wall_name
    patron.name = name
    patron.no_mail_about = [kind for kind in MAIL if f"mail_{kind}" not in request.POST]
    patron.save()
    return redirect(f"{reverse('patron_you')}?done=settings")


def _wrong_names(name: str, wall_name: str, visibility: str) -> str:
    if len(name) > NAME_LENGTH:
        return _("Your name has %(now)s characters: shorten it to %(most)s.") % {"now": len(name), "most": NAME_LENGTH}
    if len(wall_name) > 80:
        return _("The name on the wall has at most 80 characters.")
    if has_address(wall_name):
        return _("The name on the wall is a name: leave out the address of a site or of a mailbox.")
    if visibility == Visibility.PUBLIC and not wall_name:
        return _("Write the name that may stand on the wall, or choose that fewer people may see it.")
    return ""


@require_safe
@patrons_only
def download(request: HttpRequest, patron: Patron) -> HttpResponse:
    """All that we keep of them, as a file."""
    text = json.dumps(privacy.everything_about(patron), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-support.json"'
    return response


@require_http_methods(["GET", "POST"])
@patrons_only
def erase(request: HttpRequest, patron: Patron) -> HttpResponse:
    """Say what goes and what stays, then do it."""
    if request.method == "GET":
        going = patron.pledges.filter(state__in=privacy.GOING).select_related("account")
        elsewhere = [pledge for pledge in going[:20] if privacy.goes_on_elsewhere(pledge)]
        return render(request, "patrons/erase.html", {"patron": patron, "elsewhere": elsewhere})
    try:
        privacy.erase(patron)
    except (NotChanged, NotKnown) as refused:
        return render(request, "patrons/erase.html", {"patron": patron, "error": str(refused)}, status=502)
    visits.go_out(request)
    return render(request, "patrons/erased.html")


@require_safe
@patrons_only
def receipt(request: HttpRequest, patron: Patron, payment: str) -> HttpResponse:
    """A receipt to keep or to print."""
    found = _receipt(patron, payment)
    context = {"payment": found, "lines": receipts.lines(found), "void": receipts.void(found)}
    return render(request, "patrons/receipt.html", context)


@require_safe
@patrons_only
def receipt_pdf(request: HttpRequest, patron: Patron, payment: str) -> HttpResponse:
    """The same as a file."""
    found = _receipt(patron, payment)
    response = HttpResponse(receipt_file.pdf(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.receipt_number}.pdf"'
    return response


def _receipt(patron: Patron, payment: str) -> Payment:
    payments = Payment.objects.exclude(receipt_number=None).select_related("pledge__gift", "account")
    return get_object_or_404(payments, public_id=payment, pledge__patron=patron)


@require_POST
@patrons_only
def card(request: HttpRequest, patron: Patron, pledge: str) -> HttpResponse:
    """On to the provider's page where the card is changed."""
    found = get_object_or_404(Pledge.objects.select_related("account"), public_id=pledge, patron=patron)
    known = Subscription(pledge=str(found.public_id), ref=found.subscription_ref, customer=found.customer_ref)
    try:
        return redirect(
            provider_for(found.account.key).portal_url(known, request.build_absolute_uri(reverse("patron_you")))
        )
    except (NotReady, Unreachable):
        said = _("%(provider)s does not answer just now: try again in a minute.") % {"provider": found.account}
        return _page(request, patron, error=said, about=found, status=502)


def _page(
    request: HttpRequest,
    patron: Patron,
    *,
    error: str = "",
    about: Pledge | None = None,
    field: str = "",
    status: int = 200,
) -> HttpResponse:
    pledges = list(
        patron.pledges.exclude(state=Pledge.State.ABANDONED)
        .select_related("tier", "account", "gift", "grant__tier")
        .prefetch_related(what_came.with_kept())
        .annotate(next_at=next_at())
        .order_by("-created_at")[:50]
    )
    prices: dict[tuple[str, str], list[tuple[Tier, Money]]] = {}
    for pledge in pledges:
        pledge.can = _abilities(pledge)  # type: ignore[attr-defined]
        pledge.is_nobodys = is_nobodys(pledge)  # type: ignore[attr-defined]
        # A page of fifty pledges asks for the prices of a currency and rhythm once.
        key = pledge.currency, pledge.interval
        prices[key] = prices[key] if key in prices else asked(*key)
        pledge.tiers = prices[key]  # type: ignore[attr-defined]
        pledge.called, pledge.gives = what_came.name(pledge), what_came.tier(pledge)  # type: ignore[attr-defined]
    if about and about.state not in (Pledge.State.ACTIVE, Pledge.State.PAST_DUE):
        # The form with that field is not there any more: it is said above all.
        about, field = None, ""
    context = {
        "patron": patron, "pledges": [each for each in pledges if each.state not in OVER],
        "over": [each for each in pledges if each.state in OVER],
        "gifts": patron.gifts.exclude(grant=None).filter(grant__starts_at__lte=timezone.now())
        .select_related("grant", "pledge__tier").order_by("-pk")[:20],
        "error": error, "about": about, "field": field,
        "done": request.GET.get("done", ""),
        "changed": next((each for each in pledges if str(each.public_id) == request.GET.get("pledge")), None),
        "typed": request.POST if error else None,
        "payments": Payment.objects.filter(pledge__patron=patron, state=Payment.State.SUCCEEDED)
        .select_related("pledge", "account").prefetch_related("refunds").order_by("-occurred_at")[:100],
        "visibilities": Visibility.choices, "mail": [kind for kind in MAIL if kind not in patron.no_mail_about],
        "tomorrow": timezone.localdate() + timedelta(days=1),
        "in_a_year": timezone.localdate() + changing.PAUSE_AT_MOST,
    }  # fmt: skip
    return render(request, "patrons/you.html", context, status=status)


def _abilities(pledge: Pledge) -> Abilities:
    if is_nobodys(pledge):
        # What nobody asks for any more can be ended, and nothing else.
        return Abilities(recurring=True)
    try:
        return provider_for(pledge.account.key).abilities
    except NotReady:
        return Abilities()


def _amount(request: HttpRequest, pledge: Pledge) -> Pledge:
    text = request.POST.get("amount", "").replace("\0", "")
    try:
        amount = amounts.typed(text, pledge.currency)
    except NotMoney as error:
        least = sizes.least_asked(pledge.currency, pledge.interval)
        raise NotChanged(amounts.sentence(error.reason, text, pledge.currency, least)) from error
    return changing.change_amount(pledge, amount)


def _pause(request: HttpRequest, pledge: Pledge) -> Pledge:
    if not request.POST.get("until"):
        raise NotChanged(_("Choose the day on which it goes on."))
    try:
        return changing.pause(pledge, noon_of(request.POST.get("until", "")))
    except NoDay as error:
        raise NotChanged(str(error)) from error


# Beside which field it is said that a verb was not done.
FIELDS = {"amount": "amount", "pause": "until"}
VERBS: dict[str, Verb] = {
    "cancel": lambda request, pledge: changing.cancel(pledge),
    "resume": lambda request, pledge: changing.resume(pledge),
    "pause": _pause,
    "amount": _amount,
}
