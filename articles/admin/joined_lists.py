"""Lists that two people changed at once: tags are a set, and of a byline that one only made longer both may stay."""

from collections.abc import Iterable
from typing import Any

from django.forms.models import BaseInlineFormSet
from django.http import QueryDict

from articles.merging import fingerprint

from .form_values import lines_of

BYLINES = "bylines"


def join_words(before: Iterable[str], mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """Return a set of words with what each side added and without what either took out; capitals say nothing."""
    old, new, stored = ({_plain(word): word for word in words} for words in (before, mine, theirs))
    joined = {key: word for key, word in stored.items() if key in new or key not in old}
    return list((joined | {key: word for key, word in new.items() if key not in old and key not in joined}).values())


def known_words(candidates: Iterable[Any], seen: str | None) -> list[str] | None:
    """Return the first of some lists of words that has this fingerprint."""
    lists = ([str(word) for word in words] for words in candidates if isinstance(words, list))
    return next((words for words in lists if fingerprint(sorted(map(_plain, words))) == seen), None)


def join_bylines(
    data: QueryDict, stored: QueryDict, formset: BaseInlineFormSet, before: Iterable[Any], seen: str | None
) -> bool:
    """Put a byline that one side only made longer together with the other's, in `data`. Says whether it did.

    Args:
        before: lists of authors' numbers that the person may have been shown, the likeliest first.
        seen: the fingerprint of the one.
    """
    known = (tuple(map(str, each)) for each in before if isinstance(each, list))
    old = next((each for each in known if fingerprint([{"author": pk} for pk in each]) == seen), None)
    if old is None:
        return False
    mine, theirs = ([line.words["author"] for line in lines_of(formset, side)] for side in (data, stored))
    if tuple(mine[: len(old)]) == old:
        first, added = theirs, mine[len(old) :]
    elif tuple(theirs[: len(old)]) == old:
        first, added = mine, theirs[len(old) :]
    else:
        return False
    joined = list(dict.fromkeys([*first, *added]))
    for key in [key for key in data if key.startswith(f"{BYLINES}-")]:
        del data[key]
    # All as new lines: fit_lines finds the stored ones among them.
    data[f"{BYLINES}-TOTAL_FORMS"], data[f"{BYLINES}-INITIAL_FORMS"] = str(len(joined)), "0"
    for index, author in enumerate(joined):
        data[f"{BYLINES}-{index}-author"], data[f"{BYLINES}-{index}-position"] = author, str(index)
    return True


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()
