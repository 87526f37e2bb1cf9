"""Section, tag, author, corrections, standing pages: what stands on them and what never does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Page
from articles.views.listing import PAGE_SIZE
from tests.factories import make_article, make_author, make_section, make_tag, minutes_ago


@pytest.fixture
def ada(db):
    return make_author(name="Ada Writer", slug="ada", role="Reporter", bio="Writes.\n\nAnd reads.")


@pytest.fixture
def everywhere(ada):
    """Makes an article that stands in every list there is."""
    make_tag("Energy")
    return lambda headline="News", **fields: make_article(headline=headline, tags=["Energy"], authors=[ada], **fields)


LISTS = ["/section/politics/", "/tag/energy/", "/author/ada/"]


@pytest.mark.parametrize("path", LISTS)
def test_newest_first(path, everywhere, headlines):
    for minutes in (30, 10, 20):
        everywhere(f"{minutes} minutes ago", published=True, at=minutes_ago(minutes))
    assert headlines(path) == ["10 minutes ago", "20 minutes ago", "30 minutes ago"]


@pytest.mark.parametrize("path", [*LISTS, "archive", "/corrections/"])
def test_only_what_is_public(path, everywhere, client):
    now = timezone.localtime()
    live = everywhere("Live one", published=True)
    draft, withdrawn = everywhere("Draft one"), everywhere("Withdrawn one", published=True)
    publishing.schedule(everywhere("Scheduled one"), now + timedelta(hours=1))
    for article in (live, withdrawn):
        publishing.correct(article, f"Correction of {article.headline}")
    publishing.withdraw(withdrawn)
    draft.slug = "x"
    text = client.get(now.strftime("/archive/%Y/%m/%d/") if path == "archive" else path).content.decode()
    assert "Live one" in text
    for word in ("Draft one", "Withdrawn one", "Scheduled one"):
        assert word not in text


@pytest.mark.parametrize("path", LISTS)
def test_older_stories_follow_page_by_page(path, everywhere, headlines, client):
    moment = minutes_ago(60)
    for number in range(PAGE_SIZE + 5):
        everywhere(f"Story {number}", published=True, at=moment)
    first = client.get(path)
    older = f"{first.context['listing'].older}"
    assert f'href="?before={older}"' in first.content.decode()
    assert "Newest stories" not in first.content.decode()
    second = client.get(path, {"before": older})
    text = second.content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}?before={older}">' in text
    assert f'href="{path}">Newest stories</a>' in text
    assert "Older stories</a>" not in text
    both = headlines(path) + headlines(path, before=older)
    assert len(both) == len(set(both)) == PAGE_SIZE + 5


@pytest.mark.parametrize("path", [*LISTS, "/corrections/"])
@pytest.mark.parametrize("before", ["", "x", "1.x", "9" * 40, "%00", "2021-11-29"])
def test_a_place_that_never_was_is_not_found(path, before, everywhere, client):
    everywhere(published=True)
    assert client.get(path, {"before": before}).status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_a_page_after_the_last_one_says_so(path, everywhere, client):
    everywhere(published=True)
    response = client.get(path, {"before": "0.1"})
    assert response.status_code == 200
    assert "othing older" in response.content.decode()


@pytest.mark.parametrize("path", ["/section/none/", "/tag/none/", "/author/none/", "/none/"])
def test_unknown_names(path, client):
    assert client.get(path).status_code == 404


def test_an_internal_tag_has_no_page(client):
    make_tag("Desk only", is_internal=True)
    make_article(published=True, tags=["Desk only"])
    assert client.get("/tag/desk-only/").status_code == 404


def test_related_tags_are_public_and_most_shared_first(client):
    for name in ("Energy", "Winter", "Grid", "Unused"):
        make_tag(name)
    make_tag("Desk only", is_internal=True)
    for _ in range(2):
        make_article(published=True, tags=["Energy", "Grid", "Desk only"])
    make_article(published=True, tags=["Energy", "Winter"])
    make_article(tags=["Energy", "Unused"])
    response = client.get("/tag/energy/")
    assert [tag.name for tag in response.context["related_tags"]] == ["Grid", "Winter"]


@pytest.mark.parametrize("path", ["/tag/energy/", "/author/ada/"])
def test_the_other_language_is_offered(path, everywhere, client):
    everywhere("Only in English", published=True)
    missing = client.get(f"/uk{path}")
    assert missing.status_code == 404
    assert f'href="{path}"' in missing.content.decode()
    assert "Only in English" not in missing.content.decode()
    assert "hreflang" not in client.get(path).content.decode().split("</head>")[0]
    everywhere("І українською", published=True, language="uk")
    here = client.get(path).content.decode()
    assert f'<link rel="alternate" hreflang="uk" href="http://127.0.0.1:8000/uk{path}">' in here
    assert "І українською" not in here
    assert client.get(f"/uk{path}").status_code == 200


@pytest.mark.parametrize("path", ["/tag/energy/", "/author/ada/"])
def test_without_a_live_story_there_is_no_page(path, everywhere, client):
    everywhere("A draft")
    assert client.get(path).status_code == 404
    assert client.get(f"/uk{path}").status_code == 404


def test_an_empty_section_stands(client):
    make_section(name="Culture", slug="culture", translations={"uk": {"name": "Культура"}})
    assert "Culture" in client.get("/section/culture/").content.decode()
    assert "Культура" in client.get("/uk/section/culture/").content.decode()


def test_an_author_is_introduced(everywhere, client):
    everywhere(published=True)
    text = client.get("/author/ada/").content.decode()
    assert "Reporter" in text and "<p>Writes.</p>" in text


def test_corrections_are_listed_newest_first_with_their_story(client):
    one = make_article(published=True, headline="First <story>")
    two = make_article(published=True, headline="Ukrainian", language="uk")
    publishing.correct(one, "It was 3 <b>not</b> 4.", at=minutes_ago(20))
    publishing.correct(one, "Newer.", kind="clarification", at=minutes_ago(10))
    publishing.correct(two, "Було сім.")
    text = client.get("/corrections/").content.decode()
    assert text.index("Newer.") < text.index("It was 3 &lt;b&gt;not&lt;/b&gt; 4.")
    assert "First &lt;story&gt;" in text and one.editions.get().get_absolute_url() in text
    assert "Було сім" not in text


def test_a_standing_page(client):
    Page.objects.create(title="About us", slug="about", body="<p>We are.</p>", is_live=True)
    Page.objects.create(title="Про нас", slug="about", body="<p>Це ми.</p>", is_live=True, language="uk")
    Page.objects.create(title="Secret", slug="secret", body="<p>x</p>")
    text = client.get("/about/").content.decode()
    assert "<p>We are.</p>" in text and 'hreflang="uk" href="http://127.0.0.1:8000/uk/about/"' in text
    assert "Це ми." in client.get("/uk/about/").content.decode()
    assert client.get("/secret/").status_code == 404
