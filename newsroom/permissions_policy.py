"""What pages may ask of the reader's machine: nothing. Said on every answer of the app, stored pages with it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

OFF = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
POLICY = ", ".join(f"{name}=()" for name in OFF)


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. Passkeys, full screen and the clipboard stay as browsers have them: the desk and players use them."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response

    return middleware
