"""Records for tests, with honest defaults: a draft unless `published=True`."""

import io
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone
from PIL import Image

from articles import library, publishing
from articles.models import (
    ApprovalRule,
    Article,
    ArticleByline,
    Author,
    Picture,
    RelatedByRule,
    RelatedLink,
    Section,
    Source,
    Story,
    StoryTag,
    Tag,
)  # fmt: skip
from articles.related import stories
from newsroom.accounts.models import User

numbers = count(1)
# Nobody plans further ahead than two years.
NEXT_YEAR = timezone.now().year + 1


def make_section(**fields: Any) -> Section:
    """A section; the same slug twice gives the same one."""
    number = next(numbers)
    fields = {"name": f"Section {number}", "slug": f"section-{number}"} | fields
    return Section.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)[0]


def make_author(**fields: Any) -> Author:
    number = next(numbers)
    return Author.objects.create(**({"name": f"Ada Writer {number}", "slug": f"ada-writer-{number}"} | fields))


def make_story(title: str = "", **fields: Any) -> Story:
    """A story of another outlet, added by its address."""
    number = next(numbers)
    fields = {"outlet": "The Outlet", "url": f"https://outlet.example/{number}"} | fields
    return stories.write_down(fields.pop("url"), title=title or f"Story {number}", **fields)


def make_source(**fields: Any) -> Source:
    """An outlet whose feed is asked now."""
    number = next(numbers)
    fields = {"name": f"Outlet {number}", "feed_url": f"https://outlet-{number}.example/feed"} | fields
    return Source.objects.create(**fields)


def make_outlet(**fields: Any) -> Source:
    """Another outlet that is trusted; it is asked for nothing."""
    return make_source(**({"is_trusted": True, "is_paused": True} | fields))


def tag_story(story: Story, *tags: Tag) -> Story:
    """Put tags on a story of another outlet."""
    for tag in tags:
        StoryTag.objects.create(story=story, tag=tag, published_at=StoryTag.moment(story))
    return story


def approve_by_rule(article: Article, *found: Story, **rule: Any) -> list[RelatedByRule]:
    """Let a rule of its own put stories beside an article, the first with the highest score."""
    made = ApprovalRule.objects.create(**({"name": f"Rule {next(numbers)}", "is_active": True} | rule))
    return [
        RelatedByRule.objects.create(article=article, story=story, rule=made, score=90 - place)
        for place, story in enumerate(found)
    ]


def make_tag(name: str = "", **fields: Any) -> Tag:
    return Tag.objects.create(name=name or f"Tag {next(numbers)}", **fields)


def picture_file(width: int = 900, height: int = 600, colour: tuple[int, int, int] | None = None) -> io.BytesIO:
    """A small PNG, different every time unless a colour is given."""
    number = next(numbers)
    image = Image.new("RGB", (width, height), colour or (number % 255, (number * 7) % 255, (number * 13) % 255))
    image.putpixel((0, 0), (number % 251, number // 251 % 251, 7))
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    return file


def make_picture(*, with_files: bool = False, **fields: Any) -> Picture:
    """A picture in the library; its renditions are only really made `with_files`."""
    number = next(numbers)
    fields = {"title": f"Picture {number}", "alt": "A field", "caption": "A caption", "credit": "Ada"} | fields
    if with_files:
        return library.add_picture(picture_file(), **fields)
    facts = {"format": "PNG", "width": 1600, "height": 1067, "byte_size": 1000, "sha256": f"{number:064x}"}
    return Picture.objects.create(**(facts | {"rendition_key": f"key{number}", "original": f"{number}.png"} | fields))


def make_user(email: str = "", **fields: Any) -> User:
    return User.objects.create_user(email or f"person{next(numbers)}@example.com", "a long password", **fields)


def make_article(
    *,
    published: bool = False,
    at: datetime | None = None,
    tags: list[str] | None = None,
    authors: list[Author] | None = None,
    related: list[Article | Story] | None = None,
    **fields: Any,
) -> Article:
    """An article, a draft unless `published`; `at` is the moment it was published."""
    number = next(numbers)
    fields = {
        "headline": f"Headline number {number}",
        "deck": f"Deck of {number}.",
        "body": f"<p>Body of article {number}.</p>",
    } | fields
    fields.setdefault("section", make_section(name="Politics", slug="politics"))
    article = Article.objects.create(**fields)
    if tags:
        article.tags.set(tags)
    for position, author in enumerate(authors or []):
        ArticleByline.objects.create(article=article, author=author, position=position)
    for position, target in enumerate(related or []):
        kind = "story" if isinstance(target, Story) else "target"
        RelatedLink.objects.create(article=article, position=position, **{kind: target})
    if published:
        publishing.publish(article, at=at)
    return article


def storable(text: str) -> str:
    """The text as this database can hold it: PostgreSQL refuses NUL, SQLite keeps it."""
    return text if connection.vendor == "sqlite" else text.replace("\0", "")


def minutes_ago(minutes: float) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)
