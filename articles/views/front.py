"""The front page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from articles.frontpage import front_page

from .public import public_page


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """The newspaper's first page in the language of its address."""
    return render(request, "articles/front.html", {"front": front_page(get_language() or settings.LANGUAGE_CODE)})
