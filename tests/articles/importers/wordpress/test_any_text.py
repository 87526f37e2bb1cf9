"""Whatever stands in a post, its conversion neither raises nor lets anything through that runs."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body.sanitise import sanitise
from articles.importers.wordpress.addresses import Addresses
from articles.importers.wordpress.bodies import Surroundings, desk_body
from articles.importers.wordpress.library import Library
from articles.importers.wordpress.plain import plain
from articles.importers.wordpress.serialized import unserialized

ADDRESSES = Addresses()
ADDRESSES.settle({"base_blog_url": "https://lantern.example"})
PIECES = st.sampled_from(
    """<p> </p> <div> </div> <script> </script> <a·href="javascript:x"> </a> <img·src=x·onerror=y>
    <iframe·src="//a.b/c">
    <!--·wp:group·{"a":1}·--> <!--·/wp:group·--> <!--·wp:embed·{"url":"//x"}·/--> <!--·wp:block·{"ref":1}·/--> <!--
    --> [caption] [/caption] [gallery·ids="1"] [[x]] [x·y="z"] [/x] <figure> </figure> <figcaption> <table> <td> <li>
    <ul> <blockquote> <pre> </pre> <sup·data-fn="1"> <svg> <math> <style> <cms-picture·data-picture="1"> & &lt; &#0;
    https://youtu.be/SQEQr7c0-dw Read·also: <del> <details> <summary> <object> <audio·src="/x"> ]]> \x00 \u2028 \ud800
    <figure·class="wp-block-gallery"> <blockquote·class="twitter-tweet"> <q> <a·href="/x">""".split()
).map(lambda piece: piece.replace("·", " "))
TEXTS = st.lists(PIECES | st.text(max_size=6) | st.just("\n\n"), max_size=25).map("".join)


def converted(text):
    return desk_body(text, Surroundings(Library(), ADDRESSES, reused={"1": '<p>r</p><!-- wp:block {"ref":1} /-->'}))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_comes_out_clean(text):
    made = converted(text)
    html = re.sub(r'<figure data-import-image="[^"<>]*">(<figcaption>[^<>]*</figcaption>)?</figure>', "", made.html)
    html = re.sub(r"<div data-import-(?:gallery|related)>|</div>", "", html)
    html = re.sub(r"<figcaption>[^<>]*</figcaption>", "", html)
    clean = sanitise(html)
    # Nothing outside the dialect: the desk's own tidying takes no tag and no word away.
    assert re.sub(r"<[^>]*>|\s", "", clean) == re.sub(r"<[^>]*>|\s", "", html)
    assert not re.search(
        r"<(?:script|iframe|img|svg|style|object)|\son\w+=|javascript:", re.sub(r">[^<]*<", "><", html)
    )


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_becomes_plain(text):
    assert "\n" not in plain(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='aisbdN:;{}"0123456789-') | st.text())
def test_any_text_unserialized_never_raises(text):
    unserialized(text)


@pytest.mark.parametrize(
    "long",
    [
        "[" * 20_000,
        '[a "' * 20_000,
        "[x y='" * 20_000,
        "<" * 100_000,
        "<a " * 20_000,
        "<!--" * 20_000,
        "<!-- wp:" * 20_000,
        "<div>" * 20_000,
        "<b>x\n\n" * 20_000,
        "<img src=/a.jpg>" * 5_000,
        "<pre>" * 20_000,
        "[gallery ids=1]" * 5_000,
        "<p>Read also:</p>" * 5_000,
        "<!-- wp:group -->" * 20_000,
        "<p>" + "<a href='/x'>y</a>" * 10_000,
        "&" * 200_000,
        "x" + "<br>" * 20_000 + "y",
        "<pre>x" + "\n" * 20_000 + "y</pre>",
        "x" + " " * 200_000 + "y",
        "\n" * 300_000,
        "<script" * 20_000,
        "[caption]" * 10_000 + "[/caption]" * 10_000,
        "<figure class='wp-block-gallery'>" * 150 + "<img src=/a.jpg>" * 1_000,
        "\n https://a.example/" * 5_000,
    ],
    ids=lambda long: long[:16].strip(),
)
def test_long_nonsense_takes_no_longer_than_it_is_long(long):
    began = time.process_time()
    converted(long)
    assert time.process_time() - began < 10
