"""Builds the demo newspaper. Safe to run again: what stands is left as it is."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import publishing
from articles.body.sanitise import sanitise
from articles.models import (
    Article,
    ArticleByline,
    Author,
    Front,
    FrontSlot,
    Genre,
    Page,
    RelatedLink,
    Section,
    Tag,
)
from articles.related import nearest, own
from newsroom.demo.givers import make_givers
from newsroom.demo.giving import offer_support
from newsroom.demo.illustrating import illustrate
from newsroom.demo.outlets import make_outlets, tell
from newsroom.demo.reading import DemoArticle, read_articles, read_site, with_numbers
from newsroom.demo.trials import make_trials
from newsroom.demo.voting import ask_patrons
from newsroom.site.models import MenuItem, SiteSettings

KICKERS = {"Report", "Analysis", "Interview", "Explainer", "Data", "Essay"}
UKRAINIAN_KICKERS = {
    "Репортаж": Genre.REPORT, "Аналіз": Genre.ANALYSIS, "Аналітика": Genre.ANALYSIS, "Інтервʼю": Genre.INTERVIEW,
    "Інтерв’ю": Genre.INTERVIEW, "Пояснення": Genre.EXPLAINER, "Дані": Genre.DATA,
}  # fmt: skip


class ForeignSite(Exception):
    """The database holds a newspaper that is not the demo."""


def build(say: Callable[[str], None]) -> None:
    """Make the whole demo newspaper through the editors' verbs.

    Args:
        say: is told, in a few words, what is going on.

    Raises:
        ForeignSite: somebody's own articles are in the database; nothing was changed.
    """
    words = read_site()
    articles = read_articles()
    _refuse_foreign(words["site"]["name"])
    with transaction.atomic():
        _site(words)
        _taxonomy(words)
        _pages(words["pages"])
        offer_support()
    pictures = illustrate(lambda done, of: say(f"drawing pictures {done} of {of}"))
    now = timezone.now()
    with transaction.atomic():
        make_outlets(pictures, now)
        numbers = {article.slug: _working_copy(article) for article in articles}
    in_order = sorted(articles, key=lambda article: article.published_at(now))
    for done, article in enumerate(in_order, 1):
        _publish(article, numbers, pictures, now)
        say(f"publishing articles {done} of {len(in_order)}")
    with transaction.atomic():
        _fronts(words["front"], numbers)
    say("inventing patrons")
    with transaction.atomic():
        make_givers(now)
        make_trials(now)
        ask_patrons(numbers)
    # Each article was compared with those before it, when few words were known.
    say("comparing articles")
    nearest.rebuild()
    own.index_all()


def _refuse_foreign(name: str) -> None:
    if Article.objects.exists() and not SiteSettings.objects.filter(pk=1, name=name).exists():
        raise ForeignSite


def _translations(words: dict[str, Any]) -> dict[str, Any]:
    return {"uk": words["uk"]} if "uk" in words else {}


def _site(words: dict[str, Any]) -> None:
    """The name, the appeal, the menus."""
    if SiteSettings.objects.filter(pk=1).exists():
        return
    site = words["site"]
    local = site.pop("uk", {})
    for each in (site, local):
        each["notice"] = each.pop("demo_notice", "")
    known = {field.name for field in SiteSettings._meta.get_fields()}
    settings = SiteSettings(
        **{name: value for name, value in site.items() if name in known},
        translations={"uk": {name: value for name, value in local.items() if name in known}},
        appeal_url="/support/", appeal_other_url="/other-ways/",
    )  # fmt: skip
    settings.save()
    for position, section in enumerate(words["sections"]):
        MenuItem.objects.create(
            settings=settings, place=MenuItem.Place.SECTIONS, label=section["name"], position=position,
            url=f"/section/{section['slug']}/", translations={"uk": {"label": section["uk"]["name"]}},
        )  # fmt: skip
    MenuItem.objects.create(
        settings=settings, place=MenuItem.Place.SECTIONS, label="You decide", position=len(words["sections"]),
        url="/support/topics/", translations={"uk": {"label": "Вирішуєте ви"}},
    )  # fmt: skip
    for place, links in FOOTER.items():
        for position, (label, ukrainian, url) in enumerate(links):
            MenuItem.objects.create(
                settings=settings, place=place, label=label, url=url, position=position,
                translations={"uk": {"label": ukrainian}},
            )  # fmt: skip


FOOTER = {
    MenuItem.Place.NEWSROOM: [
        ("About us", "Про нас", "/about/"),
        ("Ethics and sourcing", "Етика і джерела", "/ethics/"),
        ("Corrections", "Виправлення", "/corrections/"),
        ("Ownership and funding", "Власність і фінансування", "/funding/"),
    ],
    MenuItem.Place.FOLLOW: [
        ("RSS feed", "RSS", "/feed.xml"),
        ("JSON feed", "JSON Feed", "/feed.json"),
        ("Archive", "Архів", "/archive/"),
        ("Lite edition", "Полегшена версія", "/lite/"),
    ],
    MenuItem.Place.TAKE_PART: [
        ("Become a patron", "Стати патроном", "/support/"),
        ("Vote on topics", "Голосувати за теми", "/support/topics/"),
        ("Other ways to support", "Інші способи підтримати", "/other-ways/"),
        ("How we correct mistakes", "Як ми виправляємо помилки", "/corrections-policy/"),
    ],
}


def _taxonomy(words: dict[str, Any]) -> None:
    for position, section in enumerate(words["sections"]):
        Section.objects.get_or_create(
            slug=section["slug"],
            defaults={
                "name": section["name"],
                "description": section.get("description", ""),
                "position": position,
                "is_opinion": section["slug"] == "opinion",
                "translations": _translations(section),
            },
        )
    for tag in words["tags"]:
        Tag.objects.get_or_create(
            name=tag["name"],
            defaults={
                "slug": tag["slug"],
                "description": tag.get("description", ""),
                "is_internal": tag.get("internal", False),
                "translations": _translations(tag),
            },
        )
    for author in words["authors"]:
        Author.objects.get_or_create(
            slug=author["slug"],
            defaults={
                "name": author["name"],
                "role": author.get("role", ""),
                "bio": author.get("bio", ""),
                "is_desk": author["slug"].endswith("-desk"),
                "translations": _translations(author),
            },
        )


def _pages(pages: Iterable[dict[str, Any]]) -> None:
    for page in pages:
        for language, words in (("en", page), ("uk", page["uk"])):
            Page.objects.get_or_create(
                slug=page["slug"],
                language=language,
                defaults={"title": words["title"], "body": words["body"], "is_live": True},
            )


def _working_copy(demo: DemoArticle) -> int:
    """Make the desk's record, so that other articles can refer to it; return its number."""
    article, _created = Article.objects.get_or_create(
        slug=demo.slug,
        language=demo.language,
        defaults={"headline": demo.head["headline"], "section": Section.objects.get(slug=demo.head["section"])},
    )
    return article.pk


def _genre(demo: DemoArticle) -> str:
    kicker = demo.head.get("kicker", "")
    if demo.head["section"] == "opinion":
        return Genre.OPINION
    if kicker in KICKERS:
        return kicker.lower()
    return UKRAINIAN_KICKERS.get(kicker, Genre.NEWS)


@transaction.atomic
def _publish(demo: DemoArticle, articles: dict[str, int], pictures: dict[str, int], now: datetime) -> None:
    """Write one article and take it through its verbs, unless an earlier run did."""
    article = Article.objects.get(pk=articles[demo.slug])
    if article.body:
        return
    head = demo.head
    genre = _genre(demo)
    article.headline, article.deck = head["headline"], head.get("deck", "")
    article.genre = genre
    article.kicker = head.get("kicker", "") if genre == Genre.NEWS else ""
    article.search_headline = head.get("search_headline", "")
    article.lead_picture_id = pictures.get(head.get("picture", ""))
    article.lead_caption = head.get("caption", "")
    article.body = sanitise(with_numbers(demo.body, articles, pictures))
    if "translation_of" in head:
        original = Article.objects.get(pk=articles[head["translation_of"]])
        article.translation_group = original.translation_group
    article.save()
    article.tags.set(head["tags"])
    for position, slug in enumerate(head["authors"]):
        ArticleByline.objects.create(article=article, author=Author.objects.get(slug=slug), position=position)
    _related(article, demo, articles, pictures, now)
    if demo.status == "scheduled":
        publishing.schedule(article, now - timedelta(hours=head["hours_ago"]))
    elif demo.status == "live":
        moment = demo.published_at(now)
        publishing.publish(article, at=moment)
        for correction in demo.corrections:
            after = correction.get("hours_after")
            made_at = moment + timedelta(hours=after) if after else now - timedelta(hours=correction["hours_ago"])
            publishing.correct(article, correction["text"], kind=correction["kind"], at=max(made_at, moment))


def _related(
    article: Article, demo: DemoArticle, articles: dict[str, int], pictures: dict[str, int], now: datetime
) -> None:
    head, position = demo.head, 0
    for number, words in enumerate(head.get("outside", []), 1):
        told = tell(
            words, tags=head["tags"], language=demo.language, pictures=pictures,
            at=min(demo.published_at(now), now) - timedelta(hours=7 * number, minutes=11),
        )  # fmt: skip
        RelatedLink.objects.create(article=article, story=told, position=position)
        position += 1
    for slug in head.get("related", []):
        RelatedLink.objects.create(article=article, target_id=articles[slug], position=position)
        position += 1


def _fronts(words: dict[str, Any], articles: dict[str, int]) -> None:
    for language, chosen in (("en", words), ("uk", words["uk"])):
        front, created = Front.objects.get_or_create(language=language, section=None)
        if not created:
            continue
        placed = [(FrontSlot.Place.LEAD, [chosen["lead"]])]
        placed += [(FrontSlot.Place.ALSO, chosen.get("also", [])), (FrontSlot.Place.DESK, chosen.get("desk", []))]
        for place, slugs in placed:
            for position, slug in enumerate(slugs):
                FrontSlot.objects.create(front=front, place=place, article_id=articles[slug], position=position)
