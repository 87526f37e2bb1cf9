"""An article's own page shows every part that the desk gave it, and nothing that it did not."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation
from lxml import html

from articles import publishing
from articles.models import Genre, NearArticle, RelatedLink
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_author, make_picture, make_section, make_story, make_tag, minutes_ago

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)  # 10:30 in Kyiv


def open_page(client, article):
    """Return the parsed page of `article` and its text on one line."""
    response = client.get(article.live_edition.get_absolute_url())
    assert response.status_code == 200
    page = html.fromstring(response.content)
    return page, " ".join(page.find("body").text_content().split())


def test_a_full_article_shows_all_its_parts(client):
    SiteSettings(
        name="The Lantern", appeal_headline="Readers pay for this", appeal_button="Join", appeal_url="/support/"
    ).save()
    internal = make_tag("Check with lawyer", is_internal=True)
    picture = make_picture(alt="A frozen river", caption="The river", credit="Photo: Ada")
    target = make_article(published=True, headline="The ferry stops early")
    article = make_article(
        headline="Seven pylons and a frozen river", deck="They know it by the sound.", genre=Genre.REPORT,
        section=make_section(name="Energy", slug="energy"), lead_picture=picture, lead_caption="The line at dawn",
        authors=[make_author(name="Ihor Savchuk"), make_author(name="Foreign desk", is_desk=True)],
        tags=["Winter", internal.name], credit_line="First in the Danube Ledger, CC BY.",
        body=f'<p>The words.</p><cms-read-also data-article="{target.pk}"></cms-read-also><p>More words.</p>',
    )  # fmt: skip
    outside = {"title": "Ice on the Danube", "url": "https://ledger.example/ice", "outlet": "Danube Ledger"}
    RelatedLink.objects.create(article=article, position=0, story=make_story(excerpt="An excerpt.", **outside))
    RelatedLink.objects.create(article=article, position=1, target=target)
    publishing.publish(article, at=MORNING)
    publishing.correct(article, "The river is the Desna.", at=datetime(2026, 3, 5, 7, 0, tzinfo=UTC))

    page, text = open_page(client, article)

    assert page.xpath("string(//h1)") == "Seven pylons and a frozen river"
    for words in (
        "Energy · Report", "They know it by the sound.", "By Ihor Savchuk and the Foreign desk", "The line at dawn",
        "Photo: Ada", "The words.", "Read also", "First in the Danube Ledger, CC BY.", "The river is the Desna.",
        "All corrections", "Readers pay for this", "Ice on the Danube", "An excerpt.", "Danube Ledger",
        "The ferry stops early",
    ):  # fmt: skip
        assert words in text
    times = page.xpath("//div[@class='a-meta']//time")
    assert [time.text for time in times] == ["4 March 2026, 10:30", "5 March 2026, 09:00"]
    assert times[0].get("datetime") == "2026-03-04T10:30:00+02:00"
    assert page.xpath("//ul[@class='tags']//a/text()") == ["Winter"]
    assert page.xpath("//figure//img/@alt")[0] == "A frozen river"
    leaving = page.xpath("//a[@href='https://ledger.example/ice']")[0]
    assert leaving.get("rel") == "noopener external"


def test_an_untouched_article_is_not_called_updated(client):
    _page, text = open_page(client, make_article(published=True))
    assert "Updated" not in text and "Correction" not in text


def test_corrections_stand_after_the_text_and_before_the_tags(client):
    article = make_article(published=True, body="<p>Bodywords</p>", tags=["Tagword"])
    publishing.correct(article, "Correctionwords")
    _page, text = open_page(client, article)
    assert text.index("Bodywords") < text.index("Correctionwords") < text.index("Tagword")


def test_an_article_may_stay_without_an_appeal(client):
    SiteSettings(name="The Lantern", appeal_headline="Readers pay for this", appeal_url="/support/").save()
    _page, with_appeal = open_page(client, make_article(published=True))
    _page, without = open_page(client, make_article(published=True, shows_appeal=False))
    assert "Readers pay for this" in with_appeal and "Readers pay for this" not in without


def test_the_lead_picture_comes_first_and_phones_get_no_wide_file(client):
    page, _text = open_page(client, make_article(published=True, lead_picture=make_picture()))
    image = page.xpath("//figure//img")[0]
    assert image.get("fetchpriority") == "high" and not image.get("loading")
    assert image.get("width") and image.get("height")
    phones, others = page.xpath("//figure//source")
    assert "max-width" in phones.get("media")
    assert "800w" in phones.get("srcset") and "1280w" not in phones.get("srcset")
    assert "1600w" in others.get("srcset")


def test_long_headlines_are_set_smaller(client):
    page, _text = open_page(client, make_article(published=True, headline="word " * 19))
    assert "long" in page.xpath("//h1/@class")[0]
    page, _text = open_page(client, make_article(published=True, headline="Short"))
    assert "long" not in page.xpath("//h1/@class")[0]


def test_opinion_is_set_as_opinion(client):
    page, _text = open_page(client, make_article(published=True, genre=Genre.OPINION))
    assert page.xpath("//article[@class='opinion']")


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["Ada"], "By Ada"),
        (["Ada", "Ben"], "By Ada and Ben"),
        (["Ada", "Ben", "Cy"], "By Ada, Ben and Cy"),
        (["Ada <b>", "Ben"], "By Ada <b> and Ben"),
    ],
)
def test_bylines_are_joined_as_one_speaks(client, names, line):
    article = make_article(published=True, authors=[make_author(name=name) for name in names])
    page, _text = open_page(client, article)
    assert page.xpath("string(//p[@class='by'])") == line


def test_what_is_near_nothing_has_no_related_news_and_the_section_leads_on(client):
    section = make_section(slug="energy")
    for number in range(3):
        make_article(published=True, section=section, headline=f"Energy {number}", at=minutes_ago(50 - number))
    make_article(published=True, section=make_section(slug="courts"), headline="Courts", at=minutes_ago(5))
    article = make_article(published=True, section=section, headline="This one")
    NearArticle.objects.all().delete()  # nothing is near enough
    page, _text = open_page(client, article)
    assert page.xpath("//section[@aria-labelledby='rel-h']") == []
    assert page.xpath("//h3//text()") == ["Energy 2", "Energy 1", "Energy 0"]


def test_a_chosen_story_that_is_not_public_is_left_out(client):
    draft, withdrawn = make_article(headline="Draftword"), make_article(published=True, headline="Withdrawnword")
    open_one = make_article(published=True, headline="Openword")
    publishing.withdraw(withdrawn)
    article = make_article(published=True, related=[draft, withdrawn, open_one])
    page, text = open_page(client, article)
    assert page.xpath("//section[@aria-labelledby='rel-h']//h3//text()") == ["Openword"]
    assert "Draftword" not in text and "Withdrawnword" not in text


def test_the_language_switch_leads_to_the_translation_while_it_is_live(client):
    english = make_article(published=True, headline="Winter")
    ukrainian = make_article(language="uk", headline="Зима", translation_group=english.translation_group)
    page, _text = open_page(client, english)
    assert page.xpath("//div[@class='bar']//a[@lang='uk']/@href") == ["/uk/"]
    assert not page.xpath("//link[@hreflang]")

    publishing.publish(ukrainian)
    page, _text = open_page(client, english)
    path = ukrainian.live_edition.get_absolute_url()
    assert path.startswith("/uk/")
    assert page.xpath("//div[@class='bar']//a[@lang='uk']/@href") == [path]
    assert {link.get("hreflang") for link in page.xpath("//link[@hreflang]")} == {"en", "uk", "x-default"}
    page, _text = open_page(client, ukrainian)
    assert page.get("lang") == "uk"
    assert page.xpath("//div[@class='bar']//a[@lang='en']/@href") == [english.live_edition.get_absolute_url()]


def test_passing_on_needs_no_script_of_others(client):
    page, _text = open_page(client, make_article(published=True, headline="A & B?"))
    links = page.xpath("//ul[@class='a-share']//a/@href")
    assert links[0].startswith("mailto:?subject=A%20%26%20B%3F&body=http")
    assert [link.split("/")[2] for link in links[1:]] == ["t.me", "x.com", "www.facebook.com"]


def test_a_text_of_others_names_its_first_address_as_canonical(client):
    article = make_article(published=True, canonical_url="https://ledger.example/first")
    page, _text = open_page(client, article)
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://ledger.example/first"]


def test_dates_are_written_in_the_language_of_the_page(client):
    article = make_article(language="uk", headline="Зима")
    with translation.override("uk"):
        publishing.publish(article, at=MORNING)
    page, _text = open_page(client, article)
    assert page.xpath("//div[@class='a-meta']//time/text()") == ["4 березня 2026, 10:30"]
    assert timezone.get_default_timezone_name() == "Europe/Kyiv"
