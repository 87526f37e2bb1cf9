"""/metrics: for whoever has the token or stands in a network that is named; for nobody else is it there."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from newsroom import proxies

from . import counters

TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures, or a 404 that says nothing."""
    if not (_has_token(request) or _is_near(request)):
        return HttpResponse(status=404)
    return HttpResponse(counters.exposition(), content_type=TYPE)


def _has_token(request: HttpRequest) -> bool:
    word = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(word, settings.METRICS_TOKEN)


def _is_near(request: HttpRequest) -> bool:
    try:
        machine = ip_address(proxies.sender(request))
    except ValueError:
        return False
    return any(machine in network for network in settings.METRICS_NETWORKS)
