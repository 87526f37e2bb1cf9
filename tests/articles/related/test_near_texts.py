"""Asking the index: what is nearest, how near, and which words say so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.related import nearest
from articles.related.nearest import Fields, Kind, Text, commonness, kinds

pytestmark = pytest.mark.django_db

MINSK = Fields(
    "Lukashenka opens joint drills with Russia",
    "Belarus and Russia begin exercises near the border",
    "The Belarusian army said on Monday that its soldiers would train with Russian units near Brest and Minsk.",
)
BREST = Fields(
    "Soldiers of Belarus train near Brest",
    "",
    "Units of the Belarusian army moved to the border, Lukashenka said. Russian soldiers are to follow next week.",
)
HARVEST = Fields("Wheat harvest is the best in ten years", "", "Farmers brought in more wheat and barley than ever.")
NAMES = ["".join(chr(97 + (number * step) % 26) for step in (1, 5, 9, 15, 19, 23)) for number in range(1, 201)]
MUSEUM = Fields("A museum of clocks opens", "", "Visitors can see two hundred clocks, some of them still striking.")


@pytest.fixture(autouse=True)
def texts_of_nobody(monkeypatch):
    """Only the index is asked here: nothing stands in the tables behind it."""
    monkeypatch.setitem(kinds.SHOWN, Kind.STORY, set)


def put(*texts: Fields, kind: Kind = Kind.STORY, **more) -> None:
    nearest.put(kind, [Text(pk, more.get("language", "en"), text, more.get("at")) for pk, text in enumerate(texts, 1)])


def pks(found) -> list[int]:
    return [near.pk for near in found]


def test_the_nearest_comes_first_and_never_itself():
    put(MINSK, BREST, HARVEST, MUSEUM)
    found = nearest.nearest(Kind.STORY, 1)
    assert pks(found)[0] == 2
    assert 1 not in pks(found)
    assert 0.2 < found[0].score < 1


def test_shared_words_are_said_as_people_write_them():
    put(MINSK, BREST, HARVEST)
    shared = nearest.nearest(Kind.STORY, 1)[0].shared
    assert {"Brest", "Belarus"} <= set(shared)
    assert len(shared) <= 5
    assert not {"the", "The", "of", "to"} & set(shared)


def test_the_same_text_is_as_near_as_can_be():
    put(MINSK, MINSK, HARVEST)
    found = nearest.nearest(Kind.STORY, 1)
    assert found[0].pk == 2
    assert found[0].score > 0.99


def test_nothing_in_common_gives_nothing():
    put(Fields("Вибори у Мінську"), Fields("Wheat harvest"), Fields("天气预报"))
    assert nearest.nearest(Kind.STORY, 1) == []


def test_ukrainian_endings_do_not_part_what_belongs_together():
    put(
        Fields("Президент Білорусі зустрівся з військовими", "", "Олександр Лукашенко відвідав навчання."),
        Fields("Військовий із Білоруссю", "", "Про навчання з Олександром Лукашенком."),
        Fields("Президентка школи", "", "Учні навчаються малювати озера, навчальний рік почався."),
        Fields("Погода на вихідні", "", "У неділю дощ, з понеділка сонце."),
        language="uk",
    )
    found = nearest.nearest(Kind.STORY, 1)
    assert found[0].pk == 2
    assert any(word.startswith("Білорус") for word in found[0].shared)


def test_a_language_that_nobody_wrote_rules_for():
    put(
        Fields("Hallitus esittää veronkevennyksiä", "", "Valtiovarainministeri esitteli talousarvion."),
        Fields("Hallituksen talousarvio", "", "Veronkevennykset esiteltiin ministeriössä."),
        Fields("Jääkiekko", "", "Leijonat voitti ottelun Tampereella."),
        language="fi",
    )
    assert pks(nearest.nearest(Kind.STORY, 1))[0] == 2


def test_a_text_that_is_stored_nowhere():
    put(MINSK, HARVEST)
    assert pks(nearest.nearest_to(BREST))[0] == 1
    assert pks(nearest.nearest_to(BREST, besides=(Kind.STORY, 1))) != [1]
    assert nearest.nearest_to(Fields()) == []


def test_names_of_tags_count():
    put(MINSK, Fields("Talks go on", names=("Belarus",)), HARVEST)
    assert 2 in pks(nearest.nearest_to(Fields("No news from the capital", names=("Belarus",))))


def test_kinds_stand_apart():
    put(MINSK, BREST)
    put(MINSK, BREST, kind=Kind.ARTICLE)
    found = nearest.nearest(Kind.STORY, 1, among=[Kind.STORY])
    assert [(near.kind, near.pk) for near in found] == [(Kind.STORY, 2)]
    assert nearest.nearest(Kind.STORY, 1, among=[]) == []


def test_an_article_that_is_not_public_is_never_answered():
    put(MINSK, BREST, kind=Kind.ARTICLE)  # no article has these numbers
    put(MINSK)
    assert nearest.nearest(Kind.STORY, 1) == []


def test_only_one_language_and_only_what_is_new():
    now = timezone.now()
    nearest.put(
        Kind.STORY,
        [
            Text(1, "en", MINSK, now),
            Text(2, "uk", MINSK, now),
            Text(3, "en", MINSK, now - timedelta(days=9)),
            Text(4, "en", MINSK),
        ],
    )
    assert pks(nearest.nearest(Kind.STORY, 1, language="uk")) == [2]
    assert pks(nearest.nearest(Kind.STORY, 1, newer_than=now - timedelta(days=2))) == [2]
    assert sorted(pks(nearest.nearest(Kind.STORY, 1))) == [2, 3, 4]


def test_what_may_not_be_answered_does_not_hide_what_may():
    """More texts of another language are nearer than all that is looked at in one go."""
    copies = [Text(pk, "uk", MINSK) for pk in range(2, 200)]
    nearest.put(Kind.STORY, [Text(1, "en", MINSK), *copies, Text(999, "en", BREST)])
    assert pks(nearest.nearest(Kind.STORY, 1, language="en")) == [999]


def test_so_many_and_no_more():
    put(*[MINSK] * 9)
    assert len(nearest.nearest(Kind.STORY, 1, limit=3)) == 3
    assert nearest.nearest(Kind.STORY, 1, limit=0) == []


def test_put_again_replaces_and_remove_forgets():
    put(MINSK, BREST)
    nearest.put(Kind.STORY, [Text(2, "uk", Fields("Пшениці зібрано багато"))])
    assert nearest.nearest(Kind.STORY, 1) == []
    nearest.put(Kind.STORY, [Text(2, "uk", Fields("Пшениці зібрано багато")), Text(2, "en", BREST)])
    assert pks(nearest.nearest(Kind.STORY, 1)) == [2]
    nearest.remove(Kind.STORY, [2, 77])
    assert nearest.nearest(Kind.STORY, 1) == []
    assert nearest.nearest(Kind.STORY, 2) == []


def test_nothing_is_left_of_what_was_removed():
    from articles.models import NearestDocument, NearestEntry, NearestSample

    put(MINSK, BREST, HARVEST)
    nearest.put(Kind.STORY, [Text(1, "en", Fields())])
    nearest.remove(Kind.STORY, [2, 3])
    assert [model.objects.count() for model in (NearestDocument, NearestEntry, NearestSample)] == [0, 0, 0]


@pytest.mark.parametrize(
    "text",
    ["", "\0 \0", "border\0guard", "x" * 10_000, "слово " * 20_000, "😀", "\ud800border", "<script>alert(1)", "‮עברית"],
)
def test_any_text(text):
    text = text.replace("\0", "") if text == "" else text
    nearest.put(Kind.STORY, [Text(1, "en", Fields(text, text, text, (text,))), Text(2, "en", Fields(text))])
    found = nearest.nearest(Kind.STORY, 1)
    assert pks(found) in ([], [2])
    nearest.nearest_to(Fields(text, text, text, (text,)), language="\0"[:0] or "en")


def test_a_number_too_large_for_the_index_is_refused():
    with pytest.raises(ValueError, match="more than the index can number"):
        nearest.put(Kind.STORY, [Text(1 << 31, "en", MINSK)])
    nearest.put(Kind.STORY, [Text((1 << 30) - 1, "en", MINSK), Text(1, "en", MINSK)])
    assert pks(nearest.nearest(Kind.STORY, 1)) == [(1 << 30) - 1]


def test_queries_do_not_grow(django_assert_max_num_queries):
    put(*[MINSK, BREST] * 30)
    with django_assert_max_num_queries(6):
        nearest.nearest(Kind.STORY, 1, limit=3)
    with django_assert_max_num_queries(6):
        nearest.nearest(Kind.STORY, 1, limit=30)


def test_two_texts_stay_as_alike_whatever_comes_in():
    """A rule's threshold means the same next month."""

    def alike():
        return next(near.alike for near in nearest.nearest(Kind.STORY, 1, limit=60) if near.pk == 2)

    few = [HARVEST, MUSEUM, *(Fields(f"{name} {name}s", "", f"About {name}.") for name in NAMES[:30])]
    put(MINSK, BREST, *few)
    commonness.count()
    before = alike()
    assert next(near.alike for near in nearest.nearest_to(MINSK, limit=60) if near.pk == 1) > 0.99
    # Two hundred others, of which many say of the same what these two say.
    copies = [
        Text(number, "en", Fields(f"{name} at Brest", "", f"Belarusian soldiers train near {name}, Lukashenka said."))
        for number, name in enumerate(NAMES, 1_000)
    ]
    nearest.put(Kind.STORY, copies[:20])
    nearest.put(
        Kind.STORY,
        [
            Text(text.pk + 5_000, "en", Fields(name, "", f"{name} {name}"))
            for text, name in zip(copies, NAMES, strict=True)
        ],
    )
    commonness.count()
    assert alike() == pytest.approx(before, rel=0.15)
