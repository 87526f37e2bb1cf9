"""Every address of the desk × every role. The addresses are the resolver's own: a new one without a line here fails.

To add one: a row in `ROWS` below, under the address as the resolver has it (the failure prints it):

    "admin/articles/article/<int:article>/board/": Row(SEES_ARTICLES, post=EDITORS, data={"day": "2031-05-01"}),

`get` and `post` hold who is let in (None: nobody asks that way, 405 or so for all), out of `ROLES`. "own" is a
writer whose article it is, "writer" one whose it is not. Whatever stands in <…> is filled from `World.words`.
A new model of the admin needs a line in `MODELS`. What is the same for everybody stands in `FREE`, with a reason.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.signing import dumps
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from articles import publishing, versions
from articles.admin.source_pages import PICTURE_SALT
from articles.models import ApprovalRule, Article, Comment, Front, Page, PartnerFeed, Redirect, ShareLink
from newsroom.accounts import roles
from newsroom.audit.log import record
from newsroom.site.models import SiteSettings
from tests.factories import (
    make_article,
    make_author,
    make_picture,
    make_section,
    make_source,
    make_story,
    make_tag,
    make_user,
)
from tests.patrons.desk_records import Money

TAB = uuid4()
ROLES = ("nobody", "reader", "staff", "pledge", "pictures", "writer", "own", "editor", "chief", "owner")
NOBODY: set[str] = set()
OWNER = {"owner"}
CHIEF = {"chief", "owner"}
# Money and names: nobody who writes.
PLEDGE = {"pledge", "owner"}
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
    json: bool = False


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
    "articles/front": Model(EDITORS, CHIEF, EDITORS, NOBODY),  # a section's own front: see test_front_slots
    "articles/partnerfeed": Model(EDITORS, CHIEF, CHIEF, CHIEF),
    "articles/correction": Model(EDITORS, NOBODY, CHIEF, CHIEF),
    "articles/redirect": Model(CHIEF, CHIEF, NOBODY, CHIEF),
    "articles/approvalrule": Model(EDITORS, CHIEF, CHIEF, CHIEF),
    "articles/source": Model(EDITORS, EDITORS, EDITORS, CHIEF),
    "articles/story": Model(EDITORS, EDITORS, EDITORS, CHIEF),
    "patrons/pledge": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/patron": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/bankstatement": Model(PLEDGE, PLEDGE, NOBODY, NOBODY),
    "patrons/bankline": Model(PLEDGE, PLEDGE, NOBODY, NOBODY),
    "patrons/otherway": Model(PLEDGE, PLEDGE, PLEDGE, PLEDGE),
    "patrons/ledgerentry": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/providerevent": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/discrepancy": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/tier": Model(PLEDGE, PLEDGE, PLEDGE, NOBODY),
    "patrons/campaign": Model(PLEDGE, PLEDGE, PLEDGE, OWNER),
    "patrons/provideraccount": Model(PLEDGE, PLEDGE, PLEDGE, NOBODY),
    "patrons/topic": Model(EDITORS, EDITORS, EDITORS, NOBODY),
    "patrons/topicround": Model(EDITORS, EDITORS, EDITORS, NOBODY),
    "site/sitesettings": Model(CHIEF, NOBODY, CHIEF, NOBODY),
    "accounts/user": Model(CHIEF, OWNER, CHIEF, OWNER),
    "auth/group": Model(OWNER, OWNER, OWNER, OWNER),
    "audit/event": Model(CHIEF, NOBODY, NOBODY, NOBODY),
}
ROWS = {
    "admin/language/": Row(STAFF, post=STAFF, data={"language": "en"}),
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
    "admin/articles/article/<int:article>/versions/<int:version>/name/": Row(post=WRITES_ARTICLES),
    "admin/articles/article/<int:article>/versions/compare/": Row(SEES_ARTICLES, query="?old=<int:version>&new=form"),
    "admin/articles/article/board/": Row({"writer", *SEES_ARTICLES}),
    "admin/articles/article/calendar/": Row({"writer", *SEES_ARTICLES}),
    "admin/articles/article/<int:article>/move/": Row(post=WRITES_ARTICLES, data={"to": "in_review"}),
    "admin/articles/article/<int:article>/plan/": Row(post=EDITORS, data={"day": "2031-05-01"}),
    "admin/articles/article/checks/": Row(post=WRITERS),
    "admin/articles/article/<int:article>/checks/": Row(post=WRITES_ARTICLES),
    "admin/articles/article/preview/": Row(WRITERS),
    "admin/articles/article/preview/page/": Row(WRITERS, post=WRITERS),
    "admin/articles/article/<int:article>/preview/": Row(SEES_ARTICLES),
    "admin/articles/article/<int:article>/preview/page/": Row(SEES_ARTICLES, post=WRITES_ARTICLES),
    "admin/articles/article/<int:article>/share/": Row(post=WRITES_ARTICLES, data={"days": "3"}),
    "admin/articles/article/<int:article>/share/<int:link>/revoke/": Row(post=WRITES_ARTICLES),
    "admin/articles/article/related/": Row(post=WRITERS),
    "admin/articles/article/<int:article>/related/": Row(post=WRITES_ARTICLES),
    "admin/articles/approvalrule/<int:rule>/try/": Row(EDITORS, post=CHIEF, data={"off": ""}),
    "admin/articles/checklevel/": Row(CHIEF, post=CHIEF),
    "admin/articles/checklevel/add/": Row(NOBODY, post=NOBODY),
    "admin/articles/front/<int:front>/preview/": Row(EDITORS, post=EDITORS),
    "admin/articles/partnerfeed/<int:feed>/renew/": Row(CHIEF, post=CHIEF),
    "admin/articles/picture/words/": Row({"pictures", *EDITORS}, post={"pictures", *EDITORS}),
    "admin/articles/picture/<int:picture>/protect/": Row({"pictures", *EDITORS}, post={"pictures", *EDITORS}),
    "admin/articles/picture/<int:picture>/replace/": Row({"pictures", *EDITORS}, post={"pictures", *EDITORS}),
    "admin/articles/source/<int:source>/ask/": Row(post=EDITORS),
    "admin/articles/source/<int:source>/pause/": Row(post=EDITORS),
    "admin/articles/source/opml/": Row(EDITORS, post=EDITORS),
    "admin/articles/source/picture/": Row(EDITORS, query="?of=<signed>"),
    "admin/articles/source/sources.opml": Row(EDITORS),
    "admin/articles/story/<int:story>/hide/": Row(post=EDITORS),
    "admin/articles/story/<int:story>/look/": Row(post=EDITORS),
    "admin/articles/tag/alike/": Row(LIBRARY),
    "admin/articles/tag/<int:tag>/merge/": Row(CHIEF, post=CHIEF),
    "admin/articles/tag/<int:tag>/aliases/": Row(post=EDITORS, data={"name": "Power"}),
    "admin/patrons/pledge/<int:pledge>/do/<slug:verb>/": Row(post=PLEDGE),
    "admin/patrons/pledge/payment/<int:payment>/refund/": Row(post=PLEDGE, data={"amount": "1", "reason": "x"}),
    "admin/patrons/pledge/payment/<int:payment>/receipt/": Row(post=PLEDGE),
    "admin/patrons/pledge/refund/<int:refund>/again/": Row(post=PLEDGE),
    "admin/patrons/pledge/<int:pledge>/gift/letter/": Row(post=PLEDGE),
    "admin/patrons/pledge/<int:pledge>/gift/address/": Row(post=PLEDGE, data={"email": "x@example.com"}),
    "admin/patrons/patron/<int:patron>/do/<slug:verb>/": Row(post=PLEDGE),
    "admin/patrons/patron/grant/<int:grant>/take-back/": Row(post=PLEDGE),
    "admin/patrons/bankstatement/<int:statement>/columns/": Row(post=PLEDGE),
    "admin/patrons/bankstatement/<int:statement>/book/": Row(post=PLEDGE),
    "admin/patrons/bankstatement/<int:statement>/forget/": Row(post=PLEDGE),
    "admin/patrons/bankline/<int:line>/do/<slug:verb>/": Row(post=PLEDGE),
    "admin/patrons/providerevent/<int:event>/again/": Row(post=PLEDGE),
    "admin/patrons/provideraccount/<int:account>/patreon/": Row(get=PLEDGE),
    "admin/patrons/provideraccount/<int:account>/patreon/sync/": Row(post=PLEDGE),
    "admin/patrons/provideraccount/<int:account>/patreon/fetch/": Row(post=PLEDGE),
    "admin/patrons/provideraccount/<int:account>/patreon/tiers/": Row(post=PLEDGE),
    "admin/patrons/pledge/export/pledges/<slug:form>/": Row(post=PLEDGE),
    "admin/patrons/pledge/export/payments/<slug:form>/": Row(post=PLEDGE),
    "admin/patrons/patron/export/patrons/<slug:form>/": Row(post=PLEDGE),
    "admin/patrons/ledgerentry/export/ledger/<slug:form>/": Row(post=PLEDGE),
    "admin/patrons/pledge/import/": Row(PLEDGE, post=PLEDGE),
    "admin/patrons/pledge/import/<uuid:table>/": Row(PLEDGE),
    "admin/patrons/pledge/import/<uuid:table>/columns/": Row(post=PLEDGE),
    "admin/patrons/pledge/import/<uuid:table>/confirm/": Row(post=PLEDGE),
    "admin/patrons/pledge/import/<uuid:table>/refused/": Row(PLEDGE),
    "admin/patrons/discrepancy/compare/<int:account>/": Row(post=PLEDGE),
    "admin/patrons/discrepancy/<int:discrepancy>/take-over/": Row(post=PLEDGE),
    "admin/patrons/figures/": Row(PLEDGE),
    "admin/patrons/figures/count/": Row(post=PLEDGE),
    "admin/patrons/figures/<slug:table>.csv": Row(PLEDGE),
    "admin/patrons/discrepancy/<int:discrepancy>/settle/": Row(post=PLEDGE, data={"note": "x"}),
    "admin/patrons/topic/<int:topic>/do/<slug:verb>/": Row(post=EDITORS),
    "admin/patrons/topicround/<int:round>/close/": Row(post=EDITORS),
    "desk/links/": Row({"pictures", *EDITORS}),
    "desk/pictures/upload": Row(post=LIBRARY),
    "desk/pictures/<int:pk>/take-back": Row(post={"pictures", *CHIEF}),
    "desk/pictures/add": Row(post=LIBRARY),
    "desk/pictures/words": Row(post={"pictures", *EDITORS}, data={"picture": "<int:picture>"}),
    "desk/comments/<int:article>": Row(SEES_ARTICLES, post=SEES_ARTICLES, data={"text": "Look at this."}),
    "desk/comments/<int:article>/people": Row(SEES_ARTICLES),
    "desk/comments/<int:article>/<int:comment>/<slug:verb>": Row(post=SEES_ARTICLES),
    "desk/autosave": Row(
        post=WRITES_ARTICLES, data={"article": "<int:article>", "form": [["headline", "H"]]}, json=True
    ),
    "desk/presence": Row(post=WRITES_ARTICLES, data={"article": "<int:article>", "tab": str(TAB)}, json=True),
    "desk/articles": Row(LIBRARY),
    "desk/pictures": Row(LIBRARY),
    "desk/stories": Row(LIBRARY),
    "desk/related/search": Row(WRITERS, query="?q=secret+public"),
    "desk/related/address": Row(post=WRITERS, data={"address": "/nothing/"}),
    "desk/related/<int:article>/ban": Row(post=WRITES_ARTICLES, data={"kind": "story", "number": "<int:story>"}),
    "desk/related/<int:article>/lift": Row(post=WRITES_ARTICLES, data={"kind": "story", "number": "<int:story>"}),
    "desk/embeds": Row(LIBRARY),
    "desk/tags": Row(LIBRARY),
}
FREE = {
    "admin/login/": "the way in",
    "admin/logout/": "the way out",
    "admin/jsi18n/": "Django's own words",
    "desk/presence/leave": "takes one's own tab away, and nobody else's",
    "desk/discard": "takes one's own unsaved words away, and nobody else's",
    "desk/signed-in": "tells everybody about themselves, and nothing else",
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
        remark = Comment.objects.create(article=article, text="Call the mayor.")
        link = ShareLink.objects.create(article=article, expires_at=timezone.now() + timedelta(days=1))
        live = make_article(published=True)
        SiteSettings.objects.get_or_create(pk=1)
        money = Money()
        self.records = {
            "articles/article": article.pk,
            "articles/picture": make_picture().pk,
            "articles/tag": tag.pk,
            "articles/author": make_author().pk,
            "articles/section": make_section().pk,
            "articles/page": Page.objects.create(title="About", slug="about").pk,
            "articles/front": Front.objects.get_or_create(language="en")[0].pk,
            "articles/partnerfeed": PartnerFeed.objects.create(name="Danube Ledger").pk,
            "articles/correction": publishing.correct(live, "Wrong.").pk,
            "articles/approvalrule": ApprovalRule.objects.create(name="Energy desk").pk,
            "articles/redirect": Redirect.objects.create(old_path="/old/", new_path="/new/").pk,
            "articles/source": make_source().pk,
            "articles/story": make_story().pk,
            "site/sitesettings": 1,
            **money.records,
            "accounts/user": other.pk,
            "auth/group": Group.objects.get(name=roles.EDITOR).pk,
            "audit/event": record("article.made", article).pk,
        }
        self.words = {
            "<int:article>": article.pk, "<int:version>": version.pk, "<slug:verb>": "throw_away", "<id>": other.pk,
            "<int:comment>": remark.pk, "<int:link>": link.pk, "<int:tag>": tag.pk,
            "<int:front>": self.records["articles/front"], "<int:picture>": self.records["articles/picture"],
            "<int:pk>": self.records["articles/picture"], "<int:rule>": self.records["articles/approvalrule"],
            "<int:source>": self.records["articles/source"], "<int:story>": self.records["articles/story"],
            "<signed>": dumps("http://127.0.0.1/p.png", salt=PICTURE_SALT),
            "<int:feed>": self.records["articles/partnerfeed"],
            "<int:content_type_id>": ContentType.objects.get_for_model(Article).pk, "<int:object_id>": article.pk,
            **money.words,
        }  # fmt: skip

    def data(self, row: Row) -> dict[str, Any]:
        """What is sent: numbers where the row has <…>."""
        return {
            name: self.words.get(value, value) if isinstance(value, str) else value for name, value in row.data.items()
        }

    def fill(self, address: str) -> str:
        for name, pk in self.records.items():
            if address.startswith(f"admin/{name}/"):
                address = address.replace("<path:object_id>", str(pk))
        if address.startswith("desk/comments/"):
            address = address.replace("<slug:verb>", "resolve")
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
        response = client.get(world.fill(address + row.query))
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
    rows = sorted(
        (model_rows() | ROWS).items(),
        key=lambda item: (who in (item[1].post or NOBODY), "delete" in item[0] or "take-back" in item[0]),
    )
    for address, row in rows:
        if row.post is None:
            continue
        kind = {"content_type": "application/json"} if row.json else {}
        before = Article.objects.values().get(pk=world.words["<int:article>"])
        response = client.post(world.fill(address), world.data(row), **kind)
        if is_let_in(response) != (who in row.post):
            wrong.append(tell(who, "POST", address, who in row.post, response))
        Article.objects.filter(pk=before.pop("id")).update(**before)
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
