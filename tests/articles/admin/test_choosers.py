"""What the editor's dialogs are told."""

from django.urls import reverse

from articles.models import Front
from tests.articles.admin.conftest import management
from tests.factories import make_article, make_picture, make_tag

ARTICLES, PICTURES, TAGS = (reverse(f"desk_{what}") for what in ("articles", "pictures", "tags"))


def ids(client, address, **query):
    return [item["id"] for item in client.get(address, query).json()["results"]]


def test_it_works(editor):
    picture = make_picture(title="Border post", alt="", credit="Ada")
    draft = make_article(headline="Border closes", lead_picture=picture)
    live = make_article(headline="Snow", published=True)
    assert ids(editor, ARTICLES) == [live.pk, draft.pk]
    assert ids(editor, ARTICLES, term="closes border") == [draft.pk]
    assert ids(editor, ARTICLES, term=str(draft.pk)) == [draft.pk]
    assert ids(editor, ARTICLES, live="1") == [live.pk]
    assert ids(editor, ARTICLES, ids=f"{draft.pk},999") == [draft.pk]
    [found] = editor.get(PICTURES, {"term": "border"}).json()["results"]
    assert (found["id"], found["lacks_alt"]) == (picture.pk, True)
    assert found["thumb"].startswith("/media/")


def test_a_tag_is_its_name(editor):
    make_tag("2022")
    assert ids(editor, TAGS, term="20") == ["2022"]


def test_tags_that_begin_with_the_word_come_first(editor):
    for name in ("Dam", "Danube", "Delta of the Danube", "Дунай", "Гирло Дунаю"):
        make_tag(name)
    assert ids(editor, TAGS, term="Danu") == ["Danube", "Delta of the Danube"]
    assert ids(editor, TAGS, term="da") == ["Dam", "Danube", "Delta of the Danube"]
    assert ids(editor, TAGS, term="дуна")[0] == "Дунай"


def test_an_article_is_not_offered_itself(editor, writer):
    article, other = make_article(published=True), make_article(published=True)
    assert ids(editor, ARTICLES, **{"not": str(article.pk)}) == [other.pk]
    assert ids(writer, ARTICLES, **{"not": str(article.pk)}) == [other.pk]
    assert len(ids(editor, ARTICLES, **{"not": "nonsense"})) == 2


def test_languages(editor):
    english, ukrainian = make_article(), make_article(language="uk")
    assert ids(editor, ARTICLES, language="uk") == [ukrainian.pk]
    assert ids(editor, ARTICLES, not_language="uk") == [english.pk]


def test_pages_of_a_long_list(editor):
    for _number in range(25):
        make_article()
    first, second = (editor.get(ARTICLES, {"page": page}).json() for page in (1, 2))
    assert (len(first["results"]), first["pagination"]) == (20, {"more": True})
    assert (len(second["results"]), second["pagination"]) == (5, {"more": False})


def test_answers_are_not_kept(editor):
    assert "no-store" in editor.get(ARTICLES)["Cache-Control"]


def test_a_front_page_takes_what_is_live_in_its_language(chief):
    front = Front.objects.create(language="en")
    live, ukrainian = make_article(published=True), make_article(language="uk", published=True)
    draft = make_article()
    address = reverse("admin:articles_front_change", args=[front.pk])
    for article, sentence in ((draft, "is not public"), (ukrainian, "another language")):
        slot = {"slots-0-place": "lead", "slots-0-article": article.pk, "slots-0-position": 0}
        response = chief.post(address, {**management("slots", 1), **slot})
        assert sentence in response.text
    slot = {"slots-0-place": "lead", "slots-0-article": live.pk, "slots-0-position": 0}
    assert chief.post(address, {**management("slots", 1), **slot}).status_code == 302
    assert front.slots.get().article == live


def test_whether_a_site_has_a_player(editor, signed_in):
    address = reverse("desk_embeds")
    assert editor.get(address, {"url": "https://youtu.be/abcdefghijk"}).json() == {"player": "YouTube"}
    for url in ("https://example.com/film", "https://[", "", "\x00"):
        assert editor.get(address, {"url": url}).json() == {"player": ""}
    assert signed_in("reader").get(address).status_code == 403
