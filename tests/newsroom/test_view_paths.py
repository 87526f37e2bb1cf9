"""Paths that are looked up once are those that Django gives, in each language."""

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse, translate_url
from django.utils import translation

from newsroom.view_paths import path_in, path_of

urlpatterns = [path("elsewhere/", lambda request: HttpResponse(), name="front")]


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize(("view", "arguments"), [("front", []), ("section", ["politics"]), ("feed_rss", [])])
def test_a_path_is_the_one_that_django_gives(language, view, arguments):
    with translation.override(language):
        for _once_and_again in range(2):
            assert path_of(view, *arguments) == reverse(view, args=arguments)


@pytest.mark.parametrize("place", ["/", "/section/politics/", "/uk/tag/energy/", "/nowhere/at/all/here/"])
def test_the_same_page_in_another_language(place):
    for page_language in ("en", "uk"):
        with translation.override(page_language):
            assert [path_in(code, place) for code in ("en", "uk", "en")] == [
                translate_url(place, code) for code in ("en", "uk", "en")
            ]


def test_a_view_that_there_is_not():
    with pytest.raises(NoReverseMatch):
        path_of("no-such-view")


def test_a_setting_that_changes_is_heard_of(settings):
    assert path_of("front") == "/"
    settings.ROOT_URLCONF = __name__
    assert path_of("front") == "/elsewhere/"
