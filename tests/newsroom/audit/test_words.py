"""Everything that is written into the log is shown, listed and found in words."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from newsroom.audit.log import record
from newsroom.audit.recording import RecordsChanges
from newsroom.audit.words import in_words, known_verbs
from tests.factories import make_tag, make_user

LIST = reverse("admin:audit_event_changelist")
# A call of the log with the verb written out, and verbs that reach it through a name.
CALLS = re.compile(r'(?:\b(?:record|note_down)\(|\b_move\(article, [^"]*?|\bverb, names in \(\()\s*f?"([^"\n]+)"')
KINDS = ("section", "tag", "author")


def recorded():
    base = Path(settings.BASE_DIR)
    for room in ("articles", "newsroom", "patrons"):
        for file in (base / room).rglob("*.py"):
            for verb in CALLS.findall(file.read_text()):
                yield from (verb.replace("{kind}", kind) for kind in KINDS if "." in verb)
    for one in admin.site._registry.values():
        if isinstance(one, RecordsChanges):
            yield from (one.audit_verb(what) for what in ("changed", "deleted"))


def test_each_verb_has_words_and_is_listed():
    # Of the settings there is one row, which is never deleted.
    found = set(recorded()) - {"settings.deleted"}
    assert {"article.published", "article.sent_back", "tag.renamed", "tag.merged", "redirect.added"} <= found
    assert {verb for verb in found if in_words(verb) == verb} == set()
    assert found <= set(known_verbs())


@pytest.mark.django_db
def test_it_is_found_by_its_words_its_code_and_who():
    owner = Client()
    owner.force_login(make_user(is_staff=True, is_superuser=True))
    tag = make_tag("Border")
    record("tag.merged", tag, by=make_user(name="Olena"), merged="Frontier")
    record("tag.changed", tag, changed={"description_in_uk": ["", "x"], "is_internal": [False, True], "odd": None})
    for words, codes in {
        "Tag merged": ["tag.merged"], "olena MERGED": ["tag.merged"], "tag.changed": ["tag.changed"],
        "border": ["tag.changed", "tag.merged"], "nothing": [], '"': [],
    }.items():  # fmt: skip
        rows = owner.get(LIST, {"q": words}).context["cl"].result_list
        assert sorted(row.verb for row in rows) == codes
    assert owner.get(LIST, {"q": "\0'"}).status_code == 200
    page = owner.get(LIST).text
    assert "<dt>description (Ukrainian):</dt>" in page and "<dt>internal" in page and "is_internal" not in page
    assert 'value="tag.merged"' in page or "verb=tag.merged" in page
