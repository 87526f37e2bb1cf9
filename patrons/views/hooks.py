"""Where providers tell what happened: signed, small, kept before it is answered."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from patrons import deliveries
from patrons.models import ProviderAccount, ProviderEvent
from patrons.providers import provider_for
from patrons.providers.base import BadSignature, NotReady

BYTES_AT_MOST = 256 * 1024


@csrf_exempt
@require_POST
def hook(request: HttpRequest, key: str) -> HttpResponse:
    """Take one delivery. Nothing of it is parsed or kept before its provider says that it is genuine."""
    if _length(request) > BYTES_AT_MOST:
        return _answer(413)
    body = request.read(BYTES_AT_MOST + 1)
    if len(body) > BYTES_AT_MOST:
        return _answer(413)
    accounts = ProviderAccount.objects.filter(key=key).order_by("-is_enabled", "-is_live", "pk")
    if not accounts:
        return _answer(404)
    try:
        provider = provider_for(key)
        # The keys of now say whether they move real money: a delivery belongs to the account of that kind.
        of_kind = [each for each in accounts if each.is_live == getattr(provider, "is_live", each.is_live)]
        account = (of_kind or accounts)[0]
        envelope = provider.verify(request.headers, body)
    except NotReady:
        return _answer(503)
    except BadSignature:
        return _answer(400)
    event = deliveries.take(account, provider, envelope)
    # What failed is sent again, which is one more try than our own.
    return _answer(500 if event.state == ProviderEvent.State.FAILED else 200)


def _length(request: HttpRequest) -> int:
    written = request.META.get("CONTENT_LENGTH") or "0"
    return int(written) if written.isascii() and written.isdigit() else BYTES_AT_MOST + 1


def _answer(status: int) -> HttpResponse:
    response = HttpResponse(status=status, content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
