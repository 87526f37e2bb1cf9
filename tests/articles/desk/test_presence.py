"""Who else has an article open, and that it was saved meanwhile."""

# ruff: noqa: F811

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import presence
from articles.models import OpenForm
from tests.articles.desk.saving_forms import form_of, typed, typing, writer  # noqa: F401
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def beat(client, article, tab=None, **more):
    sent = {"article": article.pk, "tab": str(tab or uuid.uuid4())} | more
    return client.post(reverse("desk_presence"), json.dumps(sent), content_type="application/json").json()


def test_others_are_named_once(writer):
    ada, oksana, article = writer("Ada"), writer("Oksana"), make_article()
    tab = uuid.uuid4()
    assert beat(ada, article, tab)["people"] == []
    beat(oksana, article)
    beat(oksana, article, typing=True)
    assert beat(ada, article, tab)["people"] == ["Oksana also has this open · writing"]
    assert beat(ada, make_article())["people"] == []


def test_unsaved_words_and_ones_own_other_tab(writer):
    ada, oksana, article = writer("Ada"), writer("Oksana"), make_article()
    typing(oksana, article, form_of(article, oksana, headline="Half"))
    beat(ada, article)
    assert beat(ada, article)["people"] == [
        "Oksana also has this open · has unsaved words", "You have it open in another tab",
    ]  # fmt: skip


def test_who_falls_silent_or_leaves_is_gone(writer):
    ada, oksana, article = writer("Ada"), writer("Oksana"), make_article()
    tab = uuid.uuid4()
    beat(oksana, article, tab)
    OpenForm.objects.update(seen_at=timezone.now() - timedelta(seconds=46))
    assert beat(ada, article)["people"] == []
    assert not OpenForm.objects.filter(tab=tab).exists()
    beat(oksana, article, tab)
    ada.post(reverse("desk_leave"), {"tab": tab})
    assert OpenForm.objects.filter(tab=tab).exists()
    assert oksana.post(reverse("desk_leave"), {"tab": tab}).status_code == 204
    assert not OpenForm.objects.filter(tab=tab).exists()


def test_a_tab_that_crashed_is_gone_as_soon_as_another_says_so(writer):
    ada, oksana, article = writer("Ada"), writer("Oksana"), make_article()
    crashed, theirs = uuid.uuid4(), uuid.uuid4()
    beat(ada, article, crashed)
    beat(oksana, article, theirs)
    gone = [str(crashed), str(theirs), "nonsense", None]
    assert beat(ada, article, gone=gone)["people"] == ["Oksana also has this open"]
    assert beat(ada, article, gone="nonsense")["people"]


def test_somebody_elses_tab_is_not_taken(db):
    article, ada, oksana, tab = make_article(), make_user(), make_user(), uuid.uuid4()
    presence.here(ada, article, tab, is_typing=False)
    presence.here(oksana, article, tab, is_typing=True)
    assert [(row.user, row.is_typing) for row in OpenForm.objects.all()] == [(ada, False)]


def test_a_save_since_is_told(writer, typed):
    ada, oksana, article = writer("Ada"), writer("Oksana"), make_article()
    assert beat(ada, article, revision=1)["changed"] == ""
    data = dict(form_of(article, oksana, headline="By Oksana"))
    oksana.post(reverse("admin:articles_article_change", args=[article.pk]), data)
    assert "Oksana saved this article at" in beat(ada, article, revision=1)["changed"]
    assert beat(ada, article, revision=2)["changed"] == ""
