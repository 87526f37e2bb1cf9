"""/healthz, /readyz and /metrics: answered before all else, whatever Host a load balancer sends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from newsroom.metrics import answering as metrics

from . import asking


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process runs: nothing is looked at."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether readers can be served from here: 200, or 503; with `?all`, 503 for whatever is wrong."""
    state = asking.here.state()
    is_well = not state.wrong if "all" in request.GET else state.is_ready
    status = "ready" if not state.wrong else "impaired" if state.is_ready else "not ready"
    return JsonResponse({"status": status, "wrong": state.wrong}, status=200 if is_well else 503)


ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics.metrics,
}


def answers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, before any that asks for a host, a session or a database."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            response: HttpResponse = HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        else:
            response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return middleware
