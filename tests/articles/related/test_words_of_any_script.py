"""What a word is known by: its forms are alike, in languages with rules of ours and without."""

import pytest

from articles.related.nearest.features import Fields, read, weigh
from articles.related.nearest.tokens import WORD, is_whole, pieces


def alike(one: str, other: str) -> float:
    """The share of the smaller word's pieces that the other has too."""
    first, second = ({*pieces(word).whole, *pieces(word).parts} for word in (one, other))
    return len(first & second) / min(len(first), len(second))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Білорусь", "Білоруссю"),
        ("військові", "військових"),
        ("soldier", "soldiers"),
        ("Regierung", "Regierungen"),
        ("hallituksen", "hallitukselle"),
        ("Landtagswahl", "Bundestagswahl"),
        ("правительство", "правительства"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_forms_of_a_word_are_alike(one, other):
    assert alike(one, other) >= 0.4


@pytest.mark.parametrize(("one", "other"), [("Білорусь", "озеро"), ("soldier", "weather"), ("война", "погода")])
def test_other_words_are_not(one, other):
    assert alike(one, other) == 0


def test_vowel_signs_do_not_cut_a_word():
    assert WORD.findall("हिन्दी में समाचार") == ["हिन्दी", "में", "समाचार"]
    assert WORD.findall("שָׁלוֹם עולם") == ["שָׁלוֹם", "עולם"]
    assert WORD.findall("مُحَمَّد قال") == ["مُحَمَّد", "قال"]


def test_scripts_without_spaces_are_known_by_letters():
    assert alike("白俄罗斯总统", "白俄罗斯人") > 0.5
    assert alike("ประเทศไทย", "ประเทศลาว") > 0.4
    assert alike("白俄罗斯", "天气") == 0


def test_latin_words_inside_of_them_stand_by_themselves():
    assert WORD.findall("我们NATO成员国") == ["我们", "NATO", "成员国"]


def test_accents_and_apostrophes_are_one_spelling():
    assert pieces("Zelensky’s") == pieces("zelensky")
    assert pieces("м'який") == pieces("м’який")
    assert pieces("São") == pieces("Sao")


def test_a_word_stands_for_itself_and_its_parts_do_not():
    known = pieces("Lukashenka")
    assert all(map(is_whole, known.whole))
    assert not any(map(is_whole, known.parts))


def test_the_headline_counts_more_than_the_text():
    term = pieces("border").whole[0]
    assert weigh(read(Fields(headline="border")))[term] > weigh(read(Fields(text="border")))[term]
    assert weigh(read(Fields(text="border border")))[term] > weigh(read(Fields(text="border")))[term]


@pytest.mark.parametrize("text", ["", "\0", "—…!", "😀😀", "\ud800", "\u200f\u202e", "<b></b>"[:0]])
def test_what_holds_no_word_weighs_nothing(text):
    assert weigh(read(Fields(text, text, text, (text,)))) == {}


def test_a_very_long_text_and_a_very_long_word_are_read_in_part():
    assert 0 < len(weigh(read(Fields(text="слово border " * 100_000)))) < 30
    assert 0 < len(weigh(read(Fields(headline="а" * 10_000, text="b" * 10_000)))) < 400
    assert len(weigh(read(Fields(text="文" * 50_000)))) < 5
