"""Whose change a field takes when two people changed the same article, and how two changes of a text become one."""

from hypothesis import assume, given
from hypothesis import strategies as st

from articles.body.dividing import divide
from articles.body.sanitise import sanitise
from articles.merging import Clash, Seen, fingerprints, three_way, weave

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


ROW = st.lists(st.sampled_from("abcdefgh"), max_size=8)
TEXT = st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True)


def taken(woven):
    """The blocks that are settled, in order."""
    return [block for part in woven if not isinstance(part, Clash) for block in part]


def clashes(woven):
    return [part for part in woven if isinstance(part, Clash)]


def of_both(woven):
    return {block for clash in clashes(woven) for block in (*clash.mine, *clash.theirs)}


def test_changes_that_do_not_touch_are_put_together():
    assert taken(weave("abcd", "Abcd", "abcD")) == list("AbcD")
    assert taken(weave("abcd", "abXcd", "abc")) == list("abXc")
    assert taken(weave("abcdef", "bcdef", "abcdefg")) == list("bcdefg")
    # Side by side, each in a block of its own.
    assert taken(weave("abc", "aBc", "abC")) == list("aBC")
    # Alike on both sides is once.
    assert taken(weave("abc", "aXc", "aXcd")) == list("aXcd")


def test_changes_that_touch_are_asked_about_and_nothing_else_is():
    assert weave("abc", "aXc", "aYcd") == [("a",), Clash(("b",), ("X",), ("Y",)), ("c",), ("d",)]
    assert weave("ab", "b", "Ab") == [Clash(("a",), (), ("A",)), ("b",)]
    assert weave("ab", "aXb", "aYb") == [("a",), Clash((), ("X",), ("Y",)), ("b",)]


def test_a_text_too_long_to_look_through_is_one_question():
    before = [str(number) for number in range(1100)]
    [clash] = weave(before, [*before, "mine"], ["theirs", *before])
    assert (clash.mine[-1], clash.theirs[0]) == ("mine", "theirs")


@given(before=ROW, mine=ROW, theirs=ROW)
def test_whoever_changed_nothing_adds_nothing(before, mine, theirs):
    assert taken(weave(before, mine, before)) == mine and not clashes(weave(before, mine, before))
    assert taken(weave(before, before, theirs)) == theirs
    assert taken(weave(before, mine, mine)) == mine


@given(before=ROW, mine=ROW, theirs=ROW)
def test_it_is_the_same_from_both_sides(before, mine, theirs):
    woven = weave(before, mine, theirs)
    turned = [Clash(part.before, part.theirs, part.mine) if isinstance(part, Clash) else part for part in woven]
    assert weave(before, theirs, mine) == turned


@given(before=ROW, mine=ROW, theirs=ROW)
def test_what_somebody_wrote_is_there_or_asked_about(before, mine, theirs):
    woven = weave(before, mine, theirs)
    there = {*taken(woven), *of_both(woven)}
    assert {*mine, *theirs} - {*before} <= there
    assert {*before} & {*mine} & {*theirs} <= there


def in_order(before, after):
    return [block for block in before if block in after] == [block for block in after if block in before]


@given(before=TEXT, mine=TEXT, theirs=TEXT)
def test_what_one_took_out_does_not_come_back(before, mine, theirs):
    assume(in_order(before, mine) and in_order(before, theirs))
    woven = weave(before, mine, theirs)
    for block in {*before} - ({*mine} & {*theirs}):
        assert block not in taken(woven)


BLOCKS = st.sampled_from(["<p>a</p>", "<ul><li>b</li></ul>", "\n", "<hr>", "c", "<p>d<br>e</p>"])


@given(st.text() | st.lists(BLOCKS).map("".join))
def test_the_blocks_of_a_text_are_the_text(html):
    stored = sanitise(html)
    again = "".join(divide(stored))
    assert sanitise(again) == again
    assert divide(again) == divide(stored)
    assert "".join(again.split()) == "".join(stored.split())
