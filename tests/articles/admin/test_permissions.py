"""Who may open what: every address of the desk, each role."""

import pytest
from django.contrib import admin
from django.urls import reverse

from articles.models import Article, PublishedArticle
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_author, make_picture, make_section, make_tag

# What each role may open of the articles' room; the owner opens everything.
OPENS = {
    "nobody": set(),
    "reader": set(),
    "staff": set(),
    "pledge": set(),
    "editor": {
        "article", "picture", "tag", "author", "front", "section", "page", "correction", "partnerfeed",
        "source", "story", "approvalrule",
    },  # fmt: skip
    "chief": {
        "article",
        "picture",
        "tag",
        "author",
        "front",
        "section",
        "page",
        "correction",
        "checklevel",
        "redirect",
        "partnerfeed",
        "source",
        "story",
        "approvalrule",
        "import",
    },
}  # fmt: skip
ADDS = {
    "editor": {"article", "picture", "tag", "author", "source", "story"},
    "chief": {
        "article",
        "picture",
        "tag",
        "author",
        "section",
        "page",
        "front",
        "redirect",
        "partnerfeed",
        "source",
        "story",
        "approvalrule",
        "import",
    },  # fmt: skip
}
MODELS = sorted(model._meta.model_name for model in admin.site._registry if model._meta.app_label == "articles")


def test_nothing_that_readers_get_is_edited():
    assert not admin.site.is_registered(PublishedArticle)
    assert set(MODELS) == OPENS["chief"]


@pytest.mark.parametrize("who", OPENS)
@pytest.mark.parametrize("model", MODELS)
def test_lists_and_new_records(signed_in, who, model):
    client = signed_in(who)
    listed = client.get(reverse(f"admin:articles_{model}_changelist")).status_code
    assert (listed == 200) == (model in OPENS[who]), listed
    added = client.get(reverse(f"admin:articles_{model}_add")).status_code
    assert (added == 200) == (model in ADDS.get(who, set())), added
    assert {listed, added} <= {200, 302, 403}


@pytest.mark.parametrize("who", OPENS)
def test_one_article(signed_in, who):
    client = signed_in(who)
    article = make_article(headline="A secret draft", published=False)
    make_article(published=True)
    for name in ("change", "history", "versions"):
        response = client.get(reverse(f"admin:articles_article_{name}", args=[article.pk]))
        assert (response.status_code == 200) == ("article" in OPENS[who]), name
        if "article" not in OPENS[who]:
            assert "secret" not in response.text
    deleted = client.get(reverse("admin:articles_article_delete", args=[article.pk]))
    assert (deleted.status_code == 200) == (who == "chief")


@pytest.mark.parametrize("who", OPENS)
@pytest.mark.parametrize("what", ["articles", "pictures", "tags"])
def test_choosers(signed_in, who, what):
    make_article(headline="A secret draft", lead_picture=make_picture(title="A secret picture"))
    make_tag("A secret tag")
    client = signed_in(who)
    for query in ({}, {"ids": "1,2,3"}, {"term": "secret"}):
        response = client.get(reverse(f"desk_{what}"), query)
        assert response.status_code == (200 if OPENS[who] else 403)
        assert OPENS[who] or response.json() == {"results": []}
    assert client.post(reverse(f"desk_{what}")).status_code in (403, 405)


@pytest.mark.parametrize("field", ["section", "author"])
def test_the_themes_own_autocomplete(signed_in, field):
    make_section(), make_author()
    model = {"section": "article", "author": "articlebyline"}[field]
    query = {"app_label": "articles", "model_name": model, "field_name": field}
    assert signed_in("pledge").get(reverse("admin:autocomplete"), query).status_code == 403
    assert signed_in("editor").get(reverse("admin:autocomplete"), query).status_code == 200


@pytest.mark.parametrize(("who", "verb"), [("editor", "_withdraw"), ("writer", "_publish"), ("writer", "_correct")])
def test_a_forged_button_is_refused_and_saves_nothing(signed_in, typed, who, verb):
    from django.contrib.auth.models import Group, Permission

    if who == "writer":
        Group.objects.get(name="Editor").permissions.remove(Permission.objects.get(codename="publish_article"))
    client = signed_in("editor")
    article = make_article(headline="Before", published=True)
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert f'name="{verb}"' not in client.get(address).text
    response = client.post(address, typed(headline="After", correction_text="x", **{verb: ""}))
    assert response.status_code == 403
    assert Article.objects.get(pk=article.pk).headline == "Before"
    assert article.live_edition is not None


@pytest.mark.parametrize("who", ["pledge", "editor", "chief"])
def test_the_rest_of_the_desk(signed_in, who):
    SiteSettings.objects.get_or_create(pk=1)
    client = signed_in(who)
    assert client.get(reverse("admin:index")).status_code == 200
    settings = client.get(reverse("admin:site_sitesettings_change", args=[1])).status_code
    assert settings == (200 if who == "chief" else 403)
    people = client.get(reverse("admin:accounts_user_changelist")).status_code
    assert people == (200 if who == "chief" else 403)
    assert client.get(reverse("admin:auth_group_changelist")).status_code == 403
