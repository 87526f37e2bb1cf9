"""What has to be looked up before a body can be rendered."""

from articles.body.pipeline import References, references


def test_it_works():
    html = (
        '<p><a data-article="7">x</a></p><cms-picture data-picture="12"></cms-picture>'
        '<cms-gallery data-pictures="1,2"></cms-gallery><cms-read-also data-article="41">'
        "</cms-read-also><aside data-factbox><p><a data-article='8'>y</a></p></aside>"
    )
    assert references(html) == References(frozenset({12, 1, 2}), frozenset({7, 41, 8}), frozenset({41}))


def test_bad_numbers_are_not_looked_up():
    html = '<cms-picture data-picture="1 or 1=1"></cms-picture><a data-article="x">y</a>'
    assert references(html) == References(frozenset(), frozenset())
    assert references("") == References(frozenset(), frozenset())
