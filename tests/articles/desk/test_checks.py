"""Each check finds what it is for, in its spot, and leaves what is right alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import checks, publishing
from articles.checks.levels import set_levels
from articles.manuscript import stored
from articles.models import Article, CheckLevel, Page, Redirect, RelatedLink
from newsroom.accounts import roles
from newsroom.audit.models import Event
from tests.factories import make_article, make_author, make_picture, make_section, make_story, make_tag, make_user

pytestmark = pytest.mark.django_db

LONG = "A headline that goes on and on until no search engine in the world shows it"


def found(article, code, moment=None):
    """Return (sentence, spot) of what one check found."""
    return [
        (finding.sentence, finding.spot) for finding in checks.findings(stored(article), moment) if finding.code == code
    ]


def good_article(**fields):
    """An article of which no check says anything."""
    fields = {
        "headline": "The ferry stops", "deck": "Ice on the river.", "lead_picture": make_picture(),
        "authors": [make_author()], "tags": ["Winter"], "body": "<p>The ferry stops.</p>",
    } | fields  # fmt: skip
    return make_article(**fields)


def test_a_good_article_has_no_findings():
    target, other = make_article(published=True), make_article(published=True)
    picture = make_picture()
    article = good_article(
        body=f'<p>See <a data-article="{target.pk}">the story of last year</a>.</p>'
        f'<cms-picture data-picture="{picture.pk}"></cms-picture>'
        f'<cms-read-also data-article="{other.pk}"></cms-read-also>',
        related=[target],
        embargo_until=timezone.now() - timedelta(minutes=1),
        search_headline="The ferry",
    )
    assert checks.findings(stored(article)) == []


@pytest.mark.parametrize(
    ("fields", "code", "sentence", "spot"),
    [
        ({"headline": " "}, "headline", "Write a headline.", "id_headline"),
        ({"body": "<p> </p>"}, "body", "The body is empty: write the article.", "id_body"),
        ({"section": None}, "section", "Choose a section.", "id_section"),
        ({"deck": ""}, "deck", "There is no deck.", "id_deck"),
        ({"lead_picture": None}, "lead_picture", "There is no lead picture.", "id_lead_picture"),
        ({"tags": []}, "tags", "There are no tags.", "id_tags"),
        ({"authors": []}, "byline", "Nobody is named in the byline.", "bylines-group"),
        ({"headline": LONG}, "search_headline", "The headline has 75 characters", "id_search_headline"),
        ({"search_headline": LONG}, "search_headline", "The headline for search engines has 75", "id_search_headline"),
        ({"social_headline": "x" * 101}, "social", "has 101 characters", "id_social_headline"),
        ({"social_description": "x" * 201}, "social", "has 201 characters", "id_social_description"),
    ],
)
def test_what_is_missing_or_too_long(fields, code, sentence, spot):
    assert found(good_article(), code) == []
    [(said, place)] = found(good_article(**fields), code)
    assert sentence in said and place == spot


def test_a_long_headline_with_a_short_one_for_search_engines_is_fine():
    assert found(good_article(headline=LONG, search_headline="Short"), "search_headline") == []


def test_internal_tags_are_no_tags_for_readers():
    make_tag("Check with lawyer", is_internal=True)
    assert "internal" in found(good_article(tags=["Check with lawyer"]), "tags")[0][0]


@pytest.mark.parametrize("words", ["Paid TK hryvnias", "TKTK", "a name (TK)", "TK.", "за ТК гривень", "сума: ТКТК"])
def test_marks_of_what_is_to_come(words):
    assert found(good_article(headline=words), "tk")[0][1] == "id_headline"
    article = good_article(body=f"<p>One.</p><h2>{words}</h2>")
    assert [spot for _said, spot in found(article, "tk")] == ["body:1"]


@pytest.mark.parametrize(
    "words", ["the TKACZ family", "tk", "Tk", "ATK", "a TK-421 radio", "ТКАЧ", "XXX congress", "T K"]
)
def test_words_that_only_look_like_marks(words):
    assert found(good_article(headline=words, body=f"<p>{words}</p>"), "tk") == []


def test_marks_in_captions_footnotes_and_the_lead():
    picture = make_picture()
    article = good_article(
        lead_caption="The line at TK",
        body=f'<p>x<cms-footnote data-text="Source TK"></cms-footnote></p>'
        f'<cms-picture data-picture="{picture.pk}" data-caption="By TK"></cms-picture>',
    )
    assert [spot for _said, spot in found(article, "tk")] == ["id_lead_caption", "body:0", "body:1"]


def test_pictures_without_alt_text_or_credit():
    lead = make_picture(title="Tower", alt=" ", credit="")
    bare, whole = make_picture(title="Bare", alt="", credit=""), make_picture()
    body = (
        f'<p>x</p><cms-picture data-picture="{whole.pk}"></cms-picture>'
        f'<cms-gallery data-pictures="{whole.pk},{bare.pk},{lead.pk}"></cms-gallery>'
        f'<cms-picture data-picture="{bare.pk}"></cms-picture>'
    )
    article = good_article(lead_picture=lead, body=body)
    assert found(article, "alt") == [
        ("The lead picture “Tower” has no alt text.", "id_lead_picture"),
        ("The picture “Bare” has no alt text.", "body:2"),
    ]
    assert [spot for _said, spot in found(article, "credit")] == ["id_lead_picture", "body:2"]


def test_a_picture_that_is_gone():
    [(said, spot)] = found(good_article(body='<p>x</p><cms-picture data-picture="999"></cms-picture>'), "picture_gone")
    assert "999" in said and spot == "body:1"


def test_links_to_articles_that_readers_cannot_open():
    live, withdrawn = make_article(published=True), make_article(published=True, headline="Taken back")
    publishing.withdraw(withdrawn)
    trashed = make_article(published=True, headline="Thrown away")
    Article.objects.filter(pk=trashed.pk).update(trashed_at=timezone.now())
    draft = make_article(headline="Half written")
    later = make_article(headline="For Monday")
    publishing.schedule(later, timezone.now() + timedelta(days=1))
    article = good_article(
        body=f'<p>See <a data-article="{live.pk}">one</a>, <a data-article="{draft.pk}">two</a>.</p>'
        f'<cms-read-also data-article="{withdrawn.pk}"></cms-read-also>'
        f'<p><a data-article="{trashed.pk}">three</a></p>'
        f'<cms-read-also data-article="{later.pk}"></cms-read-also>'
        f'<cms-read-also data-article="987654"></cms-read-also>',
    )
    said = found(article, "link_target")
    assert said == [
        ("“Half written” is not published: readers see no link.", "body:0"),
        ("“Taken back” was withdrawn: readers see no link.", "body:1"),
        ("“Thrown away” is in the trash: readers see no link.", "body:2"),
        ("“For Monday” is scheduled for later: readers see no link.", "body:3"),
        ("The article with the number 987654 is gone: readers see no link.", "body:4"),
    ]
    two_days_on = [spot for _said, spot in found(article, "link_target", timezone.now() + timedelta(days=2))]
    assert "body:3" not in two_days_on


def test_an_article_that_leads_to_itself():
    article = good_article()
    Article.objects.filter(pk=article.pk).update(body=f'<cms-read-also data-article="{article.pk}"></cms-read-also>')
    article.refresh_from_db()
    assert "itself" in found(article, "link_target")[0][0]


def test_related_news_that_readers_cannot_open():
    live, draft = make_article(published=True), make_article(headline="Half written")
    article = good_article(related=[live, draft])
    RelatedLink.objects.create(article=article, story=make_story("Snow"), position=2)
    [(said, spot)] = found(article, "related")
    assert "Half written" in said and spot == "related_links-1"


def test_related_stories_that_readers_do_not_see():
    gone, hidden = make_story("Ice", gone_at=timezone.now()), make_story("Snow", is_hidden=True)
    article = good_article(related=[make_story("Rain"), gone, hidden])
    said = found(article, "related")
    assert ["“Ice” is gone" in said[0][0], "“Snow” was hidden" in said[1][0]] == [True, True]
    assert [spot for _said, spot in said] == ["related_links-1", "related_links-2"]


def test_related_news_that_repeats_the_text_or_itself():
    card, linked = make_article(published=True, headline="A card"), make_article(published=True)
    wire, copy = make_story("Wire", title_key="same"), make_story("Wire again", title_key="same")
    body = f'<p><a data-article="{linked.pk}">x</a></p><cms-read-also data-article="{card.pk}"></cms-read-also>'
    article = good_article(body=body, related=[linked, card, wire, copy, linked])
    assert [spot for _said, spot in found(article, "related_twice")] == [f"related_links-{at}" for at in (1, 3, 4)]
    assert "“A card” stands in the text" in found(article, "related_twice")[0][0]


def test_more_related_news_than_readers_see():
    article = good_article(related=[make_story() for _number in range(6)])
    assert found(article, "related_many") == []
    RelatedLink.objects.create(article=article, story=make_story(), position=6)
    [(said, spot)] = found(article, "related_many")
    assert "7 lines: readers see the first 6" in said and spot == "related_links-6"


def test_typed_addresses_of_this_site(settings):
    there = make_article(published=True, headline="There")
    gone = make_article(published=True)
    address = gone.live_edition.get_absolute_url()
    publishing.withdraw(gone)
    make_section(slug="border")
    Page.objects.create(title="About", slug="about", is_live=True)
    Page.objects.create(title="Hidden", slug="hidden")
    Redirect.objects.create(old_path="/old/story.html", new_path="/about/")
    own = settings.SITE_URL
    good = [
        there.live_edition.get_absolute_url(), f"{own}{there.live_edition.get_absolute_url()}?utm=x#a", "/about/",
        "/about", "/section/border/", "/old/story.html", "/", "/search/?q=x", own, "https://other.example/nowhere/",
        "/archive/", f"/lite{there.live_edition.get_absolute_url()}", "mailto:a@b.example", "/media/pictures/x.webp",
    ]  # fmt: skip
    dead = [
        address,
        f"{own}/nothing/here/",
        "/hidden/",
        "/section/nowhere/",
        "/uk/about/",
        "/tag/nothing/",
        "//x",
        "/2021/",
    ]

    def body(addresses):
        return "".join(f'<p><a href="{each}">some words</a></p>' for each in addresses)

    assert found(good_article(body=body(good)), "own_address") == []
    spots = [spot for _said, spot in found(good_article(body=body(dead)), "own_address")]
    assert spots == ["body:0", "body:1", "body:2", "body:3", "body:4", "body:5"]


def test_links_without_words():
    article = good_article(
        body='<p><a href="https://a.example/"> </a>x</p><p><a href="https://a.example/">Click here!</a></p>'
        '<p><a href="https://a.example/">Тут</a></p><p><a href="https://a.example/">the report</a></p>'
    )
    assert [spot for _said, spot in found(article, "link_words")] == ["body:0", "body:1", "body:2"]


def test_an_embargo():
    until = timezone.now() + timedelta(hours=5)
    article = good_article(embargo_until=until, embargo_source="The court")
    [(said, spot)] = found(article, "embargo")
    assert "The court" in said and "Europe/Kyiv" in said and spot == "id_embargo_until"
    assert found(article, "embargo", until - timedelta(minutes=1)) != []
    assert found(article, "embargo", until) == []


@pytest.mark.parametrize("many", [3, 30])
def test_the_same_queries_however_much_there_is(many):
    targets = [make_article(published=True, headline=f"T {number}") for number in range(many)]
    body = "".join(
        f'<cms-picture data-picture="{make_picture().pk}"></cms-picture><cms-read-also data-article="{each.pk}">'
        f'</cms-read-also><p><a href="{each.live_edition.get_absolute_url()}">typed</a> <a href="/about/">x</a></p>'
        for each in targets
    )
    article = good_article(body=body, related=targets, authors=[make_author() for _each in range(3)], tags=["a", "b"])
    article = Article.objects.get(pk=article.pk)
    with CaptureQueriesContext(connection) as queries:
        checks.findings(stored(article))
    assert len(queries) == 6


def test_hostile_text_stands_in_sentences_as_it_is():
    article = good_article(headline="\u202eTK <b onclick=x>", body="<p>TK" + "x" * 10_000 + "</p>", deck="TK 🚢")
    assert len(found(article, "tk")) == 2


def test_levels_have_defaults_and_can_be_changed():
    article = good_article(deck="", tags=[])
    by = make_user()
    assert {finding.code: finding.level for finding in checks.findings(stored(article))} == {
        "deck": "warns", "tags": "warns",
    }  # fmt: skip
    assert set_levels({"tags": "blocks", "deck": "off", "nonsense": "off", "alt": "loud"}, by=by) == ["deck", "tags"]
    assert [(finding.code, finding.level) for finding in checks.findings(stored(article))] == [("tags", "blocks")]
    assert Event.objects.filter(verb="check.level_changed").count() == 2
    assert set_levels({"tags": "blocks"}, by=by) == []


@pytest.mark.parametrize("code", ["headline", "section", "body"])
def test_what_no_page_stands_without_always_blocks(code):
    set_levels({code: "off"})
    CheckLevel.objects.create(code=code, level="off")
    article = good_article(headline="", section=None, body="")
    assert code in [finding.code for finding in checks.findings(stored(article)) if finding.blocks]


def test_what_blocks_stands_first():
    set_levels({"related": "blocks"})
    article = good_article(deck="", related=[make_article()])
    assert [finding.code for finding in checks.findings(stored(article))] == ["related", "deck"]


def test_publishing_is_refused_by_what_blocks():
    set_levels({"tags": "blocks"})
    article, editor = good_article(tags=[], deck=""), make_user()
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(article, by=editor)
    assert refused.value.sentences == ["There are no tags."]
    with pytest.raises(publishing.NotReady):
        publishing.schedule(article, timezone.now() + timedelta(days=1), by=editor)
    article.tags.add("Winter")
    assert publishing.publish(article, by=editor).headline == article.headline


def test_an_embargo_holds_for_everybody_and_for_the_moment_of_a_schedule():
    until = timezone.now() + timedelta(days=2)
    article = good_article(embargo_until=until)
    for by in (None, make_user()):
        with pytest.raises(publishing.NotReady, match="embargo"):
            publishing.publish(article, by=by)
        with pytest.raises(publishing.NotReady, match="embargo"):
            publishing.schedule(article, until - timedelta(hours=1), by=by)
    publishing.schedule(article, until + timedelta(minutes=1), by=make_user())
    set_levels({"embargo": "warns"})
    publishing.publish(article, by=make_user())


def test_imports_are_not_stopped_by_style():
    set_levels({"tags": "blocks", "alt": "blocks", "byline": "blocks"})
    article = make_article()
    assert publishing.publish(article).headline == article.headline


def test_a_writer_learns_no_headline_of_a_draft_that_is_not_theirs():
    writer = make_user("wanda@example.com", is_staff=True)
    writer.groups.add(Group.objects.get(name=roles.WRITER))
    secret, own = make_article(headline="Secret draft"), make_article(headline="Own draft", created_by=writer)
    body = f'<p><a data-article="{secret.pk}">one</a> and <a data-article="{own.pk}">two</a></p>'
    article = good_article(body=body, created_by=writer, related=[secret])
    said = {finding.sentence for finding in checks.findings(stored(article), reader=writer)}
    assert f"The article with the number {secret.pk} is not published: readers see no link." in said
    assert "“Own draft” is not published: readers see no link." in said
    assert "Secret" not in " ".join(said)
    assert "Secret" in " ".join(finding.sentence for finding in checks.findings(stored(article)))
