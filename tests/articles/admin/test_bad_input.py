"""Whatever is typed into a form is kept, or refused in a sentence; nothing is an error of the server."""

import json
from itertools import batched

import pytest
from django.urls import reverse

from articles.models import Article, Author, Section
from newsroom.site.models import SiteSettings
from tests.articles.admin.conftest import management

ADD = reverse("admin:articles_article_add")
OWN = [
    "", " ", "\x00", "a\x00b", "😀", "\u202eright to left", "<script>alert(1)</script>", "' OR 1=1 --", "٣٣",
    "9" * 400, "x" * 5000, "a,b,,c", "{{ 7*7 }}", "%s%n", "../../etc/passwd", "\r\nSet-Cookie: a=b", "Ґанок їжака",
]  # fmt: skip


@pytest.fixture
def naughty(shared_data):
    strings = OWN + json.loads((shared_data / "sanitise/naughty-strings/blns.json").read_text())
    return strings[: len(strings) // 3 * 3]


def test_naughty_strings_through_the_articles_form(editor, typed, naughty):
    names = (
        "headline", "deck", "kicker", "body", "slug", "lead_caption", "search_headline", "search_description",
        "social_headline", "social_description", "front_headline", "credit_line", "canonical_url",
        "correction_text", "tags",
    )  # fmt: skip
    for string in OWN:
        everywhere = dict.fromkeys(names, string)
        assert editor.post(ADD, typed(_publish="", **everywhere)).status_code in (200, 302), string
    for first, second, third in batched(naughty, 3):
        few = {"headline": first or "x", "body": f"<p>{second}</p>", "deck": third, "tags": [first, third[:90]]}
        assert editor.post(ADD, typed(_publish="", **few)).status_code in (200, 302), few
    assert Article.objects.exists()


@pytest.mark.parametrize("string", [text for text in OWN if text.strip()])
def test_ids_that_are_none(editor, typed, string):
    for name in ("section", "lead_picture", "translation_of", "language", "genre"):
        assert editor.post(ADD, typed(**{name: string})).status_code in (200, 302)
    lines = {**management("bylines", 1), "bylines-0-author": string, "bylines-0-position": string}
    assert editor.post(ADD, typed(**lines)).status_code in (200, 302)
    moment = {"schedule_at_0": string, "schedule_at_1": string, "_schedule": ""}
    assert editor.post(ADD, typed(**moment)).status_code == 200
    for what in ("articles", "pictures", "tags"):
        for query in ("term", "ids", "page", "language", "not_language", "live"):
            response = editor.get(reverse(f"desk_{what}"), {query: string})
            assert response.status_code == 200, (what, query)


def test_naughty_strings_through_the_other_forms(chief, naughty):
    SiteSettings.objects.get_or_create(pk=1)
    settings = reverse("admin:site_sitesettings_change", args=[1])
    for string in naughty[::16]:
        words = {"name": string, "name_in_uk": string, "description": string, "slug": string, "position": string}
        for model in ("section", "tag", "author", "page"):
            data = words | {"bio": string, "title": string, "body": string, "language": "uk", "is_live": "on"}
            assert chief.post(reverse(f"admin:articles_{model}_add"), data).status_code in (200, 302), (model, string)
        data = words | {"notice_in_uk": string, "appeal_url": string, **management("menu_items")}
        assert chief.post(settings, data).status_code in (200, 302), string


def test_both_languages_of_a_name(chief):
    data = {"name": "Border", "name_in_uk": "Кордон", "slug": "border", "position": 3, "description_in_uk": ""}
    chief.post(reverse("admin:articles_section_add"), data)
    section = Section.objects.get(slug="border")
    assert section.translations == {"uk": {"name": "Кордон"}}
    address = reverse("admin:articles_section_change", args=[section.pk])
    assert "Кордон" in chief.get(address).text
    chief.post(address, data | {"name_in_uk": "", "description_in_uk": "Про кордон"})
    section.refresh_from_db()
    assert section.translations == {"uk": {"description": "Про кордон"}}


def test_two_words_of_an_author_in_two_languages(chief):
    chief.post(
        reverse("admin:articles_author_add"),
        {"name": "Ada", "slug": "ada", "name_in_uk": "Ада", "role_in_uk": "кореспондентка", "bio_in_uk": "Пише."},
    )
    assert Author.objects.get().translations["uk"] == {"name": "Ада", "role": "кореспондентка", "bio": "Пише."}
