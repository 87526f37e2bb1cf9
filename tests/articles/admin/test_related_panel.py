"""Related news in the article's form: lines as cards, what is suggested, found, fetched and banned there."""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import trash
from articles.models import ApprovalRule, Article, RelatedBan, RelatedByRule, RelatedLink, Source, Story, StoryTag
from tests.articles.admin.conftest import management
from tests.factories import make_article, make_picture, make_section, make_story, make_tag

pytestmark = pytest.mark.django_db
SEARCH, ADDRESS = reverse("desk_related_search"), reverse("desk_related_address")
STRANGE = ["\0", "x" * 10_000, "🧨", "مرحبا", "<script>alert(1)</script>", "%00", "' OR 1=1 --"]


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def offers(article=None):
    name = "admin:articles_article_related"
    return reverse(name, args=[article.pk]) if article else reverse(f"{name}_new")


def never(article, verb="ban"):
    return reverse(f"desk_related_{verb}", args=[article.pk])


def lines_of(*targets, first=0):
    """What the browser sends for chosen lines, none of them stored."""
    sent = management("related_links", first + len(targets), first)
    for place, target in enumerate(targets, first):
        kind = "story" if isinstance(target, Story) else "target"
        sent |= {f"related_links-{place}-{kind}": target.pk, f"related_links-{place}-position": place}
    return sent


# The chosen lines


def test_lines_are_cards_with_what_is_wrong_with_them(editor):
    source = Source.objects.create(name="North Wire", feed_url="https://wire.example/")
    shown = make_article(headline="Shown", published=True, section=make_section(name="Energy", slug="energy"))
    draft, thrown = make_article(headline="Half written"), make_article(headline="Thrown")
    trash.throw_away(thrown)
    story = make_story("Snow", source=source, own_picture=make_picture())
    gone, hidden = make_story("Ice", gone_at=timezone.now()), make_story("Rain", is_hidden=True)
    article = make_article(related=[shown, draft, thrown, story, gone, hidden])
    page = editor.get(change(article)).text
    panel = page.split('data-related="related_links"')[1]
    for words in ("Energy · ", "North Wire · ", "is not published", "in the trash", "gone from its site", "was hidden"):
        assert words in panel
    assert panel.count("data-unseen") == 4 and "desk-thumb" in panel
    assert f'name="related_links-3-story" value="{story.pk}"' in panel


def test_what_readers_do_not_get_to_is_marked(editor):
    hidden = make_story("Rain", is_hidden=True)
    article = make_article(related=[hidden, *(make_story(f"Story {number}") for number in range(7))])
    panel = editor.get(change(article)).text
    marked = [part.split("</li>")[0] for part in panel.split('<li class="desk-related-line')[1:]]
    assert ["desk-related-over" in part.split(">")[0] for part in marked[:8]] == [False] * 7 + [True]


def test_the_switch_stands_in_the_panel_and_is_saved(editor, typed):
    article = make_article()
    page = editor.get(change(article)).text
    assert page.count('name="shows_related"') == 1
    assert 'name="shows_related"' in page.split('data-related="related_links"')[1]
    editor.post(change(article), typed())  # a box that is not ticked is not sent
    article.refresh_from_db()
    assert article.shows_related is False


def test_lines_are_saved_put_in_order_pinned_and_removed(editor, typed):
    one, two, three = make_article(published=True), make_story("Snow"), make_story("Ice")
    article = make_article(related=[one, two])
    first, second = article.related_links.order_by("position")
    sent = lines_of(three, first=2) | {
        "related_links-0-id": first.pk, "related_links-0-target": one.pk, "related_links-0-DELETE": "on",
        "related_links-1-id": second.pk, "related_links-1-story": two.pk, "related_links-1-position": 1,
        "related_links-2-position": 0, "related_links-2-is_pinned": "on",
    }  # fmt: skip
    assert editor.post(change(article), typed(**sent)).status_code == 302
    found = article.related_links.order_by("position").values_list("story", "is_pinned")
    assert list(found) == [(three.pk, True), (two.pk, False)]


def test_a_story_that_went_meanwhile_is_said_and_nothing_typed_is_lost(editor, typed):
    story, kept = make_story("Snow"), make_story("Stays")
    sent = lines_of(story, kept)
    story.delete()
    response = editor.post(reverse("admin:articles_article_add"), typed(headline="Typed words", **sent))
    assert "The story of this line is gone: remove the line." in response.text
    assert "Typed words" in response.text and "Stays" in response.text
    hidden = make_story("Rain", is_hidden=True)
    assert "“Rain” was hidden" in editor.post(reverse("admin:articles_article_add"), typed(**lines_of(hidden))).text
    assert not Article.objects.exists()


def test_a_line_chosen_before_it_was_hidden_stays_until_somebody_removes_it(editor, typed):
    story = make_story("Snow")
    article = make_article(related=[story])
    Story.objects.update(is_hidden=True)
    line = article.related_links.get()
    sent = management("related_links", 1, 1) | {
        "related_links-0-id": line.pk, "related_links-0-story": story.pk, "related_links-0-position": 0,
    }  # fmt: skip
    assert editor.post(change(article), typed(**sent)).status_code == 302
    assert article.related_links.count() == 1


def test_a_number_is_no_way_to_a_strangers_draft(writer, typed):
    secret = make_article(headline="A secret draft")
    mine = make_article(created_by=writer.user)
    response = writer.post(change(mine), typed(**lines_of(secret)))
    assert f"There is no article {secret.pk} that you may choose." in response.text
    assert "A secret draft" not in response.text and not RelatedLink.objects.exists()
    public = make_article(headline="As readers have it", published=True)
    Article.objects.filter(pk=public.pk).update(headline="A secret change")
    assert writer.post(change(mine), typed(**lines_of(public))).status_code == 302
    page = writer.get(change(mine)).text
    assert "As readers have it" in page and "A secret change" not in page


def test_who_only_reads_sees_the_lines_and_no_buttons(signed_in):
    article = make_article(related=[make_story("Snow")])
    page = signed_in("pictures").get(change(article)).text
    assert "Snow" in page and 'name="related_links-0-story"' not in page
    assert "data-offers-url" not in page and "data-blank" not in page


def test_many_lines_cost_no_more(editor, typed):
    def cost(article):
        lines = article.related_links.order_by("position")
        sent = management("related_links", len(lines), len(lines))
        for place, line in enumerate(lines):
            sent |= {f"related_links-{place}-id": line.pk, f"related_links-{place}-position": place}
            sent |= {f"related_links-{place}-target": line.target_id or ""}
            sent |= {f"related_links-{place}-story": line.story_id or ""}
        with CaptureQueriesContext(connection) as shown:
            editor.get(change(article))
        with CaptureQueriesContext(connection) as offered:
            assert editor.post(offers(article), typed(**sent)).status_code == 200
        return len(shown), len(offered)

    def chosen(count):
        own = [make_article(published=True, lead_picture=make_picture()) for _number in range(count)]
        return make_article(related=[*own, *(make_story(own_picture=make_picture()) for _number in range(count))])

    cost(chosen(1))
    assert cost(chosen(2)) == cost(chosen(15))


# What is suggested


def test_suggestions_for_what_is_typed(editor, typed):
    make_article(headline="On peat", tags=["Peat"], published=True)
    article = make_article()
    assert "Nothing like it was found" in editor.post(offers(article), typed()).text
    answer = editor.post(offers(article), typed(tags=["Peat"]))
    assert "On peat" in answer.text and "shares Peat; " in answer.text
    assert never(article) in answer.text
    new = editor.post(offers(), typed(tags=["Peat"]))
    assert "On peat" in new.text and "data-never" not in new.text
    chosen = lines_of(Article.objects.get(headline="On peat"))
    assert "On peat" not in editor.post(offers(article), typed(tags=["Peat"], **chosen)).text
    assert not Article.objects.get(pk=article.pk).tags.exists()
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_rules_added_and_what_is_banned_is_listed(editor, typed):
    article = make_article(published=True)
    source = Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True)
    rule = ApprovalRule.objects.create(name="Energy <desk>", is_active=True)
    by_rule, chosen = make_story("By the rule", source=source), make_story("Chosen since", source=source)
    for story in (by_rule, chosen):
        RelatedByRule.objects.create(article=article, story=story, rule=rule, score=50)
    RelatedBan.objects.create(article=article, story=make_story("Never again"))
    page = editor.post(offers(article), typed(**lines_of(chosen))).text
    assert "added by the rule “Energy &lt;desk&gt;”" in page and "By the rule" in page
    assert "Never again" in page and "Allow again" in page
    assert "Chosen since" not in page


def test_what_rules_added_is_not_suggested_too(editor, typed):
    article = make_article(published=True)
    source = Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True)
    rule = ApprovalRule.objects.create(name="Energy", is_active=True)
    story = make_story("Peat is cut by the rule", source=source)
    StoryTag.objects.create(story=story, tag=make_tag("Peat"), published_at=story.published_at)
    assert editor.post(offers(article), typed(tags=["Peat"])).text.count(">Peat is cut by the rule<") == 1
    RelatedByRule.objects.create(article=article, story=story, rule=rule, score=50)
    page = editor.post(offers(article), typed(tags=["Peat"])).text
    assert page.count(">Peat is cut by the rule<") == 1 and "added by the rule" in page


def test_queries_of_the_panel_do_not_grow(editor, typed):
    article = make_article(tags=["Peat"])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert editor.post(offers(article), typed(tags=["Peat"])).status_code == 200
        return len(queries)

    def fill(count):
        for number in range(count):
            make_article(headline=f"On peat {number}", tags=["Peat"], published=True, lead_picture=make_picture())
            RelatedBan.objects.create(article=article, story=make_story())

    fill(3)
    cost()
    few = cost()
    fill(27)
    # Most of them read the form.
    assert cost() == few <= 39


# Never


def test_banning_and_undoing(editor, typed):
    make_tag("Peat")
    article, story = make_article(tags=["Peat"]), make_story("Snow <b>")
    other = make_article(headline="On peat", tags=["Peat"], published=True)
    answer = editor.post(never(article), {"kind": "story", "number": story.pk})
    assert "Never with this article: “Snow &lt;b&gt;”." in answer.text
    editor.post(never(article), {"kind": "article", "number": other.pk})
    page = editor.post(offers(article), typed(tags=["Peat"])).text
    assert "Nothing like it was found" in page and page.count("Allow again") == 2
    assert editor.post(never(article, "lift"), {"kind": "article", "number": other.pk}).status_code == 204
    assert "shares Peat" in editor.post(offers(article), typed(tags=["Peat"])).text


def test_who_may_not_write_it_bans_nothing_there(writer, signed_in):
    theirs, mine, story = make_article(), make_article(created_by=writer.user), make_story()
    assert writer.post(never(theirs), {"kind": "story", "number": story.pk}).status_code == 403
    assert writer.post(never(mine), {"kind": "story", "number": story.pk}).status_code == 200
    # Numbers of others' drafts say nothing.
    secret = make_article(headline="A secret draft")
    assert writer.post(never(mine), {"kind": "article", "number": secret.pk}).status_code == 404
    assert writer.post(never(mine), {"kind": "article", "number": 999_999}).status_code == 404
    assert signed_in("pictures").post(never(mine), {"kind": "story", "number": story.pk}).status_code == 403
    assert writer.get(never(mine)).status_code == 405
    assert RelatedBan.objects.count() == 1


def test_no_step_of_the_headings_is_left_out(editor, typed):
    make_story("Snow at sea")
    article = make_article(headline="Snow", tags=["Weather"])
    page = editor.get(change(article)).text
    steps = [int(step) for step in re.findall(r"<h([1-6])[ >]", page)]
    assert all(later <= sooner + 1 for sooner, later in pairwise(steps)), steps
    assert re.search(r"<summary><h2>\s*Related news", page)
    # Below the panel's own.
    assert set(re.findall(r"<h([1-6])", editor.get(SEARCH, {"q": "snow"}).text)) == {"3"}
