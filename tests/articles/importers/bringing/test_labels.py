"""A report names what it counts in words, whatever order its keys were kept in."""

from articles.importers.bringing import labels
from articles.importers.records import Kind, Status


def test_counts_have_labels_in_the_order_of_reading():
    counts = {"same": 2, "new": 3, "comments": 0, "left/product": 4, "list/drafts": 1, "article/published": 5}
    assert labels.counted(counts) == [
        ("Articles in the export: public", 5), ("New here", 3), ("The same as before", 2), ("Left out: product", 4),
    ]  # fmt: skip


def test_every_status_of_articles_and_pages_has_a_label():
    for kind in (Kind.ARTICLE, Kind.PAGE):
        assert {f"{kind}/{status}" for status in Status} <= labels.COUNTS.keys()


def test_lists_say_how_many_there_were():
    line = {"what": "Border", "why": "Empty.", "key": "1"}
    report = {"counts": {"list/drafts": 1200}, "lists": {"oddities": [line], "drafts": [line]}}
    assert list(labels.listed(report)) == [("Public there, drafts here", 1200, [line]), ("oddities", 1, [line])]
