"""Two people save the same article: merged by field, or a question; never a silent overwrite."""

# ruff: noqa: F811
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles import trash
from articles.merging import Seen
from articles.models import Article, Autosave
from articles.working_copy import claim
from tests.articles.admin.conftest import management
from tests.articles.desk.saving_forms import change, form_of, typed, writer  # noqa: F401
from tests.factories import make_article, make_author, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(writer):
    return writer("Ada"), writer("Oksana")


def opened(client, article, **fields):
    return dict(form_of(article, client, **fields))


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def answer(page, **choices):
    """What the conflict page sends, with a choice for each field."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    data = dict(page.context["hidden"])
    assert {name for name, _value in hidden} >= set(data)
    for conflict in page.context["conflicts"]:
        choice = choices.get(conflict.name)
        if choice:
            data[f"keep-{conflict.name}"] = f"mine:{conflict.shown}" if choice == "mine" else "theirs"
    return data | {"_save": ""}


def test_different_fields_are_merged(two):
    ada, oksana = two
    article = make_article(headline="H", deck="D", tags=["Energy"])
    tags = {"tags": "Energy"}
    mine, theirs = opened(ada, article, deck="Mine", **tags), opened(oksana, article, headline="Theirs", tags="Snow")
    oksana.post(change(article), theirs)
    response = ada.post(change(article), mine, follow=True)
    article = Article.objects.get()
    assert (article.headline, article.deck, list(article.tags.names())) == ("Theirs", "Mine", ["Snow"])
    assert "Merged with what Oksana saved at" in said(response) and "headline, tags." in said(response)
    assert article.revision == 3
    assert article.versions.first().content["fields"]["headline"] == "Theirs"


def test_the_same_field_is_a_question_and_nothing_is_written(two):
    ada, oksana = two
    article = make_article(headline="H", deck="D")
    mine = opened(ada, article, headline="Mine <b>", deck="My deck")
    oksana.post(change(article), opened(oksana, article, headline="Theirs <i>"))
    page = ada.post(change(article), mine)
    assert page.status_code == 409
    assert "<mark>Mine &lt;b&gt;</mark>" in page.text and "<b>" not in page.text.split("desk-conflict")[1]
    assert [conflict.name for conflict in page.context["conflicts"]] == ["headline"]
    article.refresh_from_db()
    assert (article.headline, article.deck, article.revision) == ("Theirs <i>", "D", 2)
    assert Autosave.objects.get(user=ada.user).headline == "Mine <b>"
    assert ada.post(change(article), answer(page)).status_code == 409, "no choice is no choice"
    ada.post(change(article), answer(page, headline="mine"))
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("Mine <b>", "My deck")
    assert not Autosave.objects.filter(user=ada.user).exists()


def test_the_colleagues_words_may_stay(two):
    ada, oksana = two
    article = make_article(headline="H", body="<p>One two three.</p>")
    mine = opened(ada, article, headline="Mine", body="<p>One 2 three.</p>", deck="My deck")
    oksana.post(change(article), opened(oksana, article, headline="Theirs", body="<p>One zwei three.</p>"))
    page = ada.post(change(article), mine)
    assert "One <mark>2</mark> three." in page.text and "One <mark>zwei</mark> three." in page.text
    ada.post(change(article), answer(page, headline="theirs", body="mine"))
    article.refresh_from_db()
    assert (article.headline, article.body, article.deck) == ("Theirs", "<p>One 2 three.</p>", "My deck")


def test_a_choice_holds_only_against_what_was_shown(two):
    ada, oksana = two
    article = make_article(headline="H")
    mine = opened(ada, article, headline="Mine")
    oksana.post(change(article), opened(oksana, article, headline="Theirs"))
    page = ada.post(change(article), mine)
    oksana.post(change(article), opened(oksana, article, headline="Theirs again"))
    again = ada.post(change(article), answer(page, headline="mine"))
    assert again.status_code == 409 and "Theirs again" in re.sub("</?mark>", "", again.text)
    assert Article.objects.get().headline == "Theirs again"


def test_untouched_words_are_no_change_whatever_their_line_ends(two):
    ada, oksana = two
    article = make_article(deck="One\nTwo", body="<p>a&amp;b</p>\n<p>c</p>")
    mine = opened(ada, article, deck="One\r\nTwo", body="<p>a&amp;b</p>\r\n<p>c</p>\r\n", kicker="Mine")
    oksana.post(change(article), opened(oksana, article, deck="Theirs", body="<p>Theirs</p>"))
    ada.post(change(article), mine)
    article.refresh_from_db()
    assert (article.deck, article.body, article.kicker) == ("Theirs", "<p>Theirs</p>", "Mine")


def test_publishing_what_one_has_not_read_waits(two):
    ada, oksana = two
    ada.user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    article = make_article(headline="H", deck="D")
    mine = opened(ada, article, deck="Mine", _publish="")
    oksana.post(change(article), opened(oksana, article, headline="Theirs"))
    response = ada.post(change(article), mine, follow=True)
    article.refresh_from_db()
    assert (article.headline, article.deck, article.live_edition) == ("Theirs", "Mine", None)
    assert "press the button again" in said(response)
    ada.post(change(article), opened(ada, article, _publish=""))
    assert article.live_edition.headline == "Theirs"


def test_publishing_waits_after_a_choice_too_and_says_so(two):
    ada, oksana = two
    ada.user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    article = make_article(headline="H")
    mine = opened(ada, article, headline="Mine", _publish="")
    oksana.post(change(article), opened(oksana, article, headline="Theirs"))
    page = ada.post(change(article), mine)
    assert "then press the button again" in page.text
    response = ada.post(change(article), answer(page, headline="mine"), follow=True)
    assert "It is saved and was not published: read it, then press the button again." in said(response)
    article.refresh_from_db()
    assert (article.headline, article.live_edition) == ("Mine", None)


def byline(article, *authors):
    """The lines as a browser sends them: a stored line keeps its number, one that was taken out is ticked."""
    stored = list(article.bylines.order_by("position"))
    new = [author for author in authors if author not in [line.author for line in stored]]
    data = management("bylines", len(stored) + len(new), len(stored))
    for index, (number, author) in enumerate([(x.pk, x.author) for x in stored] + [("", author) for author in new]):
        data[f"bylines-{index}-id"], data[f"bylines-{index}-author"] = number, author.pk
        if author in authors:
            data[f"bylines-{index}-position"] = authors.index(author)
        else:
            data[f"bylines-{index}-DELETE"] = "on"
    return data


def names(article):
    return [line.author.name for line in article.bylines.order_by("position", "pk")]


@pytest.mark.parametrize("colleague", ["removes", "replaces"])
def test_lines_are_merged_as_whole_lists(two, colleague):
    ada, oksana = two
    a, b, c = (make_author(name=name) for name in "ABC")
    article = make_article(authors=[a, b])
    mine = opened(ada, article, headline="Mine", **byline(article, a, b))
    if colleague == "removes":
        oksana.post(change(article), opened(oksana, article, **byline(article, a)))
        assert names(article) == ["A"]
    else:
        article.bylines.all().delete()
        oksana.post(change(article), opened(oksana, article, **byline(article, b, c)))
        assert names(article) == ["B", "C"]
    response = ada.post(change(article), mine)
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.headline == "Mine"
    assert names(article) == (["A"] if colleague == "removes" else ["B", "C"])


def test_my_lines_replace_a_colleagues_when_i_choose_so(two):
    ada, oksana = two
    a, b, c = (make_author(name=name) for name in "ABC")
    article = make_article(authors=[a, b])
    mine = opened(ada, article, **byline(article, b, a, c))
    oksana.post(change(article), opened(oksana, article, **byline(article, b)))
    assert names(article) == ["B"]
    page = ada.post(change(article), mine)
    assert page.status_code == 409 and "bylines" in page.text
    assert ada.post(change(article), answer(page, bylines="mine")).status_code == 302
    assert names(article) == ["B", "A", "C"]


def test_a_restored_form_knows_what_it_began_with(two):
    from tests.articles.desk.saving_forms import typing

    ada, oksana = two
    article = make_article(headline="H", deck="D")
    form = form_of(article, ada, deck="Typed on Monday")
    typing(ada, article, form)
    oksana.post(change(article), opened(oksana, article, headline="Theirs"))
    page = ada.get(change(article))
    assert "Typed on Monday" in page.text
    mine = dict(form) | {"seen": page.context["saving"]["seen"]}
    ada.post(change(article), mine)
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("Theirs", "Typed on Monday")


def test_a_mistake_after_a_merge_keeps_both(two):
    ada, oksana = two
    article = make_article(headline="H")
    mine = opened(ada, article, deck="x" * 500)
    oksana.post(change(article), opened(oksana, article, headline="Theirs"))
    page = ada.post(change(article), mine)
    assert page.status_code == 200 and "shorten it to 400" in page.text and "Theirs</textarea>" in page.text
    ada.post(change(article), mine | {"headline": "Theirs", "deck": "Short", "seen": page.context["saving"]["seen"]})
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("Theirs", "Short")


def test_a_form_that_says_not_what_it_saw(two, typed):
    ada, oksana = two
    article = make_article(headline="H")
    now = Seen(article.revision, {}).written()
    ada.post(change(article), typed(headline="From a script", slug=article.slug, seen=now))
    assert Article.objects.get().headline == "From a script"
    refused = oksana.post(change(article), typed(headline="From an old page", slug=article.slug))
    assert refused.status_code == 409 and Article.objects.get().headline == "From a script"
    assert oksana.post(change(article), answer(refused, headline="mine")).status_code == 302
    for bad in ("", "x", "{}", "[" * 9000):
        page = ada.post(change(article), typed(headline="Once more", slug=article.slug, seen=bad))
        assert page.status_code == 409, bad


def test_a_version_is_not_restored_over_a_colleagues_save(two, typed):
    ada, oksana = two
    article = make_article(headline="First")
    ada.post(change(article), opened(ada, article, headline="Second"))
    version = article.versions.last()
    address = reverse("admin:articles_article_version", args=[article.pk, version.pk])
    ada.user.user_permissions.add(Permission.objects.get(codename="view_articleversion"))
    assert 'name="revision" value="2"' in ada.get(address).text
    oksana.post(change(article), opened(oksana, article, headline="Third"))
    response = ada.post(address, {"revision": "2"}, follow=True)
    assert "was changed by somebody else" in said(response)
    assert Article.objects.get().headline == "Third"
    for bad in ("x", "9" * 40):
        ada.post(address, {"revision": bad})
        assert Article.objects.get().headline == "Third"
    ada.post(address, {"revision": "3"})
    assert (Article.objects.get().headline, Article.objects.get().revision) == ("Second", 4)


def test_actions_leave_out_what_changed_since(two):
    ada, _oksana = two
    ada.user.user_permissions.add(*Permission.objects.filter(codename__in=["delete_article"]))
    first, second = make_article(headline="Stays as it was"), make_article(headline="Was changed")
    for article in (first, second):
        trash.throw_away(article)
    listed = f"{reverse('admin:articles_article_changelist')}?trash=1"
    page = ada.get(listed).text
    for article in (first, second):
        assert f'name="revision-{article.pk}" value="2"' in page
    claim(second)
    rows = {f"revision-{article.pk}": 2 for article in (first, second)}
    sent = {"action": "delete_selected", "_selected_action": [first.pk, second.pk], "select_across": 1, **rows}
    asked = ada.post(listed, sent)
    assert "“Was changed”" in said(asked)
    assert f'name="revision-{first.pk}" value="2"' in asked.text
    assert list(asked.context["queryset"]) == [first]
    claim(first)
    ada.post(listed, sent | {"post": "yes", "_selected_action": [first.pk]})
    assert Article.objects.count() == 2
    ada.post(listed, sent | {"post": "yes", f"revision-{first.pk}": 3, "_selected_action": [first.pk]})
    assert list(Article.objects.all()) == [second]


def test_deleting_asks_what_was_seen(two):
    ada, _oksana = two
    ada.user.user_permissions.add(Permission.objects.get(codename="delete_article"))
    article = make_article(section=make_section())
    trash.throw_away(article)
    address = reverse("admin:articles_article_delete", args=[article.pk])
    assert f'name="revision-{article.pk}" value="2"' in ada.get(address).text
    claim(article)
    assert "was changed" in said(ada.post(address, {"post": "yes", f"revision-{article.pk}": 2}, follow=True))
    ada.post(address, {"post": "yes", f"revision-{article.pk}": 3})
    assert not Article.objects.exists()
