"""The page between a button and what cannot be taken back: it says what would happen, and happens on the second one."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse


def is_sure(request: HttpRequest, of: object = "1") -> bool:
    """Say whether the page was seen; `of` is what it was about, where that is chosen on the way."""
    return request.POST.get("sure", "") == str(of)


def ask(
    request: HttpRequest, site: AdminSite, title: str, lines: list[str], button: str, back: str, *,
    of: object = "1", kept: dict[str, str] | None = None,
) -> TemplateResponse:  # fmt: skip
    """Show what would happen.

    Args:
        lines: each a sentence.
        button: its words.
        back: the address to go to instead.
        kept: what was typed, sent again with the button.
    """
    context: dict[str, Any] = site.each_context(request) | {
        "title": title, "lines": lines, "button": button, "back": back, "sure": of, "kept": kept or {},
    }  # fmt: skip
    return TemplateResponse(request, "admin/patrons/sure.html", context)
