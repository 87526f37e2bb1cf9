"""The demo's other outlets: two to trust, one to look at twice, and what they wrote lately. None is ever asked."""

import io
import tomllib
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from articles.models import Section, Source, Story, StoryTag, Tag
from articles.related import stories
from newsroom.demo.reading import CONTENT

ICON_SIDE = 64


def read_outlets() -> dict[str, Any]:
    """Return sources, their stories, and which tags' stories stand beside which section."""
    return tomllib.loads((CONTENT / "outlets.toml").read_text())


def make_outlets(pictures: dict[str, int], now: datetime) -> None:
    """Make sure that sources, stories and the lists of sections stand. What stands is left as it is."""
    words = read_outlets()
    for source in words["sources"]:
        _source(source)
    for story in words["stories"]:
        tell(story, tags=story["tags"], language="", at=now - timedelta(hours=story["hours_ago"]), pictures=pictures)
    for slug, names in words["rails"].items():
        section = Section.objects.get(slug=slug)
        if not section.rail_tags.exists():
            section.rail_tags.set(Tag.objects.filter(name__in=names))


def tell(words: dict[str, Any], *, tags: list[str], language: str, at: datetime, pictures: dict[str, int]) -> Story:
    """Return the story that `words` tell of: title, url, excerpt, picture, and the outlet or source.

    Args:
        tags: names; internal ones are left out.
        language: of its words, where its source does not say.
    """
    source = Source.objects.filter(name=words.get("source") or words["outlet"]).first()
    story = stories.write_down(
        words["url"], title=words["title"], excerpt=words.get("excerpt", ""), source=source, published_at=at,
        outlet="" if source else words["outlet"], language=source.language if source else language,
        own_picture_id=pictures.get(words.get("picture", "")),
    )  # fmt: skip
    moment = StoryTag.moment(story)
    for tag in Tag.objects.filter(name__in=tags, is_internal=False):
        StoryTag.objects.get_or_create(story=story, tag=tag, defaults={"published_at": moment})
    return story


def _source(words: dict[str, Any]) -> None:
    known = {field.name for field in Source._meta.fields}
    fields = {name: value for name, value in words.items() if name in known}
    source, made = Source.objects.get_or_create(feed_url=fields.pop("feed_url"), defaults=fields | {"is_paused": True})
    if made:
        source.tags.set(Tag.objects.filter(name__in=words["tags"]))
        source.icon = default_storage.save(f"related/icons/demo-{source.pk}.png", ContentFile(_icon(words["colour"])))
        source.save()


def _icon(colour: str) -> bytes:
    """Return a small sign as a PNG: a field of colour with two lines of type."""
    image = Image.new("RGB", (ICON_SIDE, ICON_SIDE), colour)
    pen = ImageDraw.Draw(image)
    pen.rectangle((14, 18, 50, 28), fill="#ffffff")
    pen.rectangle((14, 36, 38, 46), fill="#ffffff")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
