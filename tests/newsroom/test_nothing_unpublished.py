"""Nothing that is not published reaches anybody who may not see it: every address of the resolver is asked.

The desk's own addresses × roles are in articles/admin/test_permission_matrix.py; here they are asked by strangers.
A new public address without arguments in `ARGUMENTS` fails.
"""

import io
import re
import time
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from articles import library, publishing, sharing, trash, versions
from articles.models import Comment, Front, FrontSlot, PartnerFeed, RelatedLink, ShareLink
from articles.pictures.shapes import rendition_key
from newsroom.accounts import roles
from patrons.models import Gift
from patrons.visits import KEY
from tests.factories import (
    make_article,
    make_author,
    make_picture,
    make_section,
    make_story,
    make_tag,
    make_user,
    picture_file,
)  # fmt: skip
from tests.patrons.desk_records import Money

pytestmark = pytest.mark.django_db

HIDDEN = "Zhovtoblakyt"
OPEN_TO_ALL = ("/admin/login/", "/admin/jsi18n/", "/desk/signed-in")
STATES = ("draft", "in-review", "scheduled", "embargoed", "withdrawn", "trashed")
TODAY = timezone.localtime


def hidden(state, **common):
    """An article nobody may see yet, or any more, with the marker in every text that it has."""
    picture = make_picture(
        title=f"{HIDDEN} title", alt=f"{HIDDEN} alt", caption=f"{HIDDEN} caption", credit=f"{HIDDEN} credit",
        rendition_key=f"{HIDDEN}{state}".lower().replace("-", ""),
    )  # fmt: skip
    texts = (
        "headline", "deck", "kicker", "lead_caption", "search_headline", "search_description", "social_headline",
        "social_description", "front_headline", "credit_line", "embargo_source",
    )  # fmt: skip
    words = {name: f"{HIDDEN} {state} {name}"[:60] for name in texts}
    article = make_article(
        **words, body=f'<p>{HIDDEN} grid</p><cms-picture data-picture="{picture.pk}"></cms-picture>',
        slug=f"{HIDDEN.lower()}-{state}", lead_picture=picture, social_picture=picture, **common,
    )  # fmt: skip
    Comment.objects.create(article=article, text=f"{HIDDEN} remark")
    ShareLink.objects.create(article=article, note=f"{HIDDEN} note", expires_at=timezone.now() + timedelta(days=1))
    versions.snapshot(article, "saved")
    article.tags.add(f"{HIDDEN} {state}")
    return article


@pytest.fixture
def site():
    """A newspaper with one live article a language; all that is hidden stands beside it in every way there is."""
    return Site()


class Site:
    def __init__(self):
        make_tag("Energy", slug="energy")
        section, author = make_section(slug="politics"), make_author(slug="ada")
        common = {"section": section, "authors": [author], "tags": ["Energy"]}
        self.hidden = {state: hidden(state, **common) for state in STATES}
        one = self.hidden
        one["in-review"].state = "in_review"
        one["embargoed"].embargo_until = timezone.now() + timedelta(hours=1)
        for state in ("in-review", "embargoed"):
            one[state].save()
        publishing.schedule(one["scheduled"], timezone.now() + timedelta(hours=3))
        publishing.publish(one["withdrawn"])
        publishing.correct(one["withdrawn"], f"{HIDDEN} correction")
        publishing.withdraw(one["withdrawn"], names=False)
        trash.throw_away(one["trashed"])
        references = "".join(
            f'<cms-read-also data-article="{each.pk}"></cms-read-also><p><a data-article="{each.pk}">words</a></p>'
            for each in one.values()
        )
        for language in ("en", "uk"):
            live = make_article(
                language=language, slug="live", headline="Seen by all", body=f"<p>The grid.</p>{references}", **common
            )
            for each in one.values():
                RelatedLink.objects.create(article=live, target=each)
            publishing.publish(live)
            live.headline, live.body = f"{HIDDEN} rewritten", f"<p>{HIDDEN} rewritten</p>"
            live.save()
            live.tags.add(f"{HIDDEN} rewritten")
            front = Front.objects.create(language=language)
            for place, each in zip(FrontSlot.Place.values, one.values(), strict=False):
                FrontSlot.objects.create(front=front, place=place, article=each)
        story = make_story(f"{HIDDEN} suggestion")
        RelatedLink.objects.create(article=one["draft"], story=story)
        self.money = Money()
        self.patron = self.money.patron
        self.pledge = self.patron.pledges.get()
        self.topic = self.patron.votes.get().topic
        self.topic.article = one["scheduled"]
        self.topic.save()
        self.feed = PartnerFeed.objects.create(name="Danube Ledger")
        self.gift = Gift.objects.get()
        self.ended = sharing.address(one["draft"].share_links.get()).rsplit("/", 2)[1][:-1]

    def client(self, role):
        client = Client()
        if role == "patron":
            session = client.session
            session[KEY] = [str(self.patron.public_id), int(time.time())]
            session.save()
            client.cookies["sessionid"] = session.session_key
        elif role != "anonymous":
            user = make_user()
            roles.give_role(user, getattr(roles, role))
            client.force_login(user)
        return client


def days(site):
    today = timezone.localtime()
    day = {"year": f"{today.year:04}", "month": f"{today.month:02}", "day": f"{today.day:02}"}
    return [day | {"slug": slug} for slug in ("live", *(each.slug for each in site.hidden.values()))]


def of_topics(site):
    return [{"number": str(site.topic.pk)}]


def of_pledge(site):
    return [{"public_id": site.pledge.public_id}]


def a_pledge(site):
    return [{"pledge": site.pledge.public_id}]


def payments(site):
    return [{"payment": UUID(int=1)}]


SLUGS = {"section": "politics", "tag": "energy", "author": "ada"}
ARGUMENTS = {
    "own_colours": lambda site: [{"light": "", "dark": ""}],
    "sitemap": lambda site: [{"section": name} for name in ("articles", "sections", "tags", "authors", "pages")],
    "partner_feed": lambda site: [{"word": site.feed.secret_word}, {"word": "x" * 40}],
    "shared": lambda site: [{"signed": site.ended}],
    "provider_hook": lambda site: [{"key": "demo"}],
    "demo_bank_pay": lambda site: [{"ref": "x"}],
    "demo_bank_subscription": lambda site: [{"ref": "x"}],
    "patron_sign_in_link": lambda site: [{"link": "x" * 40}],
    "patron_change": lambda site: [{"pledge": site.pledge.public_id, "verb": "cancel"}],
    "patron_card": a_pledge, "patron_again": a_pledge,
    "patron_receipt": payments, "patron_receipt_pdf": payments,
    "patron_topic_vote": of_topics, "patron_topic_take_back": of_topics, "topic": of_topics,
    "patron_nowhere": lambda site: [{"rest": "nothing/"}],
    "support_change": of_pledge, "support_confirm": of_pledge, "support_back": of_pledge,
    "support_thanks": of_pledge, "support_again": of_pledge,
    "support_gift": lambda site: [{"token": site.gift.token}],
    "archive_year": lambda site: [{"year": TODAY().year}],
    "archive_month": lambda site: [{"year": TODAY().year, "month": TODAY().month}],
    "archive_day": lambda site: [{"year": TODAY().year, "month": TODAY().month, "day": TODAY().day}],
    "lite_article": days, "print_article": days, "article": days,
    "page": lambda site: [{"slug": "about"}, {"slug": f"{HIDDEN.lower()}-draft"}],
    **{
        name: lambda site, name=name: [
            {"slug": SLUGS[name.split("_")[0]]},
            *[{"slug": f"{HIDDEN.lower()}-{state}"} for state in (*STATES, "rewritten")],
        ]
        for first in SLUGS
        for name in (first, *(f"{first}_feed_{kind}" for kind in ("rss", "atom", "json")))
    },
}  # fmt: skip
# What has no name, as the resolver has it: the addresses to ask.
UNNAMED = {
    "media/<path:path>": [
        "/media/pictures/{draft}/3x2-480.webp",
        "/media/originals/1.png",
        "/media/../originals/1.png",
    ],
    "(?P<year>[0-9]{4})/$": ["/{year}/"],
    "(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/$": ["/{year}/{month}/"],
    "(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/$": ["/{year}/{month}/{day}/"],
}


def walk(resolver, before=""):
    """Yield every pattern of the project: the whole of it as written, and its name."""
    for entry in resolver.url_patterns:
        whole = before + str(entry.pattern).replace("^", "")
        if isinstance(entry, URLResolver):
            yield from walk(entry, whole)
        else:
            yield whole, entry.name


def is_for_staff(pattern):
    return pattern.startswith(("admin/", "desk/"))


def public_addresses(site, languages=("en", "uk")):
    """Return all addresses of readers, filled with what the site holds; search is asked for what is hidden too."""
    found, today = set(), timezone.localtime()
    for language in languages:
        with translation.override(language):
            for pattern, name in walk(get_resolver()):
                if is_for_staff(pattern):
                    continue
                if name is None:
                    words = {
                        "year": today.year,
                        "month": today.month,
                        "day": today.day,
                        "draft": f"{HIDDEN}draft".lower(),
                    }
                    ours = next((each for end, each in UNNAMED.items() if pattern.endswith(end)), None)
                    assert ours, f"Say in UNNAMED what stands below {pattern}"
                    found |= {each.format(**words) for each in ours}
                    continue
                has_arguments = "<" in pattern
                assert not has_arguments or name in ARGUMENTS, f"Say in ARGUMENTS how to fill {pattern} ({name})"
                for words in ARGUMENTS[name](site) if has_arguments else [{}]:
                    found.add(reverse(name, kwargs=words))
            search = reverse("search")
            found |= {f"{search}?q={HIDDEN}", f"{search}?q=grid", f"{reverse('front')}?page=2"}
    return sorted(found)


def shown(response):
    body = b"".join(response).decode(errors="replace")
    return body + " ".join(f"{name}: {value}" for name, value in response.headers.items())


def leaks(path, response):
    """Return what an answer tells that it should not: the marker, but for what repeats the address itself."""
    text = shown(response)
    for own in (path, path.partition("?")[0]):
        text = text.replace(own, "")
    text = re.sub(rf"(?i)q={HIDDEN}", "", text)
    found = [text[max(each.start() - 60, 0) : each.end() + 30] for each in re.finditer(HIDDEN, text, re.IGNORECASE)]
    if f"q={HIDDEN}" in path:
        # The page repeats what was asked for: in its title and heading, in the field, in its words of what to do.
        found = [each for each in found if re.search(rf"{HIDDEN} [a-z]", each)]
    if path.rstrip("/").endswith(HIDDEN.lower()) or f"/{HIDDEN.lower()}-" in path:
        # An old address of it may be named back to whoever asked by it, and nothing more.
        found = [each for each in found if f"{HIDDEN.lower()}-" not in each]
    return found


@pytest.mark.parametrize("role", ["anonymous", "patron", "WRITER", "EDITOR", "CHIEF_EDITOR", "PLEDGE_STAFF"])
def test_no_public_address_tells_anybody(site, role):
    client = site.client(role)
    told = {}
    for path in public_addresses(site, ("en", "uk") if role == "anonymous" else ("en",)):
        response = client.get(path)
        assert response.status_code < 500, path
        if found := leaks(path, response):
            told[path] = found
        if role == "anonymous" and not path.startswith(("/section", "/uk/section")):
            answer = client.post(path)
            # The provider of trials is not ready where its money would be real.
            assert answer.status_code < 500 or "/hooks/" in path, path
            if found := leaks(path, answer):
                told[f"POST {path}"] = found
    assert not told


def test_no_address_of_the_desk_tells_strangers(site):
    number = site.hidden["draft"].pk
    for role in ("anonymous", "patron"):
        client = site.client(role)
        for pattern, _name in walk(get_resolver()):
            if not is_for_staff(pattern) or "(?P" in pattern:
                continue
            path = "/" + re.sub(r"<[^>]*>", str(number), pattern)
            response = client.get(path)
            # Being told to sign in, or the page where that is done, or nothing.
            assert response.status_code in (200, 302, 403, 404, 405), path
            assert not leaks(path, response), path
            assert response.status_code != 200 or path.startswith(OPEN_TO_ALL), path


def test_what_an_editor_read_is_not_stored_for_others(site, pages):
    """With a store of pages: an editor's walk first, then anybody gets what it left."""
    editor, anybody = site.client("EDITOR"), Client()
    paths = [each for each in public_addresses(site, ("en",)) if "support" not in each]
    for path in paths:
        editor.get(path)
    for path in paths:
        assert not leaks(path, anybody.get(path)), path


def test_the_walk_would_notice(site):
    """The marker is where editors look, and the live article where everybody does."""
    draft = site.hidden["draft"]
    assert HIDDEN in site.client("EDITOR").get(reverse("admin:articles_article_change", args=[draft.pk])).text
    assert HIDDEN in Client().get(sharing.address(draft.share_links.get())).text
    assert "Seen by all" in Client().get("/").text
    publishing.publish(draft)
    assert leaks("/", Client().get("/"))


def test_who_has_the_same_file_cannot_ask_whether_it_is_in_a_draft(client, settings):
    data = picture_file().read()
    picture = library.add_picture(io.BytesIO(data), title="A leak")
    name = library.folder_url(picture)
    files = library.shape_names(picture, "3x2").fallback.name
    assert client.get(name + files).status_code == 200
    guess = rendition_key(sha256(data).hexdigest(), picture.focus)
    assert guess not in name and picture.sha256[:16] not in name
    assert client.get(f"/media/pictures/{guess}/{files}").status_code == 404
    # Another site's names are others; this one's stay when its secret is renewed.
    settings.SECRET_KEY = "another secret " * 4
    assert library.secret_key_of(picture) != picture.rendition_key
    library.delete_all(library.default_storage, [f"pictures/{picture.rendition_key}/{files}"])
    assert client.get(name + files).status_code == 200
