"""Two people at the same tags or byline: what each added or took out is put together where that needs no question."""

# ruff: noqa: F811

import pytest

from articles import versions
from articles.admin.form_values import as_sent
from articles.models import ArticleVersion
from tests.articles.admin.conftest import management
from tests.articles.desk.saving_forms import change, typed, writer  # noqa: F401
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(writer):
    return writer("Ada"), writer("Oksana")


def kept(**fields):
    article = make_article(**fields)
    versions.snapshot(article, ArticleVersion.Reason.SAVED)
    return article


def opened(client, article, **typed_over):
    """The form as the browser sends it, with some fields typed over; a list is sent under one name."""
    page = client.get(change(article))
    formsets = [each.formset for each in page.context["inline_admin_formsets"]]
    sent = dict(as_sent(page.context["adminform"].form, formsets).lists())
    return sent | {"seen": page.context["saving"]["seen"], "_save": ""} | typed_over


def byline(article, *authors):
    stored = {line.author: line.pk for line in article.bylines.all()}
    gone = [author for author in stored if author not in authors]
    data = management("bylines", len(authors) + len(gone), len(stored))
    for index, author in enumerate([*sorted([*authors, *gone], key=lambda author: author not in stored)]):
        data[f"bylines-{index}-id"], data[f"bylines-{index}-author"] = stored.get(author, ""), author.pk
        if author in gone:
            data[f"bylines-{index}-DELETE"] = "on"
        else:
            data[f"bylines-{index}-position"] = authors.index(author)
    return data


def names(article):
    return [line.author.name for line in article.bylines.order_by("position", "pk")]


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (["Energy", "Snow"], ["Energy", "Ice"], ["Energy", "Ice", "Snow"]),
        (["Snow"], ["Energy", "Ice"], ["Ice", "Snow"]),
        (["energy", "Snow"], [], ["Snow"]),
        (["Energy", "snow"], ["Energy", "Snow", "Ice"], ["Energy", "Ice", "Snow"]),
    ],
)
def test_tags_are_a_set(two, mine, theirs, both):
    ada, oksana = two
    article = kept(tags=["Energy"])
    sent = opened(ada, article, tags=mine)
    assert oksana.post(change(article), opened(oksana, article, tags=theirs)).status_code == 302
    response = ada.post(change(article), sent, follow=True)
    assert sorted(article.tags.names()) == both
    assert "Merged with what Oksana saved at" in said(response) and "tags." in said(response)


def test_what_is_put_together_is_named_beside_a_question(two):
    ada, oksana = two
    article = kept(headline="H", tags=["Energy"])
    sent = opened(ada, article, headline="Mine", tags=["Energy", "Snow"])
    oksana.post(change(article), opened(oksana, article, headline="Theirs", tags=["Energy", "Ice"]))
    page = ada.post(change(article), sent)
    assert [conflict.name for conflict in page.context["conflicts"]] == ["headline"]
    assert "What each of you added or took out is put together: tags." in page.text
    data = {name: [value for key, value in page.context["hidden"] if key == name] for name, _ in page.context["hidden"]}
    assert ada.post(change(article), data | {"keep-headline": "theirs", "_save": ""}).status_code == 302
    assert sorted(article.tags.names()) == ["Energy", "Ice", "Snow"]


@pytest.mark.parametrize(
    ("mine", "theirs", "both"), [("ABC", "ABD", "ABDC"), ("ABC", "BA", "BAC"), ("B", "ABC", "BC"), ("ABC", "A", "AC")]
)
def test_of_a_byline_that_one_made_longer_both_stay(two, mine, theirs, both):
    ada, oksana = two
    people = {name: make_author(name=name) for name in "ABCD"}
    article = kept(authors=[people["A"], people["B"]])
    sent = opened(ada, article, **byline(article, *(people[name] for name in mine)))
    oksana.post(change(article), opened(oksana, article, **byline(article, *(people[name] for name in theirs))))
    assert "".join(names(article)) == theirs
    assert ada.post(change(article), sent).status_code == 302
    assert "".join(names(article)) == both


def test_a_byline_that_both_put_into_another_order_is_a_question(two):
    ada, oksana = two
    a, b, c = (make_author(name=name) for name in "ABC")
    article = kept(authors=[a, b, c])
    sent = opened(ada, article, **byline(article, c, a, b))
    oksana.post(change(article), opened(oksana, article, **byline(article, b, a, c)))
    page = ada.post(change(article), sent)
    assert page.status_code == 409 and [each.name for each in page.context["conflicts"]] == ["bylines"]


def test_my_own_save_in_another_tab_is_called_mine(two):
    ada, _oksana = two
    article = kept(headline="H")
    sent = opened(ada, article, headline="From the page I went back to")
    ada.post(change(article), opened(ada, article, headline="Saved before"))
    page = ada.post(change(article), sent)
    assert page.status_code == 409 and "You saved this article at" in page.text
    assert "Ada saved" not in page.text and "Keep what Ada" not in page.text and "colleague" not in page.text
