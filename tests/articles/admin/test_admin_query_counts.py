"""Lists of the desk cost the same at three and at thirty lines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import ApprovalRule
from tests.factories import make_article, make_author, make_picture, make_source, make_story, numbers

LISTS = [
    "article", "picture", "tag", "author", "section", "correction", "page", "front", "source", "story", "approvalrule",
]  # fmt: skip


def fill(count):
    for number in range(count):
        make_article(
            authors=[make_author()],
            tags=[f"T{number}a", f"T{number}b"],
            lead_picture=make_picture(),
            published=bool(number % 2),
        )
        source = make_source(is_trusted=True)
        make_story(source=source)
        ApprovalRule.objects.create(name=f"Rule {next(numbers)}").sources.add(source)


def cost(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", LISTS)
def test_lists(signed_in, model):
    client, address = signed_in("owner"), reverse(f"admin:articles_{model}_changelist")
    fill(3)
    client.get(address)
    few = cost(client, address)
    fill(27)
    assert cost(client, address) == few
    assert few <= 14


@pytest.mark.parametrize("what", ["articles", "pictures", "tags"])
def test_choosers(signed_in, what):
    client, address = signed_in("owner"), reverse(f"desk_{what}")
    fill(3)
    few = cost(client, address)
    fill(27)
    assert cost(client, address) == few
    assert few <= 3
