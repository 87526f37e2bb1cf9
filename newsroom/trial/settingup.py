"""Publishes what was read, through the editors' verbs, into an empty database."""

import html
import io
from typing import Any

from articles import library, publishing
from articles.body.sanitise import sanitise
from articles.models import Article, ArticleByline, Author, Genre, Page, Picture, PublishedArticle, RelatedLink, Section
from articles.related import stories
from newsroom.demo.drawing import SCENES
from newsroom.demo.illustrating import draw_file
from newsroom.site.models import MenuItem, SiteSettings
from newsroom.trial.seedpage import SeedPage

# The copied page lost the words behind its tag links; the article itself is about these.
OWN_TAGS = ["Belarus", "Russia", "Ukraine"]
OWN_READ_ALSO = "How to read an announcement of exercises"
# The copied text has lost its pictures: drawn ones stand in for them.
OWN_LEAD = "border"
OWN_THUMBNAILS = ("snow", "candles", "clock", "helmets", "parliament", "podium")


def paragraphs_html(paragraphs: list[str]) -> str:
    """Return plain paragraphs as a body; one that is a single long quotation is set as a block quote."""
    return "".join(
        f"<blockquote><p>{html.escape(text, quote=False)}</p></blockquote>"
        if text.startswith("“") and text.endswith("”") and len(text) > 500
        else f"<p>{html.escape(text, quote=False)}</p>"
        for text in paragraphs
    )


def write(body: str, **fields: Any) -> Article:
    """Make a desk copy, its body cleaned as the admin's form does."""
    article = Article(**fields)
    article.body = sanitise(body)
    article.save()
    return article


def picture(key: str) -> Picture:
    """Return a drawn scene from the library, putting it there the first time."""
    scene = SCENES[key]
    try:
        return library.add_picture(io.BytesIO(draw_file(key)), title=scene.title, alt=scene.alt, credit="Drawn by code")
    except library.DuplicatePicture as duplicate:
        return duplicate.picture


def publish_seed(seed: SeedPage) -> PublishedArticle:
    """Put a whole page up: settings, the article, what it recommends, its related news."""
    settings = SiteSettings(
        name=seed.name[:80], tagline=seed.tagline[:160], description=seed.tagline[:200],
        appeal_headline=seed.appeal_headline[:160], appeal_text=seed.appeal_text,
        appeal_button="Become a Patron!", appeal_url="https://www.patreon.com/",
        appeal_other="See other ways to support", appeal_other_url="/support/",
    )  # fmt: skip
    settings.save()
    Page.objects.create(slug="support", title="Ways to support", body="<p>Where they would stand.</p>", is_live=True)
    section = Section.objects.create(name="News", slug="news")
    MenuItem.objects.create(settings=settings, place=MenuItem.Place.SECTIONS, label="News", url="/section/news/")
    desk = Author.objects.create(name="News desk", slug="news-desk", is_desk=True)
    other = write(
        "<p>Where, with whom, for how long, and what was announced last time.</p>",
        headline=seed.read_also or OWN_READ_ALSO, section=section, genre=Genre.EXPLAINER,
    )  # fmt: skip
    publishing.publish(other)
    read_also = f'<cms-read-also data-article="{other.pk}"></cms-read-also>' if seed.has_read_also else ""
    article = write(
        paragraphs_html(seed.paragraphs) + read_also,
        headline=seed.headline, section=section, lead_picture=picture(OWN_LEAD),
    )  # fmt: skip
    ArticleByline.objects.create(article=article, author=desk)
    article.tags.set(seed.tags or (OWN_TAGS if seed.has_tags else []))
    for position, item in enumerate(seed.related):
        story = stories.write_down(
            f"https://outlet.example/{position + 1}", title=item.title, excerpt=item.excerpt,
            outlet="Another outlet", own_picture=picture(OWN_THUMBNAILS[position % len(OWN_THUMBNAILS)]),
        )  # fmt: skip
        RelatedLink.objects.create(article=article, story=story, position=position)
    return publishing.publish(article)
