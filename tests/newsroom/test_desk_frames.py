"""What of the desk may stand in a frame, and whose frame: popups of its own forms, and nothing else."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from articles.body.embeds import FRAME_HOSTS
from tests.factories import make_source, make_user


@pytest.fixture
def ada(client, db):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def policy_of(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, _space, values in parts}


def test_the_desk_frames_its_own_forms_and_players_only(ada):
    policy = policy_of(ada.get(reverse("admin:articles_article_add")))
    assert policy["frame-src"].split() == ["'self'", *FRAME_HOSTS]
    assert policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("name", ["author", "section", "picture"])
def test_a_popup_may_stand_in_a_page_of_this_site(ada, name):
    response = ada.get(reverse(f"admin:articles_{name}_add") + "?_popup=1")
    assert policy_of(response)["frame-ancestors"] == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_what_a_popup_answers_after_saving_may_too(ada):
    response = ada.post(reverse("admin:articles_author_add") + "?_popup=1", {"name": "Mavka", "_popup": "1"})
    assert policy_of(response)["frame-ancestors"] == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", ["/admin/", "/admin/articles/author/add/", "/?_popup=1", "/desk/pictures?_popup=1"])
def test_nothing_else_may(ada, address):
    response = ada.get(address)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert policy_of(response)["frame-ancestors"] == "'none'"
    assert settings.SECURE_CSP["frame-src"] == list(FRAME_HOSTS)


@pytest.mark.parametrize("address", ["/admin/", "/admin/articles/picture/add/", "/admin/articles/tag/add/?_popup=1"])
def test_no_page_waits_for_a_script_to_be_seen(ada, address):
    page = ada.get(address)
    # The theme hides the whole page until its script has run.
    assert " x-cloak>" in page.text.partition("<head>")[0]
    head = page.text.partition("</head>")[0]
    assert re.search(r'<noscript><link href="[^"]*/no_scripts[^"]*\.css" rel="stylesheet"></noscript>', head)
    sheet = (settings.BASE_DIR / "newsroom/static/newsroom/no_scripts.css").read_text()
    assert "html[x-cloak] { display: block !important }" in sheet


def test_a_record_is_called_what_it_is_called(ada):
    source = make_source(name="de Volkskrant")
    page = ada.get(reverse("admin:articles_source_change", args=[source.pk])).text
    way = re.sub(r"\s+", " ", page)
    assert re.search(r">\s*de Volkskrant</a>", way) and "De Volkskrant" not in page
    assert re.search(r">\s*Sources</a>", way)


def test_nor_does_the_door(client, db):
    page = client.get("/admin/login/").text
    assert "x-cloak" not in page and 'name="password"' in page
