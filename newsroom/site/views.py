"""The style sheet of the newspaper's own colours."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .colours import stylesheet


@csrf_exempt
@csp_override({})
@require_safe
def own_colours(request: HttpRequest, light: str, dark: str) -> HttpResponse:
    """The colours that its name says: true for ever, so a page that was stored before a change keeps its own."""
    text = stylesheet(light and f"#{light}", dark and f"#{dark}")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)
