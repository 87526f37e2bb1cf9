"""Every public address, asked by anybody, returns only what is live."""

from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from articles import publishing
from articles.models import Front, FrontSlot, RelatedLink
from tests.factories import make_article, make_author, make_picture, make_section, make_tag

pytestmark = pytest.mark.django_db

HIDDEN = "Hiddenword"
STAFF_ONLY = {"admin", "desk"}


@pytest.fixture
def newspaper():
    """One live article in each language, and hidden ones that share its section, tag, author and every link."""
    make_tag("Energy", slug="energy")
    section, author = make_section(slug="politics"), make_author(slug="ada")
    common = {"section": section, "authors": [author], "tags": ["Energy"]}

    def hidden(state):
        fields = {name: f"{HIDDEN} {state} {name}" for name in ("headline", "deck", "kicker", "search_headline")}
        picture = make_picture(caption=f"{HIDDEN} {state} caption", alt=f"{HIDDEN} {state} alt")
        body = f"<p>{HIDDEN} {state} body, read about the grid.</p>"
        return make_article(**fields, body=body, slug=f"hidden-{state}", lead_picture=picture, **common)

    draft, scheduled, withdrawn = hidden("draft"), hidden("scheduled"), hidden("withdrawn")
    publishing.schedule(scheduled, timezone.now() + timedelta(hours=3))
    publishing.publish(withdrawn)
    publishing.correct(withdrawn, f"{HIDDEN} correction")
    # Its own address says that it was withdrawn, and names it only where that was wished for.
    publishing.withdraw(withdrawn, names=False)
    everything = [draft, scheduled, withdrawn]

    references = "".join(
        f'<cms-read-also data-article="{each.pk}"></cms-read-also><p><a data-article="{each.pk}">words</a></p>'
        for each in everything
    )
    for language in ("en", "uk"):
        live = make_article(
            language=language, slug="live", headline="Seen by all", body=f"<p>The grid holds.</p>{references}", **common
        )
        for each in everything:
            RelatedLink.objects.create(article=live, target=each)
        publishing.publish(live)
        live.headline, live.body = f"{HIDDEN} rewritten", f"<p>{HIDDEN} rewritten body</p>"
        live.save()
        live.tags.add(f"{HIDDEN} tag")
        front = Front.objects.create(language=language)
        for place, each in zip(FrontSlot.Place.values, everything, strict=True):
            FrontSlot.objects.create(front=front, place=place, article=each)
    return everything


def patterns(resolver, prefix=""):
    """Yield every named pattern of the project but the staff's."""
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if where.split("/")[0] not in STAFF_ONLY:
                yield from patterns(entry, where)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry.name


def addresses(slug):
    """Return every public address there is, for an article of that slug, in both languages."""
    today = timezone.localtime()
    words = {
        "section": ["politics"], "tag": ["energy"], "author": ["ada"], "page": ["about"], "sitemap": ["articles"],
        "archive_year": [today.year], "archive_month": [today.year, today.month],
        "archive_day": [today.year, today.month, today.day],
    }  # fmt: skip
    day = [f"{today.year:04}", f"{today.month:02}", f"{today.day:02}", slug]
    found = {"/search/?q=grid", f"/search/?q={HIDDEN}", f"/uk/search/?q={HIDDEN}"}
    for language in ("en", "uk"):
        with translation.override(language):
            for name in patterns(get_resolver()):
                first = name.split("_")[0]
                for arguments in (
                    words.get(name),
                    words.get(first),
                    [],
                    dict(zip(("year", "month", "day", "slug"), day, strict=True)),
                ):
                    try:
                        keywords = arguments if isinstance(arguments, dict) else {}
                        found.add(reverse(name, args=None if keywords else arguments, kwargs=keywords or None))
                    except NoReverseMatch:
                        continue
    return sorted(found)


def test_the_walk_visits_the_pages_that_matter(newspaper):
    found = addresses("live")
    for place in ("/", "/uk/", "/section/politics/", "/tag/energy/feed.xml", "/author/ada/", "/lite/", "/archive/"):
        assert place in found
    assert any(path.startswith("/lite/20") for path in found)
    assert any(path.startswith("/print/20") for path in found)


@pytest.mark.parametrize("slug", ["live", "hidden-draft", "hidden-scheduled", "hidden-withdrawn"])
def test_nothing_hidden_is_ever_shown(client, newspaper, slug):
    for path in addresses(slug):
        response = client.get(path)
        shown = b"".join(response).decode(errors="replace")
        assert response.status_code < 500, path
        # A search page repeats what was asked for; everything else on it must not know the word.
        asked = 8 if "q=" in path else 0
        assert shown.count(HIDDEN) <= asked, f"{path} shows what is not public"
        if slug != "live" and slug in path:
            assert response.status_code in (404, 410), path


def test_search_does_not_find_what_is_hidden(client, newspaper):
    page = client.get("/search/", {"q": HIDDEN}).content.decode()
    for state in ("draft", "scheduled", "withdrawn", "rewritten"):
        assert f"{HIDDEN} {state}" not in page


def test_the_live_article_is_shown(client, newspaper):
    assert "Seen by all" in client.get("/").content.decode()
