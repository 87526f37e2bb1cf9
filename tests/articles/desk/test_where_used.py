"""What is in use says where, and is not deleted."""

import pytest
from django.contrib.admin.sites import site
from django.urls import reverse
from django.utils import timezone

from articles import references, trash
from articles.models import ApprovalRule, Article, Front, FrontSlot, Page, RelatedByRule
from articles.uses import COUNTED_AT_MOST, NAMED_AT_MOST, uses_of
from tests.articles.admin.conftest import chief, editor, signed_in  # noqa: F401
from tests.factories import make_article, make_author, make_picture, make_section, make_story, make_tag

pytestmark = pytest.mark.django_db


def named(target):
    return {(str(use.record), use.state) for group in uses_of(target) for use in group.named}


def kept(article):
    references.keep(article)
    return article


def test_an_article_says_who_names_it():
    target = make_article(headline="Target")
    link = f'<p><a data-article="{target.pk}">x</a></p>'
    kept(make_article(headline="Linker", body=link))
    kept(make_article(headline="Card", body=f'<cms-read-also data-article="{target.pk}"></cms-read-also>'))
    make_article(headline="Related", related=[target])
    kept(make_article(headline="Thrown", body=link, trashed_at=timezone.now()))
    make_article(headline="Public", body=link, published=True)
    kept(Page.objects.create(title="About", slug="about", language="en", body=link, is_live=True))
    target.body = link
    kept(target)
    FrontSlot.objects.create(front=Front.objects.get_or_create(language="en", section=None)[0], article=target)
    assert named(target) == {
        ("Linker", "Draft"), ("Card", "Draft"), ("Related", "Draft"), ("Thrown", "In the trash"),
        ("Public", "Published"), ("About", "Public"), ("English", ""),
    }  # fmt: skip
    assert not uses_of(make_article())


def test_what_is_used_is_not_deleted_and_the_page_says_why(chief):  # noqa: F811
    target, picture = make_article(headline="Target"), make_picture()
    body = f'<p><a data-article="{target.pk}">x</a></p><cms-picture data-picture="{picture.pk}"></cms-picture>'
    user = kept(make_article(headline="<b>User</b>", body=body))
    trash.throw_away(target)
    address = reverse("admin:articles_article_change", args=[user.pk])
    for kind, record in (("article", target), ("picture", picture)):
        answer = chief.post(reverse(f"admin:articles_{kind}_delete", args=[record.pk]), {"post": "yes"})
        assert f'<a href="{address}">&lt;b&gt;User' in answer.text
        assert type(record).objects.filter(pk=record.pk).exists()
        form = chief.get(reverse(f"admin:articles_{kind}_change", args=[record.pk]))
        assert "Used in" in form.text and address in form.text


def test_a_picture_is_used_by_old_versions_of_nothing_but_by_its_every_place():
    lead, social, portrait, beside = (make_picture() for _ in range(4))
    make_article(headline="A", lead_picture=lead, social_picture=social)
    make_author(name="Ada", portrait=portrait)
    make_story("Snow", own_picture=beside)
    assert named(lead) == named(social) == {("A", "Draft")}
    assert named(beside) == {("Snow", "")}
    assert named(portrait) == {("Ada", "")}


def test_a_story_says_who_chose_it_or_got_it_by_a_rule():
    story = make_story("Snow")
    make_article(headline="Chose it", related=[story])
    public = make_article(headline="Shows it", related=[story], published=True)
    public.related_links.all().delete()
    rule = ApprovalRule.objects.create(name="Weather")
    RelatedByRule.objects.create(article=make_article(headline="By rule"), story=story, rule=rule, score=50)
    assert named(story) == {("Chose it", "Draft"), ("Shows it", "Published"), ("By rule", "Draft")}
    assert not uses_of(make_story())


def test_many_uses_are_counted_no_further_than_said(monkeypatch, django_assert_max_num_queries):
    tag, author, section = make_tag("T"), make_author(), make_section(name="S", slug="s")
    articles = [make_article(tags=["T"], authors=[author], section=section) for _ in range(NAMED_AT_MOST + 3)]
    for target in (tag, author, section):
        with django_assert_max_num_queries(5):
            (group,) = uses_of(target)
        assert (group.count, len(group.named), group.more) == (len(articles), NAMED_AT_MOST, False)
    monkeypatch.setattr("articles.uses.COUNTED_AT_MOST", 10)
    (group,) = uses_of(tag)
    assert (group.count, group.more) == (10, True)
    assert COUNTED_AT_MOST == 500


def test_the_panel_is_for_who_may_see_articles(signed_in):  # noqa: F811
    assert site.is_registered(Article)
    address = reverse("admin:articles_article_change", args=[make_article().pk])
    assert "Used in" in signed_in("editor").get(address).text
    assert signed_in("pledge").get(address).status_code == 403
