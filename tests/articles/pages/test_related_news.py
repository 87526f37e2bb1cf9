"""Related news below an article: what is chosen, approved or alike, each once, and never what must not be there."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from lxml import html

from articles import publishing
from articles.models import RelatedBan, RelatedLink
from articles.origin import absolute
from newsroom.site.models import SiteSettings
from tests.articles.machines.conftest import json_ld
from tests.factories import (
    approve_by_rule,
    make_article,
    make_outlet,
    make_picture,
    make_section,
    make_story,
    minutes_ago,
    storable,
)  # fmt: skip

pytestmark = pytest.mark.django_db

LIST = "//section[@aria-labelledby='rel-h']"
HOSTILE = "</script><script>alert(1)</script> &amp; <b>bold</b> \u202e \x00 🦊"


def open_page(client, article, place=""):
    response = client.get(place + article.live_edition.get_absolute_url())
    assert response.status_code == 200
    return html.fromstring(response.content)


def titles(page):
    return [link.text for link in page.xpath(f"{LIST}//h3/a")]


def beside(page):
    return page.xpath("//aside[@class='a-side']//h3/a/text()")


def choose(article, thing, position=0, pinned=False):
    kind = "target" if thing._meta.model_name == "article" else "story"
    return RelatedLink.objects.create(article=article, position=position, is_pinned=pinned, **{kind: thing})


def test_it_works(client):
    SiteSettings(name="The Lantern").save()
    source = make_outlet(name="Danube Ledger")
    default_storage.save("related/icons/ledger.png", ContentFile(b"png"))
    source.icon = "related/icons/ledger.png"
    source.save()
    far = make_story(
        "Ice on the Danube", source=source, url="https://ledger.example/ice?a=1&b=2", excerpt="It is <thick> & wide.",
        published_at=datetime(2026, 3, 4, 8, 30, tzinfo=UTC), language="en", thumbnail="related/ice.webp",
        thumbnail_width=640, thumbnail_height=400,
    )  # fmt: skip
    near = make_article(published=True, headline="The ferry stops early", deck="By order.", lead_picture=make_picture())
    page = open_page(client, make_article(published=True, related=[far, near]))
    first, second = page.xpath(f"{LIST}//article")

    link = first.find(".//a")
    assert (link.text, link.get("href")) == ("Ice on the Danube", "https://ledger.example/ice?a=1&b=2")
    assert (link.get("rel"), link.get("referrerpolicy")) == ("noopener external", "strict-origin")
    assert "(on another site)" in link.text_content()
    assert first.xpath(".//p[@class='dek-s']/text()") == ["It is <thick> & wide."]
    assert first.xpath(".//p[@class='meta']/b/text()") == ["Danube Ledger"]
    assert first.xpath(".//time/@datetime") == ["2026-03-04T10:30:00+02:00"]
    thumb, icon = first.xpath(".//img")
    assert dict(thumb.attrib) == {
        "src": "/media/related/ice.webp", "alt": "", "width": "640", "height": "400", "loading": "lazy",
        "decoding": "async",
    }  # fmt: skip
    assert icon.get("src") == "/media/related/icons/ledger.png" and icon.get("width") == icon.get("height") == "16"

    link = second.find(".//a")
    assert link.get("href") == near.live_edition.get_absolute_url()
    assert link.get("rel") is None and "another site" not in link.text_content()
    assert second.xpath(".//p[@class='meta']/b/text()") == ["The Lantern"]
    assert second.xpath(".//img/@width") == ["480"] and second.xpath(".//img/@loading") == ["lazy"]


def test_the_order_is_pins_then_choices_then_rules(client):
    source = make_outlet()
    article = make_article()
    choose(article, make_story("Chosen first"), 0)
    choose(article, make_article(published=True, headline="Chosen second"), 1)
    choose(article, make_story("Pinned second"), 3, pinned=True)
    choose(article, make_article(published=True, headline="Pinned first"), 2, pinned=True)
    approve_by_rule(article, make_story("Rule likest", source=source), make_story("Rule less", source=source))
    publishing.publish(article)
    page = open_page(client, article)
    assert titles(page) == [
        "Pinned first", "Pinned second", "Chosen first", "Chosen second", "Rule likest", "Rule less",
    ]  # fmt: skip


def test_six_at_most(client):
    article = make_article(related=[make_story() for _each in range(5)])
    approve_by_rule(article, *[make_story(source=make_outlet()) for _each in range(5)])
    publishing.publish(article)
    assert len(titles(open_page(client, article))) == 6


def test_what_a_rule_put_there_is_vouched_for_by_nobody(client):
    source = make_outlet()
    both = make_story("Both", source=source)
    article = make_article(published=True, related=[both])
    approve_by_rule(article, both, make_story("By rule", source=source))
    rels = {link.text: link.get("rel") for link in open_page(client, article).xpath(f"{LIST}//h3/a")}
    assert rels == {"Both": "noopener external", "By rule": "noopener external nofollow"}


@pytest.mark.parametrize("reason", ["banned", "rule is off", "source not trusted", "hidden", "gone", "no source"])
def test_what_a_rule_approved_goes_at_once(client, reason):
    source = make_outlet()
    story = make_story("By rule", source=source)
    article = make_article(published=True)
    (row,) = approve_by_rule(article, story)
    assert titles(open_page(client, article)) == ["By rule"]
    if reason == "banned":
        RelatedBan.objects.create(article=article, story=story)
    elif reason == "rule is off":
        row.rule.is_active = False
        row.rule.save()
    elif reason == "source not trusted":
        source.is_trusted = False
        source.save()
    elif reason == "no source":
        story.source = None
    elif reason == "hidden":
        story.is_hidden = True
    else:
        story.gone_at = minutes_ago(1)
    story.save()
    assert titles(open_page(client, article)) == []


def test_a_rule_for_another_article_is_none_for_this_one(client):
    approve_by_rule(make_article(published=True), make_story(source=make_outlet()))
    source = make_outlet()
    article = make_article(published=True)
    approve_by_rule(article, make_story("Mine", source=source))
    assert titles(open_page(client, article)) == ["Mine"]


@pytest.mark.parametrize("fields", [{"is_hidden": True}, {"gone_at": minutes_ago(1)}])
def test_chosen_stories_that_are_hidden_or_gone(client, fields):
    gone, here = make_story("Goneword", **fields), make_story("Here")
    article = make_article(published=True, related=[gone, here])
    for place in ("", "/lite", "/print"):
        text = open_page(client, article, place).text_content()
        assert "Here" in text and "Goneword" not in text


def test_the_article_itself_is_never_there(client):
    article = make_article(slug="itself", canonical_url="https://first.example/itself")
    RelatedLink.objects.create(article=article, target=article)
    publishing.publish(article)
    own = article.live_edition.get_absolute_url()
    for position, url in enumerate([absolute(own), "https://first.example/itself"]):
        choose(article, make_story("The same text", url=url), position)
    choose(article, make_story("Another"), 5)
    publishing.publish(article)
    assert titles(open_page(client, article)) == ["Another"]


def test_nothing_that_has_a_card_in_the_text(client):
    card, other = make_article(published=True, headline="Card"), make_article(published=True, headline="Other")
    linked = make_article(published=True, headline="Only linked")
    words = f'<p>Words <a data-article="{linked.pk}">there</a>.</p>'
    body = f'{words}<cms-read-also data-article="{card.pk}"></cms-read-also>'
    article = make_article(published=True, related=[card, other, linked], body=body)
    page = open_page(client, article)
    assert titles(page) == ["Other", "Only linked"]
    assert page.xpath("//aside[@class='read']//a/text()") == ["Card"]
    assert "Card" not in beside(page)


def test_nothing_twice_on_the_page(client):
    section = make_section(slug="energy")
    others = [
        make_article(published=True, section=section, headline=f"Energy {each}", at=minutes_ago(90 - each))
        for each in range(12)
    ]
    chosen = make_article(published=True, section=section, related=[others[11], others[9]])
    page = open_page(client, chosen)
    assert titles(page) == ["Energy 11", "Energy 9"]
    assert beside(page) == ["Energy 10", "Energy 8", "Energy 7", "Energy 6", "Energy 5"]

    page = open_page(client, make_article(published=True, section=section))
    assert len(beside(page)) == 5 and not set(titles(page)) & set(beside(page))


def test_what_is_near_comes_before_the_newest_of_the_section(client):
    section = make_section(slug="energy")
    drills = [
        make_article(published=True, section=section, headline=f"Drills {name}", tags=["Drills"], at=minutes_ago(900))
        for name in ("at Brest", "near Minsk", "in the marshes", "by night", "of autumn")
    ]
    for number in range(70):
        words = {"headline": f"Energy {number}", "deck": "", "body": f"<p>{chr(97 + number % 26) * 5}{number}.</p>"}
        make_article(published=True, section=section, at=minutes_ago(90 - number), **words)
    words = {"headline": "Soldiers train again", "deck": "", "body": "<p>They were heard in three villages.</p>"}
    page = open_page(client, make_article(published=True, section=section, tags=["Drills"], **words))
    assert set(titles(page)) == {each.headline for each in drills}
    assert beside(page) == [f"Energy {number}" for number in (69, 68, 67, 66, 65)]

    alone = {"headline": "Clocks", "deck": "", "body": "<p>A museum opens.</p>"}
    page = open_page(client, make_article(published=True, section=section, **alone))
    assert titles(page) == [] and beside(page)[0] == "Soldiers train again"


def test_one_story_in_one_language(client):
    one = make_article(published=True, headline="In English")
    other = make_article(published=True, headline="Українською", language="uk")
    other.editions.update(translation_group=one.translation_group)
    assert titles(open_page(client, make_article(published=True, related=[one, other]))) == ["In English"]
    again = make_article(
        published=True, related=[one], body=f'<p>Words.</p><cms-read-also data-article="{other.pk}"></cms-read-also>'
    )
    assert "In English" not in titles(open_page(client, again))


def test_two_stories_of_nearly_the_same_title(client):
    source = make_outlet()
    article = make_article(headline="Drills at the border")
    choose(article, make_story("Snow: 30 cm “by morning”"), 0)
    choose(article, make_story("SNOW — 30 cm by morning!"), 1)
    choose(article, make_story("Floods", title_key="k"), 2)
    choose(article, make_story("Floods, says ministry", title_key="k"), 3)
    choose(article, make_story("Drills at the border"), 4)
    approve_by_rule(
        article, make_story("snow 30 CM, by morning", source=source), make_story("Drills at the Border", source=source),
        make_story("Wind", source=source),
    )  # fmt: skip
    publishing.publish(article)
    assert titles(open_page(client, article)) == [
        "Snow: 30 cm “by morning”", "Floods", "Drills at the border", "Wind",
    ]  # fmt: skip


def test_switched_off_there_is_no_list(client):
    story = make_story("Chosen", source=make_outlet())
    article = make_article(published=True, shows_related=False, related=[story])
    make_article(published=True, headline="Before it", at=minutes_ago(5))
    approve_by_rule(article, make_story("By rule", source=make_outlet()))
    page = open_page(client, article)
    assert not page.xpath(LIST) and beside(page) == ["Before it"]
    for place in ("/lite", "/print"):
        assert "Related news" not in open_page(client, article, place).text_content()
    assert "relatedLink" not in client.get(article.live_edition.get_absolute_url()).content.decode()


def test_without_a_picture_the_same_box_stands_there(client):
    SiteSettings(name="Ліхтар").save()
    stories = [make_story(outlet=name) for name in ("the Outlet", "Thehood", "ёлка", "🦊 «Fox»", "…")]
    page = open_page(client, make_article(published=True, related=[*stories, make_article(published=True)]))
    assert page.xpath(f"{LIST}//div[@class='card-img card-blank']/span/text()") == ["O", "T", "Ё", "F", "·", "Л"]
    assert len(page.xpath(f"{LIST}//article/div[contains(@class, 'card-img')]")) == 6


def test_our_own_picture_wins_over_the_fetched_one(client):
    story = make_story(own_picture=make_picture(), thumbnail="related/t.webp")
    page = open_page(client, make_article(published=True, related=[story]))
    assert len(page.xpath(f"{LIST}//picture")) == 1 and "related/t.webp" not in html.tostring(page).decode()


def test_our_words_win_over_the_fetched_ones(client):
    story = make_story("Fetched", excerpt="Fetched words.", own_title="Ours", own_excerpt="Our words.", own_outlet="O!")
    page = open_page(client, make_article(published=True, related=[story]))
    text = page.xpath(LIST)[0].text_content()
    assert "Ours" in text and "Our words." in text and "O!" in text and "Fetched" not in text


def test_excerpts_have_250_characters_at_most(client):
    ours = make_article(published=True, deck="word " * 79)
    page = open_page(client, make_article(published=True, related=[ours]))
    (excerpt,) = page.xpath(f"{LIST}//p[@class='dek-s']/text()")
    assert len(excerpt) <= 250 and excerpt.endswith("word…")


def test_hostile_words_stay_words(client):
    words = storable(HOSTILE)
    story = make_story(words, excerpt=words, outlet=words, language='"><b>'[:10])
    response = client.get(make_article(published=True, related=[story]).live_edition.get_absolute_url())
    page = html.fromstring(response.content)
    assert not page.xpath(f"{LIST}//b[text()='bold']") and not page.xpath("//script[contains(text(), 'alert')]")
    assert page.xpath(f"{LIST}//p[@class='dek-s']")[0].text_content().startswith("</script><script>")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//nowhere", "ftp://x.example/", "https://"]
)
def test_no_address_but_one_of_the_web_becomes_a_link(client, url):
    article = make_article(published=True, related=[make_story("Bad", url=url), make_story("Good")])
    assert titles(open_page(client, article)) == ["Good"]


def test_a_story_in_another_language_says_so(client):
    stories = [make_story("Сніг", language="uk"), make_story("Snow", language="en-GB"), make_story("?", language="")]
    page = open_page(client, make_article(published=True, related=stories))
    assert page.xpath(f"{LIST}//h3/@lang") == ["uk"] and page.xpath(f"{LIST}//h3/a/@hreflang") == ["uk"]


def test_the_lite_and_the_printed_page_have_it_in_words(client):
    ours = make_article(published=True, headline="The ferry", lead_picture=make_picture())
    story = make_story("Ice", url="https://ledger.example/ice", outlet="Ledger", own_picture=make_picture())
    article = make_article(published=True, related=[story, ours])
    lite = open_page(client, article, "/lite")
    assert lite.xpath("//main/ul/li/a/@href") == [
        "https://ledger.example/ice", f"/lite{ours.live_edition.get_absolute_url()}",
    ]  # fmt: skip
    assert not lite.xpath("//img") and "Ledger, another site" in lite.text_content()
    printed = open_page(client, article, "/print")
    assert not printed.xpath(f"{LIST}//img") and "https://ledger.example/ice" in printed.xpath(LIST)[0].text_content()


def test_machines_are_told_what_is_related(client):
    ours = make_article(published=True)
    article = make_article(published=True, related=[make_story(url="https://ledger.example/ice"), ours])
    values = json_ld(client.get(article.live_edition.get_absolute_url()).content)[0]
    assert values["mainEntityOfPage"]["relatedLink"] == [
        "https://ledger.example/ice", f"http://127.0.0.1:8000{ours.live_edition.get_absolute_url()}",
    ]  # fmt: skip


def test_of_a_page_elsewhere_nobody_here_knows_the_links(client):
    article = make_article(published=True, canonical_url="https://first.example/x", related=[make_story()])
    values = json_ld(client.get(article.live_edition.get_absolute_url()).content)[0]
    assert values["mainEntityOfPage"] == {"@type": "WebPage", "@id": "https://first.example/x"}


def test_another_edition_s_lines_are_not_this_one_s(client):
    article = make_article(published=True, related=[make_story("Old line")])
    article.related_links.all().delete()
    choose(article, make_story("New line"))
    assert titles(open_page(client, article)) == ["Old line"]
    publishing.publish(article)
    assert titles(open_page(client, article)) == ["New line"]


def test_words_of_any_length_and_direction_stand_in_a_card(client):
    article = make_article()
    choose(article, make_story("جليد على الدانوب", language="ar", excerpt="كلمة " * 45))
    publishing.publish(article)
    page = open_page(client, article)
    [headline] = page.xpath(f"{LIST}//h3[@dir='auto']")
    [excerpt] = page.xpath(f"{LIST}//p[@class='dek-s'][@dir='auto']")
    assert "الدانوب" in headline.text_content()
    assert len(excerpt.text) <= 250 and excerpt.text.strip().endswith("كلمة")
    assert open_page(client, article, "/lite").xpath("//ul/li/a[@dir='auto']")


def test_however_long_a_headline_is_its_mark_shows(client):
    long = "Grain ships wait at the river mouth " * 8
    page = open_page(client, make_article(published=True, related=[make_story(long, source=make_outlet())]))
    (link,) = page.xpath(f"{LIST}//h3/a")
    assert len(link.text) <= 141 and link.text.endswith("…") and long.startswith(link.text.rstrip("…"))
    assert "(on another site)" in link.text_content() and link.xpath("span[@class='leaves']/text()") == ["↗"]
    sheet = (settings.BASE_DIR / "newsroom/static/newsroom/site.css").read_text()
    (rule,) = re.findall(r"^\.rel \.hed\{(.*)\}$", sheet, re.MULTILINE)
    assert "overflow:" not in rule and "clamp" not in rule, "it would cut off the mark, and the ring of the focus"
