"""The nearest texts are about the same: on real texts with topics. tests/bench has the figures."""

import pytest

from articles.related import nearest
from articles.related.nearest.index import rebuild_from
from tests.bench.related_corpora import corpora

pytestmark = pytest.mark.django_db
NEAREST = 5


@pytest.mark.parametrize(("language", "bar"), [("eng_Latn", 0.49), ("ukr_Cyrl", 0.50)])
def test_the_five_nearest_share_the_topic(shared_data, monkeypatch, language, bar):
    monkeypatch.setitem(nearest.kinds.SHOWN, nearest.Kind.STORY, set)
    (corpus,) = corpora(shared_data / "texts" / "sib-200" / language)
    texts = [nearest.Text(pk, "", sample.fields) for pk, sample in enumerate(corpus.samples)]
    rebuild_from(lambda: ((nearest.Kind.STORY, text) for text in texts))
    asked = range(0, len(texts), 3)
    right = sum(
        bool(corpus.samples[pk].topics & corpus.samples[near.pk].topics)
        for pk in asked
        for near in nearest.nearest(nearest.Kind.STORY, pk, limit=NEAREST)
    )
    assert right / (NEAREST * len(asked)) >= bar
