"""The reader's way to a provider: the form, which is the same for everybody, and the page before the last button."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from patrons import drafting, filling, networks, offers, pledging, sentences
from patrons.limits import TooMany
from patrons.models import CheckoutAttempt, Pledge
from patrons.models.columns import Visibility
from patrons.money import Money
from patrons.offers import Offer
from patrons.pledging import NotBegun

from .pages import TO_PROVIDERS, private_page, public_page

UNFINISHED = (Pledge.State.PENDING, Pledge.State.ABANDONED)


@public_page
def support(request: HttpRequest) -> HttpResponse:
    """What can be given and how, in the newsroom's words."""
    offer = _offer(request.GET.get("currency", ""))
    said = filling.at_first(offer, request.GET.dict())
    return form(request, offer, said)


@private_page
def begin(request: HttpRequest) -> HttpResponse:
    """Take the form: back with sentences beside the fields, or on to the page before the last button."""
    if request.method != "POST":
        return _see(reverse("support"))
    if other := request.POST.get("other_currency", ""):
        offer = _offer(other)
        return form(request, offer, filling.in_another_currency(request.POST.dict(), offer))
    offer = _offer(request.POST.get("currency", ""))
    filled = filling.read(request.POST.dict(), offer)
    if filled.errors:
        return form(request, offer, filled.said, errors=filled.errors, status=422)
    try:
        draft = drafting.keep(filled, networks.fingerprint(request))
    except TooMany as error:
        return form(request, offer, filled.said, problem=str(error), status=429)
    return _see(reverse("support_confirm", args=[draft.public_id]))


@private_page
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The form again, as it was filled in."""
    draft = drafting.find(public_id)
    if draft is None:
        return _too_old(request)
    offer = _offer(draft.said.get("currency", ""))
    # What is no longer offered has no place in the form; what is new has none in the draft.
    said = filling.at_first(offer, {}) | draft.said
    return form(request, offer, said, is_back="back" in request.GET)


@private_page
def back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Whoever left the provider's page without paying finds the form as it was, and reads that nothing was charged."""
    pledge = get_object_or_404(Pledge, public_id=public_id)
    if pledge.state not in UNFINISHED:
        return _see(reverse("support_thanks", args=[public_id]))
    attempt = pledge.attempts.order_by("-created_at").first()
    filled = drafting.form_of(attempt) if attempt else ""
    return _see(f"{filled}?back=1") if filled else _too_old(request)


@csp_override(TO_PROVIDERS)
@private_page
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The price in words and one button; pressed, it leads to the provider's page, once however often."""
    draft = drafting.find(public_id)
    wish = drafting.wish_of(draft) if draft else None
    if draft is None or wish is None:
        return _too_old(request)
    begun = CheckoutAttempt.objects.filter(form_mark=str(public_id)).select_related("pledge").first()
    if begun and begun.pledge.state not in UNFINISHED:
        return _see(reverse("support_thanks", args=[begun.pledge.public_id]))
    problem, status = "", 200
    if request.method == "POST":
        try:
            if not (_is_from_here(request) and drafting.is_marked(draft, request.POST.get("mark", ""))):
                raise NotBegun(_("This page was open for too long. You have not been charged: press the button again."))
            attempt = pledging.begin(wish, form_mark=str(public_id), network=draft.network)
            return _see(attempt.url or reverse("support_thanks", args=[attempt.pledge.public_id]))
        except TooMany as error:
            problem, status = str(error), 429
        except NotBegun as error:
            problem, status = str(error), 503
    context = {
        "draft": draft, "wish": wish, "problem": problem, "mark": drafting.mark(draft), "alternates": {},
        "sentence": sentences.will_give(wish.amount, wish.interval),
        "lasts": sentences.how_long(wish.gift.months) if wish.gift else "", "once_lasts": sentences.how_long_once(),
        "fee": Money(wish.fee_cover, wish.amount.currency) if wish.fee_cover else None,
        "visibility": sentences.who_learns(wish.visibility)[0], "title": _("Check and pay"),
    }  # fmt: skip
    return render(request, "patrons/confirm.html", context, status=status)


def _offer(currency: str) -> Offer:
    found = offers.offer(currency)
    if found is None:
        raise Http404(_("Nothing is offered to patrons yet."))
    return found


def form(request: HttpRequest, offer: Offer, said: dict[str, str], status: int = 200, **more: Any) -> HttpResponse:
    """Show the form with what is said in it, and `more`: its errors by field, or a problem above all."""
    errors = more.get("errors", {})
    amounts = [
        {
            "rhythm": rhythm, "often": sentences.how_often(rhythm.interval),
            "question": sentences.how_much(rhythm.interval), "tier": said.get(f"tier_{rhythm.interval}", ""),
            "amount": said.get(f"amount_{rhythm.interval}", ""), "errors": _own(errors, rhythm.interval),
            "will_give": sentences.will_give("%s", rhythm.interval),
        }
        for rhythm in offer.rhythms
    ]  # fmt: skip
    lengths = [(str(each), sentences.how_long(each)) for each in offer.gift_months]
    given = [
        (each.tier, [(months, price, sentences.how_long(months)) for months, price in sorted(each.prices.items())])
        for each in offer.gifts
    ]
    fee_of = next((way for way in offer.ways if way.takes_fee), None)
    middle = offer.rhythms[0].middle.price
    context: dict[str, Any] = {
        "offer": offer, "said": said, "amounts": amounts, "errors": {}, "problem": "",
        "alternates": {code: translate_url(reverse("support"), code) for code, _name in settings.LANGUAGES},
        "visibilities": [(each.value, *sentences.who_learns(each)) for each in Visibility],
        "example": (middle, fee_of.covering(middle) - middle) if fee_of else None,
        "title": _("Become a patron"), "once_lasts": sentences.how_long_once(), "lengths": lengths, "given": given,
        "will_pay": sentences.will_pay_for_gift("%s"),
    } | more  # fmt: skip
    context["links"] = [(_anchor(name), filling.called(name), sentence) for name, sentence in context["errors"].items()]
    return render(request, "patrons/support.html", context, status=status)


def _own(errors: dict[str, str], interval: str) -> dict[str, str]:
    return {what: errors.get(f"{what}_{interval}", "") for what in ("tier", "amount")}


def _anchor(name: str) -> str:
    """Return the id of the field that a sentence of the summary is about."""
    return name.replace("_", "-")


def _too_old(request: HttpRequest) -> HttpResponse:
    return render(request, "patrons/too_old.html", {"alternates": {}, "title": _("Begin again")}, status=410)


def _see(url: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": url})


def _is_from_here(request: HttpRequest) -> bool:
    """Whether no other site's page sent this form: browsers say where one comes from."""
    origin = request.headers.get("Origin", "")
    ours = {request.get_host(), *(urlsplit(each).netloc for each in settings.CSRF_TRUSTED_ORIGINS)}
    return not origin or origin == "null" or urlsplit(origin).netloc in ours
