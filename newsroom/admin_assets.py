"""What the admin theme loads beside its own files."""

from django.http import HttpRequest
from django.templatetags.static import static


def stylesheet(request: HttpRequest) -> str:
    """Return the address of our stylesheet for the admin."""
    return static("newsroom/admin.css")


def keys(request: HttpRequest) -> str:
    """Return the address of the script that keeps the theme's keys from leaving a form."""
    return static("newsroom/desk_keys.js")


def icons(request: HttpRequest) -> str:
    """Return the address of the script that keeps the names of the theme's icons from screen readers."""
    return static("newsroom/desk_icons.js")


def popups(request: HttpRequest) -> str:
    """Return the address of the script that lets the theme's popups be used by keyboard and on a phone."""
    return static("newsroom/desk_popups.js")
