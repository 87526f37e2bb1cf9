"""axe finds nothing serious on the desk's pages. A new page of the desk is a line in `PAGES`."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import commenting, publishing, redirects, trash
from articles.models import ApprovalRule, Article, Front, FrontSlot
from articles.working_copy import claim
from newsroom.accounts.models import User
from newsroom.site.models import SiteSettings
from tests.factories import (
    make_article,
    make_author,
    make_outlet,
    make_picture,
    make_story,
    make_tag,
    make_user,
    minutes_ago,
)

pytestmark = pytest.mark.django_db(transaction=True)

# Name → address below the admin's. What the words in braces stand for is made in `everything`.
PAGES = {
    "start page": "",
    "articles": "articles/article/",
    "a new article": "articles/article/add/",
    "an article": "articles/article/{article}/change/",
    "an article in the trash": "articles/article/{thrown}/change/",
    "board": "articles/article/board/",
    "calendar": "articles/article/calendar/",
    "versions": "articles/article/{article}/versions/",
    "one version": "articles/article/{article}/versions/{version}/",
    "compare": "articles/article/{article}/versions/compare/?old={version}&new=form&all=1",
    "history": "articles/article/{article}/history/",
    "preview": "articles/article/{article}/preview/",
    "deleting for good": "articles/article/{thrown}/delete/",
    "pictures": "articles/picture/",
    "a picture": "articles/picture/{picture}/change/",
    "words of pictures": "articles/picture/words/?ids={picture}",
    "another file for a picture": "articles/picture/{picture}/replace/",
    "protecting a source": "articles/picture/{picture}/protect/",
    "fronts": "articles/front/",
    "a front": "articles/front/{front}/change/",
    "tags": "articles/tag/",
    "a tag": "articles/tag/{tag}/change/",
    "tags alike": "articles/tag/alike/",
    "merging tags": "articles/tag/{tag}/merge/",
    "sections": "articles/section/",
    "an author": "articles/author/{author}/change/",
    "a standing page": "articles/page/add/",
    "corrections": "articles/correction/",
    "redirects": "articles/redirect/",
    "a redirect": "articles/redirect/add/",
    "levels of checks": "articles/checklevel/",
    "rules of approval": "articles/approvalrule/",
    "a rule": "articles/approvalrule/{rule}/change/",
    "trying a rule": "articles/approvalrule/{rule}/try/",
    "sources": "articles/source/",
    "a source": "articles/source/{source}/change/",
    "stories": "articles/story/",
    "a story": "articles/story/{story}/change/",
    "dead links": "/desk/links/",
    "audit log": "audit/event/",
    "people": "accounts/user/",
    "one of the people": "accounts/user/{user}/change/",
    "settings of the site": "site/sitesettings/{settings}/change/",
}
# These are looked at in both themes and both widths; of the others the theme and the width alternate.
WHOLLY = ("an article", "board", "compare", "pictures")
WIDTHS = (390, 1440)
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true })"


def serious(page: Page, within: str = "#content-main, #content, #submit-row") -> list[str]:
    """Return what axe finds of serious and critical weight in our part of the page: the frame is the theme's."""
    context = {"include": [[part.strip()] for part in within.split(",") if page.locator(part.strip()).count()]}
    # Django's two boxes for groups and rights name their signs in a way of their own.
    context["exclude"] = [[".selector"]]
    found = Axe().run(page, context=context).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def frame(page: Page) -> list[str]:
    """Return what axe says of the page's main part, and of the heads of a list, whatever weight it gives them."""
    axe = Axe()
    found = axe.run(page, options={"runOnly": ["landmark-one-main"]}).response["violations"]
    if page.locator("#result_list").count():
        heads = axe.run(page, context="#result_list", options={"runOnly": ["empty-table-header"]})
        found += heads.response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def everything():
    """Make one of each, used by the others; return the numbers for the addresses."""
    picture, author = make_picture(with_files=True), make_author()
    article = make_article(
        headline="A headline that goes on " * 7, published=True, lead_picture=picture,
        tags=[f"Tag {number}" for number in range(10)], authors=[author, *(make_author() for _number in range(4))],
        body=f'<p>Words.</p><cms-picture data-picture="{picture.pk}"></cms-picture><table><tbody><tr><th><p>A</p></th>'
        "<td><p>1</p></td></tr></tbody></table><p>End</p>",
    )  # fmt: skip
    user = User.objects.get()
    commenting.comment(article, "Is it so?", by=user)
    publishing.correct(article, "It was Tuesday.", by=user)
    article.headline, article.body = "Another headline", f"{article.body}<p>More words.</p>"
    article.save()
    make_tag("Energy")
    tag = make_tag("Energies")
    thrown = make_article(headline="Thrown away")
    trash.throw_away(thrown, by=user)
    for state in (Article.State.IN_REVIEW, Article.State.READY):
        make_article(state=state, due_at=minutes_ago(60), planned_for=timezone.localdate(), assigned_to=user)
    publishing.schedule(make_article(), timezone.now() + timedelta(hours=1), by=user)
    redirects.add("/old/", article.live_edition.get_absolute_url(), by=user)
    source = make_outlet(name="The Outlet")
    source.tags.add(tag)
    front = Front.objects.get_or_create(language="en", section=None)[0]
    FrontSlot.objects.create(front=front, place="lead", article=article, position=0)
    return {
        "article": article.pk, "version": article.versions.first().pk, "thrown": thrown.pk, "picture": picture.pk,
        "front": front.pk, "tag": tag.pk, "author": author.pk, "user": user.pk,
        "settings": SiteSettings.objects.get().pk, "rule": ApprovalRule.objects.create(name="Energy desk").pk,
        "source": source.pk, "story": make_story("Snow", source=source).pk,
    }  # fmt: skip


def look(page, address, whole, place):
    """Return what axe finds, and whether something stands beyond the edge."""
    problems = set()
    ways = [(theme, width) for theme in ("light", "dark") for width in WIDTHS]
    # Light and narrow with dark and wide, or the other way round: every page in both themes and widths.
    ways = ways if whole else ([ways[0], ways[3]] if place % 2 else [ways[1], ways[2]])
    answer = page.goto(address)
    assert answer is not None and answer.ok, (address, answer)
    page.evaluate(OPEN_ALL)
    for theme, width in ways:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        problems |= {f"{line} [{theme} {width}]" for line in serious(page)}
        problems |= {f"{line} [{theme} {width}]" for line in frame(page)}
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.add(f"wider than the window [{theme} {width}]")
    return problems


def test_axe_finds_nothing_serious_on_the_desk(desk: Page, live_server):
    numbers, problems = everything(), {}
    for place, (name, path) in enumerate(PAGES.items()):
        path = path.format(**numbers)
        address = live_server.url + (path if path.startswith("/") else f"/admin/{path}")
        if found := look(desk, address, name in WHOLLY, place):
            problems[name] = sorted(found)
    assert problems == {}, "\n".join(f"{name}: {line}" for name, found in problems.items() for line in found)


def test_axe_finds_nothing_serious_where_two_wrote_the_same(page: Page, live_server):
    article, client, desk = make_article(headline="As saved"), Client(), page
    client.force_login(make_user("ada@example.com", is_staff=True, is_superuser=True))
    cookie = client.cookies["sessionid"].value
    desk.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(desk.get_by_role("textbox", name="Body")).to_be_visible()
    claim(article)
    Article.objects.filter(pk=article.pk).update(headline="By a colleague")
    desk.locator("[name=headline]").fill("By Ada")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("group", name="Headline")).to_be_visible()
    assert serious(desk, "#content-main, .desk-conflict") == []


def test_axe_finds_nothing_serious_at_the_door(page: Page, live_server):
    SiteSettings(name="The Lantern").save()
    make_article(published=True)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": 390, "height": 900})
        page.goto(f"{live_server.url}/admin/login/")
        assert serious(page, "body") == []


def test_things_are_called_what_they_are(desk: Page, live_server):
    article = make_article(authors=[make_author(name="Ada Writer")], tags=["Energy"])
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(desk.get_by_role("combobox", name="Tags", exact=True)).to_be_visible()
    expect(desk.get_by_role("combobox", name="Author Ada Writer", exact=True)).to_be_visible()
    # The names of icons are words of a font, not of the desk.
    expect(desk.get_by_role("link", name="Board", exact=True)).to_be_visible()
    expect(desk.get_by_role("link", name="Add another Byline", exact=True)).to_be_visible()
    said = desk.locator("body").aria_snapshot()
    for icon in ("manage_search", "view_kanban", "expand_more", "close_small", "chevron_right"):
        assert icon not in said, icon
