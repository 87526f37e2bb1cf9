"""A rule is written by a chief, tried by any editor, and switched on where its effect was shown."""

import re

import pytest
from django.urls import reverse

from articles.models import ApprovalRule, RelatedByRule, Source, StoryTag, Tag
from articles.related import likeness
from articles.related.likeness import Near
from newsroom.audit.models import Event
from tests.factories import make_article, make_story

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_approvalrule_add")


def trial(rule):
    return reverse("admin:articles_approvalrule_try", args=[rule.pk])


def change(rule):
    return reverse("admin:articles_approvalrule_change", args=[rule.pk])


def asked(**fields):
    return {"name": "Energy desk", "shared_tags": 1, "least_score": 40, "days": 7, "at_most": 3} | fields


@pytest.fixture
def story(monkeypatch):
    """A story that fits beside an article about energy."""
    source = Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True)
    article = make_article(headline="Prices <b>rise</b>", tags=["Energy"], published=True)
    found = make_story("Cold & dark", source=source, language="en")
    StoryTag.objects.create(story=found, tag=Tag.objects.get(name="Energy"), published_at=found.published_at)
    near = lambda edition, days, at_most: [Near("story", found.pk, 0.8)] * (edition.article_id == article.pk)  # noqa: E731
    monkeypatch.setattr(likeness, "stories_near", near)
    return found


def test_it_works(chief, story):
    response = chief.post(ADD, asked(), follow=True)
    rule = ApprovalRule.objects.get()
    assert response.redirect_chain[-1][0] == trial(rule) and not rule.is_active
    page = response.text
    assert "Looked at the newest 1 article" in page and "1 of them would get stories, " in " ".join(page.split())
    assert "Prices &lt;b&gt;rise&lt;/b&gt;" in page and "Cold &amp; dark" in page and "shares Energy" in page
    assert (
        "From any trusted source; 1 shared tag; likeness 40 of 100; at most 7 days apart; 3 stories per article" in page
    )
    assert not RelatedByRule.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert "is on" in chief.post(trial(rule), {"on": "", "seen": seen}, follow=True).text
    rule.refresh_from_db()
    assert rule.is_active
    assert "is off" in chief.post(trial(rule), {"off": ""}, follow=True).text
    rule.refresh_from_db()
    assert not rule.is_active
    assert {*Event.objects.values_list("verb", flat=True)} >= {"rule.switched_on", "rule.switched_off"}


def test_nobody_switches_on_what_they_have_not_seen(chief, story):
    rule = ApprovalRule.objects.create(name="Energy desk")
    seen = re.search(r'name="seen" value="(\w+)"', chief.get(trial(rule)).text)[1]
    ApprovalRule.objects.update(least_score=0)
    assert "Somebody changed the rule meanwhile" in chief.post(trial(rule), {"on": "", "seen": seen}, follow=True).text
    assert "Somebody changed" in chief.post(trial(rule), {"on": ""}, follow=True).text
    rule.refresh_from_db()
    assert not rule.is_active


def test_a_rule_that_asks_for_something_else_is_off(chief, story):
    rule = ApprovalRule.objects.create(name="Energy desk", is_active=True)
    RelatedByRule.objects.create(article=make_article(), story=story, rule=rule, score=50)
    chief.post(change(rule), asked(name="Renamed", same_language="on"))
    rule.refresh_from_db()
    assert (rule.name, rule.is_active) == ("Renamed", True)
    assert "it is off until you switch it on again" in chief.post(change(rule), asked(days=3), follow=True).text
    rule.refresh_from_db()
    assert (rule.is_active, RelatedByRule.objects.exists()) == (False, False)


def test_only_trusted_sources_are_offered(chief):
    Source.objects.create(name="Trusted one", feed_url="https://a.example/", is_trusted=True)
    stranger = Source.objects.create(name="Any other", feed_url="https://b.example/")
    page = chief.get(ADD).text
    assert "Trusted one" in page and "Any other" not in page
    assert chief.post(ADD, asked(sources=[stranger.pk])).status_code == 200
    assert not ApprovalRule.objects.exists()


def test_an_editor_looks_and_switches_nothing(editor, writer, story):
    rule = ApprovalRule.objects.create(name="Energy desk")
    page = editor.get(trial(rule)).text
    assert "Cold &amp; dark" in page and "A chief editor switches" in page and 'name="on"' not in page
    assert editor.post(trial(rule), {"on": ""}).status_code == 403
    assert writer.get(trial(rule)).status_code == 403
    assert "None of them would get a story" in editor.get(
        trial(ApprovalRule.objects.create(name="Strict", least_score=99))
    ).text  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"), [("days", 0), ("days", 366), ("at_most", 7), ("at_most", 0), ("least_score", 101), ("name", "")]
)
def test_bad_values_are_refused(chief, field, value):
    assert chief.post(ADD, asked(**{field: value})).status_code == 200
    assert not ApprovalRule.objects.exists()


def test_a_rule_is_deleted_with_what_it_approved(chief, story):
    rule = ApprovalRule.objects.create(name="Energy desk")
    RelatedByRule.objects.create(article=make_article(), story=story, rule=rule, score=50)
    chief.post(reverse("admin:articles_approvalrule_delete", args=[rule.pk]), {"post": "yes"})
    assert not ApprovalRule.objects.exists() and not RelatedByRule.objects.exists()


def test_sources_are_a_list_of_boxes_in_the_language_of_the_desk(chief):
    for name, trusted in (("Wire", True), ("Another", True), ("Rumours", False)):
        Source.objects.create(name=name, feed_url=f"https://{name}.example/", is_trusted=trusted)
    page = chief.get(ADD).text
    boxes = re.findall(r'<input type="checkbox" name="sources"[^>]*>\s*([^<]*?)\s*</label>', page)
    assert [name for name in boxes if name] in (["Another", "Wire"], [])
    assert page.count('name="sources"') == 2
    # Django's two panes speak English of what is called in another language.
    assert "SelectFilter" not in page and "selectfilter" not in page


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [("shared_tags", "21", "from 0 to 20"), ("least_score", "half", "from 0 to 100"), ("days", "0", "from 1 to 365"),
     ("at_most", "-1", "from 1 to 6")],
)  # fmt: skip
def test_a_number_out_of_range_is_told_with_the_way_out(chief, field, typed, words):
    sent = {"name": "A rule", "shared_tags": 1, "least_score": 40, "days": 7, "at_most": 3} | {field: typed}
    page = chief.post("/admin/articles/approvalrule/add/", sent).text
    assert f"Write a whole number {words}." in page and not ApprovalRule.objects.exists()
