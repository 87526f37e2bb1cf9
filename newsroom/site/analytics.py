"""The switch that counts readers: which script, with which words, from which origins. Off, none of it exists."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.csp import build_policy
from django.utils.translation import gettext as _

from newsroom.languages import STAFF_PATHS

from .models import SiteSettings

# Where money is given nobody else looks on, whatever decorates the view.
NEVER = (*STAFF_PATHS, "/support/", "/setup/", "/lite/", "/print/")


def check(kind: str, script: str, name: str, endpoint: str) -> dict[str, str]:
    """Return a sentence for each field that is missing or wrong before counting can be switched on."""
    wrong = {}
    if not kind:
        wrong["analytics_kind"] = _("Choose who counts, or switch counting off.")
    if not script:
        wrong["analytics_script"] = _("Write where the script is: your provider shows it in the tag to paste.")
    if kind == SiteSettings.Analytics.GOATCOUNTER and not endpoint:
        wrong["analytics_endpoint"] = _(
            "GoatCounter needs the address that counts: https://name.goatcounter.com/count."
        )
    if kind in (SiteSettings.Analytics.PLAUSIBLE, SiteSettings.Analytics.UMAMI) and not name:
        wrong["analytics_site"] = _("Write the name by which the provider knows this site.")
    return wrong


def attributes(site: SiteSettings) -> dict[str, str]:
    """Return the attributes of the script's tag; none when counting is off."""
    if not site.analytics_on or not site.analytics_script:
        return {}
    kind, endpoint = site.analytics_kind, site.analytics_endpoint
    found = {"src": site.analytics_script}
    if kind == SiteSettings.Analytics.PLAUSIBLE:
        found |= {"data-domain": site.analytics_site, "data-api": endpoint}
    elif kind == SiteSettings.Analytics.UMAMI:
        found |= {"data-website-id": site.analytics_site, "data-host-url": endpoint, "data-do-not-track": "true"}
    elif kind == SiteSettings.Analytics.GOATCOUNTER:
        found |= {"data-goatcounter": endpoint}
    return {name: value for name, value in found.items() if value}


def may_count(request: HttpRequest) -> bool:
    """Say whether this is a reader's public page: no preview, nothing of the desk, no page about money."""
    if not getattr(request, "is_public_page", False):
        return False
    path = request.path_info
    codes = [f"/{code}" for code, _name in settings.LANGUAGES]
    bare = next((path.removeprefix(code) for code in codes if path.startswith(f"{code}/")), path)
    return not bare.startswith(NEVER)


def widened(policy: dict[str, Any], site: SiteSettings) -> dict[str, Any]:
    """Return a content policy that lets the counting script in, and what it reports to."""
    script = _origin(site.analytics_script)
    reports = [each for each in dict.fromkeys([script, _origin(site.analytics_endpoint)]) if each]
    added = {"script-src": [script] if script else [], "connect-src": reports}
    if site.analytics_kind == SiteSettings.Analytics.GOATCOUNTER:
        added["img-src"] = reports  # what it falls back on
    return policy | {name: [*policy.get(name, []), *origins] for name, origins in added.items()}


def analytics_csp(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: only an answer in which the script's tag was written carries the wider policy.

    The header itself is written, so that a page that is stored keeps it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "has_analytics", False):
            policy = getattr(response, "_csp_config", settings.SECURE_CSP)
            response.headers["Content-Security-Policy"] = build_policy(widened(policy, SiteSettings.load()))
        return response

    return middleware


def validate_address(value: str) -> None:
    """Accept https:// with a host, or a path of this site."""
    parts = urlsplit(value)
    local = value.startswith("/") and not value.startswith("//")
    odd = any(letter.isspace() or letter in ";,'\"<>\\" for letter in value)
    if odd or not (local or (parts.scheme == "https" and parts.hostname and not parts.username)):
        raise ValidationError(
            _("“%(value)s” is no address of a script: begin with https://, or with / for one on this site.")
            % {"value": value[:200]}
        )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
