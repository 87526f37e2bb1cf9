"""In which language words are, where nobody says."""

import pytest

from articles.related.tongues import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The court heard how the bridge was built and who signed for it", "en"),
        ("Суд почув, як будували міст і хто підписав", "uk"),
        ("Суд услышал, как строили мост, и кто это подписал", "ru"),
        ("Суд у Мінску пачуў, хто падпісаў", "be"),
        ("Sąd usłyszał, kto podpisał i jak most był budowany przez lata, a także że to nie koniec", "pl"),
        ("Das Gericht hörte, wie die Brücke gebaut wurde und wer für sie unterschrieben hat", "de"),
        ("Le tribunal a entendu comment le pont était construit et qui l'a signé pour la ville", "fr"),
        ("Президент Латвії Едгарс Рінкевичс: „Мы вместе“", "uk"),
        ("Bridge opens", ""), ("", ""), ("1 2 3 €", ""), ("Dinamo Zagreb 3:1 Hajduk", ""),
    ],
)  # fmt: skip
def test_guesses(text, language):
    assert guess_language(text) == language
