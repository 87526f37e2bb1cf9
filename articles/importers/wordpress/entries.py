"""From an item of the export to an article of this system."""

from django.utils.translation import gettext_noop

from ..records import Entry, Image, Kind, Note, Status
from .bodies import Body, Surroundings, desk_body
from .dates import changed, published
from .items import Item
from .own import own_of
from .plain import first_tongue, plain
from .search_words import search_words
from .survey import Survey
from .terms import slug_of

# https://wordpress.org/documentation/article/post-status/
STATUSES = {
    "publish": Status.PUBLISHED,
    "future": Status.SCHEDULED,
    "pending": Status.PENDING,
    "draft": Status.DRAFT,
    "auto-draft": Status.DRAFT,
    "private": Status.PRIVATE,
    "trash": Status.TRASH,
}
KINDS = {"post": Kind.ARTICLE, "page": Kind.PAGE}
HEADLINE_AT_MOST = 1_000

NO_DATE = gettext_noop("It has no date that can be read: “{what}”.")
NO_PICTURE = gettext_noop("The lead picture number {what} is not in the export.")
SOUND = gettext_noop("A sound or film that belongs to it became a link: {what}.")


def is_picture(item: Item, survey: Survey) -> bool:
    """Say whether `item` is a picture of the library, which `images()` gives."""
    return item.type == "attachment" and item["post_id"] in survey.library


def entry_of(key: str, item: Item, survey: Survey, *, has_body: bool = True) -> Entry:
    """Return the article, page or other thing that `item` is; only the first two with a body, where one is wanted."""
    kind = KINDS.get(item.type, Kind.OTHER)
    status = _status(item)
    headline = plain(first_tongue(item["title"]))[:HEADLINE_AT_MOST]
    moment = published(item, survey.zone)
    if kind is Kind.OTHER:
        return Entry(key, kind, status, item.type, item["status"], headline, slug=_slug(item), moment=moment)
    deck = plain(first_tongue(item["excerpt"])) or plain(item.first("newspack_post_subtitle", "subtitle"))
    own, notes = own_of(item)
    if moment is None and status in (Status.PUBLISHED, Status.SCHEDULED):
        notes.append(Note("date", (item["post_date"] or item["pub_date"])[:80], NO_DATE))
    body = _body(item, survey) if has_body else Body("")
    lead = _lead(item, survey, notes)
    images = {image.key: image for image in ((lead,) if lead else ())} | {image.key: image for image in body.images}
    words = search_words(item, headline, deck, survey.addresses.site.title)
    number = item["post_id"]
    former = tuple(value.strip() for value in item.meta.get("_wp_old_slug", ()) if value.strip())[:20]
    return Entry(
        key,
        kind,
        status,
        item.type,
        item["status"],
        headline,
        slug=_slug(item),
        deck=deck,
        moment=moment,
        changed=changed(item, survey.zone),
        people=survey.people.byline(item),
        terms=survey.terms.of(item),
        body=body.html,
        lead=lead.key if lead else "",
        lead_caption=lead.caption if lead else "",
        search_headline=words.search_headline,
        search_description=words.search_description,
        social_headline=words.social_headline,
        social_description=words.social_description,
        social_image=survey.addresses.whole(words.social_image),
        canonical_url=survey.addresses.whole(words.canonical_url),
        paths=survey.addresses.paths(item, number if key == number else "", former),
        images=tuple(images.values()),
        behind_password=item.has_password,
        is_sticky=item["is_sticky"] == "1",
        comments=item.comments,
        notes=() if own else tuple(dict.fromkeys((*notes, *body.notes))),
        own=own,
    )


def _status(item: Item) -> Status:
    if item.has_password and item["status"] != "trash":
        return Status.PRIVATE
    if item["status"] == "inherit" and item.type == "attachment":
        # A file is as public as what it belongs to.
        return Status.PUBLISHED
    return STATUSES.get(item["status"], Status.UNKNOWN)


def _slug(item: Item) -> str:
    # Other systems that write WXR give whole paths with an ending.
    return slug_of(item["post_name"]).rsplit("/", 1)[-1].removesuffix(".html")


def _body(item: Item, survey: Survey) -> Body:
    surroundings = Surroundings(
        survey.library,
        survey.addresses,
        survey.reused,
        beside=survey.library.beside(item["post_id"]),
        footnotes=item.first("footnotes"),
    )
    body = desk_body(first_tongue(item["content"]), surroundings)
    sounds = [*item.enclosures, *(value.strip().split("\n")[0] for value in item.meta.get("enclosure", ()))]
    added = [url for url in dict.fromkeys(survey.addresses.whole(sound) for sound in sounds) if url]
    for url in added:
        if url not in body.html:
            body = body.with_link(url, Note("sound", url, SOUND))
    return body


def _lead(item: Item, survey: Survey, notes: list[Note]) -> Image | None:
    number = item.first("_thumbnail_id")
    if number in ("", "0", "-1"):
        return None
    if number not in survey.library:
        notes.append(Note("picture", number[:40], NO_PICTURE))
        return None
    return survey.library[number]
