"""The same news of several outlets is one story in a list, whatever stands around its headline."""

import pytest

from articles.related.rails import rail_of_tag
from articles.related.suggest import suggest
from articles.related.told import Told, bare_title
from tests.factories import make_article, make_outlet, make_story, make_tag, make_user, tag_story

STORY = "Grain leaves the port for the first time this year"


@pytest.mark.parametrize(
    "title",
    [
        STORY, f"Video 2: {STORY}", f"UPDATED: {STORY}", f"[Update] {STORY}", f"{STORY} (photos, video)",
        f"{STORY} – Video", f"{STORY}. ФОТО, ВІДЕО", f"ОНОВЛЕНО: {STORY}", f"Breaking: video: {STORY}", STORY.upper(),
        f"Watch: {STORY.replace('port', 'ports')}",
    ],
)  # fmt: skip
def test_labels_make_no_other_story(title):
    told = Told()
    told.add(STORY)
    assert told.has(title)


@pytest.mark.parametrize(
    "title", ["Live music returns to the port for the first time", "Odesa: Grain leaves the port of Izmail", "Video"]
)
def test_other_news_is_other_news(title):
    told = Told()
    told.add(STORY)
    assert not told.has(title) and not told.has("")


def test_words_that_only_look_like_labels_stay():
    for title in ("Watch makers strike", "Live: ", "Video", "In pictures", "Foto", "Updates"):
        assert bare_title(title).strip(": ")
    assert bare_title("Watch makers strike") == "Watch makers strike"


@pytest.mark.django_db
def test_suggestions_have_it_once_and_not_at_all_when_it_was_chosen():
    owner, outlets = make_user(is_staff=True, is_superuser=True), [make_outlet(name=name) for name in "ABC"]
    grain = make_tag("Grain")
    for outlet, label in zip(outlets, ("", "Video 2: ", "UPDATED: "), strict=True):
        tag_story(make_story(f"{label}{STORY}", source=outlet), grain)
    article = make_article(tags=["Grain"])
    found = suggest(article, user=owner)
    assert len(found) == 1
    article.related_links.create(story_id=found[0].pk)
    assert suggest(article, user=owner) == []


@pytest.mark.django_db
def test_a_rail_has_it_once():
    outlet, grain = make_outlet(), make_tag("Grain")
    for label in ("Video 2: ", "", "UPDATED: "):
        tag_story(make_story(f"{label}{STORY}", source=outlet, language="en"), grain)
    assert len(rail_of_tag(grain, "en")) == 1
