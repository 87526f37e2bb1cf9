"""Numbers in what was exported are those of the archive that it left: pictures and articles have others here."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from articles import references
from articles.body.sanitise import sanitise
from articles.body.tree import Element, drop, parse, serialise, unwrap
from articles.body.values import web_url
from articles.importers.records import Image
from articles.models import (
    Article,
    ArticleVersion,
    Imported,
    PublishedArticle,
    PublishedRelatedLink,
    RelatedLink,
)  # fmt: skip
from articles.related import stories
from articles.versions import RELATED_FIELDS

from .. import known
from ..fitting import cut
from ..known import fingerprint
from ..run import Run
from .values import Said

OWN, WAITING = "own", "own:"
RELATED_AT_MOST = 50


def pictures_of(images: Iterable[Image]) -> dict[int, str]:
    """Return the key of each picture that this system exported, by the number it had then."""
    found = {}
    for image in images:
        if image.own and (said := Said.read(image.own)) and (number := said.number("number")):
            found[number] = image.key
    return found


def with_pictures(body: str, pictures: Mapping[int, int]) -> str:
    """Return a body with the pictures' numbers here; one that is not here is left out."""
    root = parse(body)
    missing = []
    for element in root.iter("cms-picture", "cms-gallery"):
        name = "data-picture" if element.tag == "cms-picture" else "data-pictures"
        numbers = [pictures.get(int(number)) for number in element.get(name, "").split(",") if number]
        here = list(dict.fromkeys(str(number) for number in numbers if number))
        if here:
            element.set(name, ",".join(here))
        else:
            missing.append(element)
    drop(root, *missing)
    return sanitise(serialise(root))


def with_articles(body: str, articles: Mapping[int, int]) -> str:
    """Return a body with the articles' numbers here; of a link to one that is not here the words stay."""
    root = parse(body)
    missing: list[Element] = []
    loose: list[Element] = []
    for element in root.iterfind(".//*[@data-article]"):
        number = articles.get(int(element.get("data-article", "0")))
        if number:
            element.set("data-article", str(number))
        else:
            (loose if element.tag == "a" else missing).append(element)
    drop(root, *missing)
    unwrap(root, *loose)
    return sanitise(serialise(root))


def waiting(body: str, related: Sequence[Mapping[str, Any]]) -> str:
    """Return what has to wait until all articles are here; empty when nothing has.

    Args:
        body: with the pictures' numbers here, and the articles' numbers there.
    """
    if not related and "data-article" not in body:
        return ""
    return WAITING + json.dumps({"body": body, "related": list(related)})


def related_in(said: Said) -> list[dict[str, Any]]:
    """Return the related news that can stand beside an article, in order: our articles by their old numbers."""
    found = []
    for row in said.rows("related", dict)[:RELATED_AT_MOST]:
        one = Said(row, said.notes)
        pinned = row.get("is_pinned") is True
        if "article" in row:
            if number := one.number("article"):
                found.append({"article": number, "is_pinned": pinned})
            continue
        story = one.fields(stories.Story, "url", "title", "outlet")
        if web_url(story.get("url", "")) and story.get("title") and not stories.is_ours(story["url"]):
            found.append(story | {"is_pinned": pinned})
        else:
            said.unfit("related")
    return found


def remember(run: Run, became: Iterable[tuple[int, int]]) -> None:
    """Keep which article each number of the archive became."""
    rows = [
        Imported(site=run.key, of=OWN, key=f"article/{number}", kind=Imported.Kind.ARTICLE, became=pk)
        for number, pk in became
    ]
    Imported.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["site", "of", "key"], update_fields=["kind", "became"]
    )


def is_waiting(row: Imported) -> bool:
    """Say whether what waits in a row was exported from here."""
    return row.waiting.startswith(WAITING)


class Settling:
    """What waited in some rows, with the numbers of all the articles that it names."""

    def __init__(self, run: Run, rows: Iterable[Imported]):
        self._said = {row.pk: json.loads(row.waiting.removeprefix(WAITING)) for row in rows if is_waiting(row)}
        named = {
            int(element.get("data-article", "0"))
            for said in self._said.values() if "data-article" in said["body"]
            for element in parse(said["body"]).iterfind(".//*[@data-article]")
        }  # fmt: skip
        named |= {line["article"] for said in self._said.values() for line in said["related"] if "article" in line}
        keys = {f"article/{number}": number for number in named}
        became = {keys[key]: row.became for key, row in known.find(run.key, OWN, keys).items()}
        here = set(Article.objects.filter(pk__in=became.values()).values_list("pk", flat=True))
        self._articles = {number: pk for number, pk in became.items() if pk in here}
        self.bodies = {pk: with_articles(said["body"], self._articles) for pk, said in self._said.items()}

    def relate(self, rows: Iterable[Imported]) -> None:
        """Put the related news beside the articles, where nobody changed them here since."""
        for row in rows:
            lines = self._said.get(row.pk, {}).get("related")
            if not lines or row.kind != Imported.Kind.ARTICLE:
                continue
            version = ArticleVersion.objects.filter(article=row.became).order_by("pk").last()
            if version is None or fingerprint(version.content) != row.wrote:
                continue
            links = [link for link in map(self._link, lines) if link]
            numbered = [link | {"position": position} for position, link in enumerate(links)]
            _replace(RelatedLink, "article", row.became, numbered)
            editions = list(PublishedArticle.objects.filter(article=row.became))
            for edition in editions:
                _replace(PublishedRelatedLink, "article", edition.pk, numbered)
            references.keep_many(list(Article.objects.filter(pk=row.became)))
            references.keep_many(editions)
            version.content["related"] = [{name: link[name] for name in RELATED_FIELDS} for link in numbered]
            version.save(update_fields=["content"])
            row.wrote = fingerprint(version.content)

    def _link(self, line: dict[str, Any]) -> dict[str, Any] | None:
        if "article" in line:
            number = self._articles.get(line["article"])
            return {"target_id": number, "story_id": None, "is_pinned": line["is_pinned"]} if number else None
        story = stories.write_down(line["url"], title=line["title"], outlet=cut(line.get("outlet", ""), 120)[0])
        return {"target_id": None, "story_id": story.pk, "is_pinned": line["is_pinned"]}


def _replace(model: Any, owner: str, number: int, links: Iterable[dict[str, Any]]) -> None:
    model.objects.filter(**{owner: number}).delete()
    model.objects.bulk_create(model(**{f"{owner}_id": number}, **link) for link in links)
