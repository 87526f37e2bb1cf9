"""Two people choose related news for one article: merged where it can be, asked about in titles where it cannot."""

import pytest

from articles.models import RelatedLink
from tests.articles.admin.conftest import management, signed_in  # noqa: F401
from tests.articles.desk.saving_forms import change, typed  # noqa: F401
from tests.factories import make_article, make_story

pytestmark = pytest.mark.django_db


def lines(article, *targets):
    """What the browser sends for the stored lines, and for these after them."""
    stored = list(article.related_links.order_by("position"))
    sent = management("related_links", len(stored) + len(targets), len(stored))
    for place, line in enumerate(stored):
        sent |= {f"related_links-{place}-id": line.pk, f"related_links-{place}-story": line.story_id}
        sent |= {f"related_links-{place}-position": place}
    for place, target in enumerate(targets, len(stored)):
        sent |= {f"related_links-{place}-story": target.pk, f"related_links-{place}-position": place}
    return sent


def chosen(article):
    return list(article.related_links.order_by("position").values_list("story__title", flat=True))


@pytest.fixture
def two(signed_in):  # noqa: F811
    """Two editors with the same article open."""
    words = {"headline": "Parliament sets a date", "deck": "After a year.", "body": "<p>The date is set.</p>"}
    article = make_article(related=[make_story("Chosen before")], **words)
    people = [signed_in("editor"), signed_in("editor")]
    seen = [person.get(change(article)).context["saving"]["seen"] for person in people]
    return article, *zip(people, seen, strict=True)


def test_one_chooses_while_the_other_writes(two, typed):  # noqa: F811
    article, (ada, seen), (vira, also_seen) = two
    snow = make_story("Snow")
    # Both forms were opened before either of these was sent.
    unchanged = lines(article)
    assert ada.post(change(article), typed(seen=seen, **lines(article, snow))).status_code == 302
    assert vira.post(change(article), typed(seen=also_seen, deck="Another deck", **unchanged)).status_code == 302
    article.refresh_from_db()
    assert (article.deck, chosen(article)) == ("Another deck", ["Chosen before", "Snow"])


def test_both_choose_and_are_asked_in_titles(two, typed):  # noqa: F811
    article, (ada, seen), (vira, also_seen) = two
    snow, ice = make_story("Snow"), make_story("Ice")
    mine = lines(article, snow) | {"related_links-1-is_pinned": "on"}
    theirs = lines(article, ice)
    assert vira.post(change(article), typed(seen=also_seen, **theirs)).status_code == 302
    response = ada.post(change(article), typed(seen=seen, **mine))
    assert response.status_code == 409
    assert "Snow · pinned" in response.text.replace("<mark>", "").replace("</mark>", "") and "Ice" in response.text
    assert chosen(article) == ["Chosen before", "Ice"]
    [conflict] = [each for each in response.context["conflicts"] if each.name == "related_links"]
    kept = typed(seen=seen, **mine) | {"keep-related_links": f"mine:{conflict.shown}"}
    assert ada.post(change(article), kept).status_code == 302
    assert chosen(article) == ["Chosen before", "Snow"]
    assert RelatedLink.objects.get(story=snow).is_pinned
