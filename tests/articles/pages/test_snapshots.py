"""Whole pages as they were looked at last: a change of markup is seen in the diff."""

from datetime import UTC, datetime

import lxml.html
import pytest

from articles import publishing
from articles.models import RelatedLink
from tests.factories import make_article, make_author, make_section, make_story
from tests.snapshots import assert_snapshot

pytestmark = pytest.mark.django_db

DAY = datetime(2021, 11, 29, 16, 42, tzinfo=UTC)


@pytest.fixture
def article():
    section = make_section(name="Border", slug="border")
    other = make_article(
        headline="How to read a build-up", slug="build-up", deck="Slowly.", body="<p>Look twice.</p>", section=section,
        published=True, at=DAY,
    )  # fmt: skip
    article = make_article(
        headline="Drills near the border", slug="drills", deck="Said the minister.", section=section,
        authors=[make_author(name="Ada Writer", slug="ada")], tags=["Belarus"],
        body="<p>The minister spoke.</p><h2>Why now</h2><blockquote><p>We will not stand aside.</p>"
        f'<p><cite>The minister</cite></p></blockquote><cms-read-also data-article="{other.pk}"></cms-read-also>'
        '<p>A figure.<cms-footnote data-text="From the budget."></cms-footnote></p>',
    )  # fmt: skip
    story = make_story("Snow ahead", url="https://outlet.example/snow", excerpt="It snows.", published_at=DAY)
    RelatedLink.objects.create(article=article, story=story)
    publishing.publish(article, at=DAY)
    publishing.correct(article, "It was the 4th.", at=datetime(2021, 11, 30, 8, 5, tzinfo=UTC))
    return article


@pytest.mark.parametrize(
    ("name", "path"), [("article", "{}"), ("lite", "/lite{}"), ("print", "/print{}"), ("section", "/section/border/")]
)
def test_a_page_is_what_it_was(client, article, name, path):
    page = client.get(path.format(article.live_edition.get_absolute_url())).content.decode()
    main = lxml.html.document_fromstring(page).find(".//main")
    assert_snapshot(f"pages/{name}.html", lxml.html.tostring(main, encoding="unicode"))
