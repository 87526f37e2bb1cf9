"""Where two texts differ is marked, and long stretches that are alike are left out."""

from articles.admin.conflicts import marked


def test_differing_words_are_marked_and_escaped():
    assert marked("One <b>two</b> three", "One 2 three") == "<p>One <mark>&lt;b&gt;two&lt;/b&gt;</mark> three</p>"
    assert marked("", "All of it") == ""
    assert marked("New", "") == "<p><mark>New</mark></p>"


def test_only_what_stands_beside_a_difference_is_shown():
    lines = [f"Line {number}" for number in range(9)]
    shown = marked("\n".join([*lines, "Mine"]), "\n".join([*lines, "Theirs"]))
    assert shown == "<p>…</p><p>Line 8</p><p><mark>Mine</mark></p>"
    shown = marked("\n".join(["Mine", *lines]), "\n".join(["Theirs", *lines]))
    assert shown == "<p><mark>Mine</mark></p><p>Line 0</p><p>…</p>"
