"""What an action for many articles says about those it has nothing to do with."""

import pytest
from django.urls import reverse

from newsroom.audit.models import Event
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_publishing_leaves_out_what_readers_have_already(editor):
    as_it_is, draft = make_article(headline="As it is", published=True), make_article(headline="A draft")
    sent = {"action": "publish_selected", "_selected_action": [as_it_is.pk, draft.pk]}
    sent |= {f"revision-{article.pk}": article.revision for article in (as_it_is, draft)}
    before = Event.objects.filter(verb="article.published").count()
    page = editor.post(reverse("admin:articles_article_changelist"), sent, follow=True)
    said = " ".join(str(message) for message in page.context["messages"])
    assert "“As it is” was left out: readers have it as it is." in said and "Done for 1 article." in said
    assert Event.objects.filter(verb="article.published").count() == before + 1
