"""Every address of the desk × every role. The addresses are the resolver's own: a new one without a line here fails.

To add one: a row in `ROWS` (permission_rows.py), under the address as the resolver has it (the failure prints it):

    "admin/articles/article/<int:article>/board/": Row(SEES_ARTICLES, post=EDITORS, data={"day": "2031-05-01"}),

`get` and `post` hold who is let in (None: nobody asks that way, 405 or so for all), out of `ROLES`. "own" is a
writer whose article it is, "writer" one whose it is not. Whatever stands in <…> is filled from `World.words`.
A new model of the admin needs a line in `MODELS`. What is the same for everybody stands in `FREE`, with a reason.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.signing import dumps
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from articles import publishing, versions
from articles.admin.source_pages import PICTURE_SALT
from articles.models import ApprovalRule, Article, Comment, Front, Import, Page, PartnerFeed, Redirect, ShareLink
from newsroom.accounts import roles
from newsroom.audit.log import record
from newsroom.site.models import SiteSettings
from newsroom.work.models import Task as TaskRow
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

from .permission_rows import APPS, BULK, FREE, MODELS, NOBODY, ROLES, ROWS, Row


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
    assert not new, "Say who may open these, in ROWS or MODELS (see permission_rows.py): " + ", ".join(new)
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
            "articles/import": Import.objects.create(system="ghost", state="done").pk,
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
            "<int:number>": self.records["articles/import"],
            "<int:source>": self.records["articles/source"], "<int:story>": self.records["articles/story"],
            "<signed>": dumps("http://127.0.0.1/p.png", salt=PICTURE_SALT),
            "<int:feed>": self.records["articles/partnerfeed"], "<slug:name>": "follow_clock",
            "<uuid:task>": TaskRow.objects.create(
                task_path="newsroom.mailing.deliver", args_kwargs={"args": [], "kwargs": {"name": "letter"}},
                status="FAILED", backend_name="default", run_after=timezone.now(), exception_class_path="",
                traceback="",
            ).pk,
            "<int:person>": other.pk, "<int:factor>": 1,
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
    for name, model in MODELS.items():
        # Whether there is one of a number is told to nobody else either.
        address = f"/admin/{name}/987654321/change/"
        if who not in (model.lists or model.sees) and is_let_in(response := client.get(address)):
            wrong.append(tell(who, "GET", address, False, response))
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


@pytest.mark.parametrize("who", ["pledge", "staff"])
def test_the_search_of_the_desk_tells_no_drafts_to_who_may_not_see_them(signed_in, who):
    make_article(headline="A hidden ferry")
    response = signed_in(who).get("/admin/search/?s=ferry")
    assert response.status_code == 200 and "hidden" not in response.text
    assert "hidden" in signed_in("editor").get("/admin/articles/article/?q=ferry").text
