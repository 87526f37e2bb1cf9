"""A whole archive goes through without being held: what grows with it is a line for each item."""

import tracemalloc

from articles.importers.wordpress import open_export

from .conftest import HEAD, TAIL, item

WORDS = "<p>" + "Words of an article. " * 700 + "</p>"
FLAT = 0.3  # of what is read: numbers and hashes of items stay, their texts do not


def peak(tmp_path, count):
    path = tmp_path / f"{count}.xml"
    with path.open("w") as stream:
        stream.write(HEAD)
        for number in range(1, count + 1):
            stream.write(item(number, WORDS, slug=f"article-{number}"))
        stream.write(TAIL)
    tracemalloc.start()
    found = sum(1 for _entry in open_export([path]).entries())
    _now, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == count
    return highest


def test_memory_does_not_grow_with_the_archive(tmp_path):
    # The first time through loads tables that stay.
    peak(tmp_path, 5)
    small, large = peak(tmp_path, 60), peak(tmp_path, 600)
    assert large - small < 540 * len(WORDS) * FLAT
