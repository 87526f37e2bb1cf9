"""Every address of the desk × every role. The addresses are the resolver's own: a new one without a line here fails.

To add one: a row in `ROWS` below, under the address as the resolver has it (the failure prints it):

    "admin/articles/article/<int:article>/board/": Row(SEES_ARTICLES, post=EDITORS, data={"day": "2031-05-01"}),

`get` and `post` hold who is let in (None: nobody asks that way, 405 or so for all), out of `ROLES`. "own" is a
writer whose article it is, "writer" one whose it is not. Whatever stands in <…> is filled from `World.words`.
A new model of the admin needs a line in `MODELS`. What is the same for everybody stands in `FREE`, with a reason.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver

from articles import publishing, versions
from articles.models import Article, Front, Page
from newsroom.accounts import roles
from newsroom.audit.log import record
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_author, make_picture, make_section, make_tag, make_user

ROLES = ("nobody", "reader", "staff", "pledge", "pictures", "writer", "own", "editor", "chief", "owner")
NOBODY: set[str] = set()
OWNER = {"owner"}
CHIEF = {"chief", "owner"}
EDITORS = {"editor", *CHIEF}
WRITERS = {"writer", "own", *EDITORS}
SEES_ARTICLES = {"pictures", "own", *EDITORS}
WRITES_ARTICLES = {"own", *EDITORS}
LIBRARY = {"pictures", *WRITERS}
STAFF = set(ROLES) - {"nobody", "reader"}


@dataclass(frozen=True)
class Row:
    get: set[str] | None = None
    post: set[str] | None = None
    data: dict[str, Any] = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class Model:
    """Who opens list and record, adds, changes, deletes."""

    sees: set[str]
    adds: set[str]
    changes: set[str]
    deletes: set[str]
    lists: set[str] | None = None


MODELS = {
    "articles/article": Model(SEES_ARTICLES, WRITERS, WRITES_ARTICLES, CHIEF, lists=LIBRARY),
    "articles/picture": Model(LIBRARY, LIBRARY, {"pictures", *EDITORS}, {"pictures", *CHIEF}),
    "articles/tag": Model(LIBRARY, EDITORS, EDITORS, CHIEF),
    "articles/author": Model(LIBRARY, EDITORS, EDITORS, CHIEF),
    "articles/section": Model(LIBRARY, CHIEF, CHIEF, CHIEF),
    "articles/page": Model(EDITORS, CHIEF, CHIEF, CHIEF),
    "articles/front": Model(EDITORS, CHIEF, EDITORS, NOBODY),
    "articles/correction": Model(EDITORS, NOBODY, NOBODY, NOBODY),
    "site/sitesettings": Model(CHIEF, NOBODY, CHIEF, NOBODY),
    "accounts/user": Model(CHIEF, OWNER, CHIEF, OWNER),
    "auth/group": Model(OWNER, OWNER, OWNER, OWNER),
    "audit/event": Model(CHIEF, NOBODY, NOBODY, NOBODY),
}
ROWS = {
    "admin/": Row(STAFF),
    "admin/search/": Row(STAFF, query="?s=secret"),
    "admin/autocomplete/": Row(LIBRARY, query="?app_label=articles&model_name=article&field_name=section"),
    "admin/r/<int:content_type_id>/<int:object_id>/": Row(SEES_ARTICLES),
    "admin/password_change/": Row(STAFF, post=STAFF),
    "admin/password_change/done/": Row(STAFF),
    "admin/accounts/user/<id>/password/": Row(OWNER, post=OWNER),
    "admin/articles/article/<int:article>/versions/": Row(SEES_ARTICLES),
    "admin/articles/article/<int:article>/versions/<int:version>/": Row(SEES_ARTICLES, post=WRITES_ARTICLES),
    "admin/articles/article/<int:article>/do/<slug:verb>/": Row(post=WRITES_ARTICLES),
    "desk/articles": Row(LIBRARY),
    "desk/pictures": Row(LIBRARY),
    "desk/embeds": Row(LIBRARY),
    "desk/tags": Row(LIBRARY),
}
FREE = {
    "admin/login/": "the way in",
    "admin/logout/": "the way out",
    "admin/jsi18n/": "Django's own words",
    "admin/r/<path:content_type_id>/<path:object_id>/": "never reached: a stricter one stands before it",
    "admin/(?P<url>.*)$": "adds a slash, or says that nothing is there",
}
# What Django's own pages of an app list is asked of the app, not of a record.
APPS = "admin/^(?P<app_label>"
BULK = {
    "submit_selected": WRITERS,
    "throw_away_selected": WRITERS,
    "approve_selected": EDITORS,
    "publish_selected": EDITORS,
    "assign_selected": EDITORS,
    "plan_selected": EDITORS,
}


def addresses(resolver: Any = None, before: str = "") -> list[str]:
    """All patterns below /admin/ and /desk/, as the resolver has them."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        whole = before + str(pattern.pattern)
        found += addresses(pattern, whole) if isinstance(pattern, URLResolver) else [whole]
    return [each for each in found if each.startswith(("admin/", "desk/"))] if resolver is None else found


def model_rows() -> dict[str, Row]:
    rows = {}
    for name, who in MODELS.items():
        base = f"admin/{name}/"
        rows |= {
            base: Row(who.lists or who.sees),
            f"{base}add/": Row(who.adds, post=who.adds),
            f"{base}<path:object_id>/change/": Row(who.sees, post=who.changes),
            f"{base}<path:object_id>/history/": Row(who.sees),
            f"{base}<path:object_id>/delete/": Row(who.deletes, post=who.deletes),
        }
    return rows


def test_every_address_has_a_line():
    known = {*ROWS, *model_rows(), *FREE}
    shortcuts = {f"admin/{name}/<path:object_id>/" for name in MODELS}  # lead to …/change/
    new = [each for each in addresses() if each not in known | shortcuts and not each.startswith(APPS)]
    assert not new, "Say who may open these, in ROWS or MODELS (see the top of this file): " + ", ".join(new)
    gone = known - set(addresses())
    assert not gone, f"These are no addresses any more: {sorted(gone)}"


class World:
    """One record of each kind, and the numbers that addresses ask for."""

    def __init__(self, owner_of_article: Any) -> None:
        article = make_article(headline="A secret draft", created_by=owner_of_article, slug="a-secret-draft")
        version = versions.snapshot(article, "saved")
        other = make_user(name="Somebody")
        tag = make_tag("Energy")
        live = make_article(published=True)
        SiteSettings.objects.get_or_create(pk=1)
        self.records = {
            "articles/article": article.pk,
            "articles/picture": make_picture().pk,
            "articles/tag": tag.pk,
            "articles/author": make_author().pk,
            "articles/section": make_section().pk,
            "articles/page": Page.objects.create(title="About", slug="about").pk,
            "articles/front": Front.objects.get_or_create(language="en")[0].pk,
            "articles/correction": publishing.correct(live, "Wrong.").pk,
            "site/sitesettings": 1,
            "accounts/user": other.pk,
            "auth/group": Group.objects.get(name=roles.EDITOR).pk,
            "audit/event": record("article.made", article).pk,
        }
        self.words = {
            "<int:article>": article.pk, "<int:version>": version.pk, "<slug:verb>": "throw_away", "<id>": other.pk,
            "<int:content_type_id>": ContentType.objects.get_for_model(Article).pk, "<int:object_id>": article.pk,
        }  # fmt: skip

    def fill(self, address: str) -> str:
        for name, pk in self.records.items():
            if address.startswith(f"admin/{name}/"):
                address = address.replace("<path:object_id>", str(pk))
        for word, value in self.words.items():
            address = address.replace(word, str(value))
        assert "<" not in address, f"Give a value for what stands in <…> of {address}, in World.words."
        return f"/{address}"


@pytest.fixture
def person(signed_in):
    """A client of a role, and the world it looks at; "own" is a writer whose article it is."""

    def meet(who: str) -> tuple[Any, World]:
        client = signed_in("writer" if who == "own" else who)
        return client, World(client.user if who == "own" else make_user(is_staff=True))

    return meet


def is_let_in(response: Any) -> bool:
    """Whether somebody got an answer, and not a refusal or the way to the sign-in."""
    if response.status_code in (403, 404, 405):
        return False
    return not (response.status_code == 302 and "/login/" in response.headers["Location"])


def tell(who: str, method: str, address: str, may: bool, response: Any) -> str:
    return f"{method} {address} for {who}: {'should' if may else 'must not'} be let in, got {response.status_code}"


@pytest.mark.parametrize("who", ROLES)
def test_who_opens_what(person, who):
    client, world = person(who)
    wrong = []
    for address, row in (model_rows() | ROWS).items():
        response = client.get(world.fill(address) + row.query)
        may = who in (row.get or NOBODY)
        if is_let_in(response) != may:
            wrong.append(tell(who, "GET", address, may, response))
        if not may and "secret draft" in response.text:
            wrong.append(f"GET {address} tells {who} the headline of a draft")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ROLES)
def test_who_writes_what(person, who):
    client, world = person(who)
    wrong = []
    # What a role may do is done last: it changes the world.
    rows = sorted((model_rows() | ROWS).items(), key=lambda item: who in (item[1].post or NOBODY))
    for address, row in rows:
        if row.post is None:
            continue
        response = client.post(world.fill(address), row.data)
        if is_let_in(response) != (who in row.post):
            wrong.append(tell(who, "POST", address, who in row.post, response))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ROLES)
def test_bulk_actions(person, who):
    client, world = person(who)
    pk = world.records["articles/article"]
    for action, allowed in BULK.items():
        before = Article.objects.values().get(pk=pk)
        client.post("/admin/articles/article/", {"action": action, "_selected_action": [pk], "apply": "1"})
        changed = Article.objects.values().get(pk=pk) != before
        if who == "writer" or who not in allowed:
            assert not changed, f"{action} for {who}"
        Article.objects.filter(pk=pk).update(**before)
        Article.objects.get(pk=pk).editions.all().delete()


def test_a_writers_chooser_knows_public_headlines_only(signed_in):
    client = signed_in("writer")
    make_article(headline="A secret draft")
    live = make_article(headline="As readers have it", published=True)
    Article.objects.filter(pk=live.pk).update(headline="A secret change")
    own = make_article(headline="Mine", created_by=client.user)
    results = client.get("/desk/articles").json()["results"]
    assert {item["text"] for item in results} == {"As readers have it", "Mine"}
    assert client.get("/desk/articles", {"term": "secret"}).json()["results"] == []
    assert client.get("/desk/articles", {"ids": f"{own.pk},1"}).json()["results"][0]["text"] == "Mine"
