"""Whose change a field takes when two people changed the same article."""

from hypothesis import given
from hypothesis import strategies as st

from articles.merging import Seen, fingerprints, three_way

SAID = st.fixed_dictionaries(dict.fromkeys(("headline", "deck", "tags"), st.sampled_from(["a", "b", "c"])))


def test_each_side_keeps_what_it_alone_changed():
    seen, mine, theirs = ({"headline": x, "deck": y, "body": z} for x, y, z in ("aaa", "bac", "abd"))
    sides = three_way(*map(fingerprints, (seen, mine, theirs)))
    assert (sides.mine, sides.theirs, sides.conflicts) == (["headline"], ["deck"], ["body"])


def test_alike_changes_and_unknown_beginnings():
    assert three_way({"deck": "1"}, {"deck": "2"}, {"deck": "2"}).conflicts == []
    assert three_way({}, {"deck": "2"}, {"deck": "1"}).conflicts == ["deck"]


@given(seen=SAID, mine=SAID, theirs=SAID)
def test_no_change_is_lost_silently(seen, mine, theirs):
    sides = three_way(*map(fingerprints, (seen, mine, theirs)))
    result = dict(mine) | {name: theirs[name] for name in sides.theirs}
    for name in seen:
        if name in sides.conflicts:
            assert len({seen[name], mine[name], theirs[name]}) == 3 or seen[name] not in (mine[name], theirs[name])
            continue
        if mine[name] != seen[name]:
            assert result[name] == mine[name]
        if theirs[name] != seen[name]:
            assert result[name] == theirs[name]


@given(
    st.text() | st.sampled_from(["", "[]", "{}", '{"revision": "x", "fields": {}}', '{"revision": 1, "fields": [1]}'])
)
def test_what_is_no_such_text_saw_nothing(text):
    assert Seen.read(text) == Seen(0, {})


def test_there_and_back():
    seen = Seen(7, {"headline": "abc"})
    assert Seen.read(seen.written()) == seen
