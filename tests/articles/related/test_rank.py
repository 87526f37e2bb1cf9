"""How well one thing stands beside another."""

import pytest

from articles.related.rank import OTHER_OUTLETS, OWN_ARCHIVE, rank


def test_what_has_nothing_in_common_does_not_fit_however_fresh():
    assert rank(0.0, days_after=0, trust=1).score == 0


def test_the_same_text_today_fits_fully():
    assert rank(1.0).score == 1


def test_shared_tags_add_to_words():
    assert rank(0.3).score < rank(0.3, tags=0.5).score < rank(0.3, tags=1).score < 1


def test_the_nearer_in_time_the_better_and_what_came_after_fades_slower():
    assert rank(0.5, days_after=-3).score > rank(0.5, days_after=-300).score
    assert rank(0.5, days_after=300).score > rank(0.5, days_after=-300).score


def test_an_archive_fades_slower_than_news_of_others():
    assert rank(0.5, days_after=-60, weights=OWN_ARCHIVE).score > rank(0.5, days_after=-60, weights=OTHER_OUTLETS).score


def test_age_never_takes_all():
    assert rank(0.5, days_after=-100_000).score == pytest.approx(0.5 * (1 - OWN_ARCHIVE.freshness))


def test_trust_counts_a_little():
    assert 0.8 * rank(0.5).score < rank(0.5, trust=0).score < rank(0.5).score


def test_the_parts_are_named():
    found = rank(0.5, tags=0.25, days_after=-180, trust=0.5)
    assert (found.text, found.tags, found.freshness, found.trust) == (0.5, 0.25, 0.5, 0.5)
