"""What becomes of a post's text: paragraphs, blocks, pictures, other sites' things, lists of related articles."""

import json
import re

import pytest

EMBED = '<cms-embed data-url="{}"></cms-embed>'


def flat(made):
    return made.html.replace("\n", "")


def notes(made):
    return [(note.about, note.what) for note in made.notes]


@pytest.mark.parametrize(
    ("classic", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One\nline <em>and\nmore</em>.", "<p>One<br>line <em>and<br>more</em>.</p>"),
        ("One.<br />\nTwo.", "<p>One.<br>Two.</p>"),
        ("One.\r\n\r\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("<strong>One.\n\nTwo.</strong>", "<p><strong>One.</strong></p>\n<p><strong>Two.</strong></p>"),
        ("<h2>Head</h2>\nWords.", "<h2>Head</h2><p>Words.</p>"),
        ("<ul>\n\t<li>one</li>\n\t<li>two</li>\n</ul>", "<ul><li>one</li><li>two</li></ul>"),
        ("<blockquote>Said.\n\nSaid more.</blockquote>", "<blockquote><p>Said.</p>\n<p>Said more.</p>\n</blockquote>"),
        ("<p>One.</p>\n\n<p>Two.</p>", "<p>One.</p>\n<p>Two.</p>"),
        ("<div>One.\n\nTwo.</div>", "<p>One.</p>\n<p>Two.</p>"),
        ("Before.<!--more Go on-->\n\nAfter.", "<p>Before.</p>\n<p>After.</p>"),
        ("Page 1\n\n<!--nextpage-->\n\nPage 2", "<p>Page 1</p>\n<p>Page 2</p>"),
        ("<pre>a\n  b\n\nc</pre>", "<p>a<br>\u00a0\u00a0b<br><br>c</p>"),
        (
            "<table><tr><td>a</td>\n<td>b</td></tr></table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
        ),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("<del>gone</del> <ins>new</ins>", "<p><s>gone</s> new</p>"),
        ('<span style="font-weight: 700">bold</span>', "<p><strong>bold</strong></p>"),
        ("", ""),
        ("   \n&nbsp;\n ", ""),
    ],
)
def test_paragraphs_of_a_classic_text(body, classic, html):
    assert body(classic).html.replace("</p>\n<p>", "</p><p>") == html.replace("</p>\n<p>", "</p><p>")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<iframe srcdoc="&lt;script>alert(1)&lt;/script>"></iframe>',
        '<img src="x" onerror="alert(1)">',
        '<svg onload="alert(1)">',
        '[caption caption="<script>alert(1)</script>"]<img src="/a.jpg">[/caption]',
        "[embed]javascript:alert(1)[/embed]",
        '[youtube id="&quot;><script>alert(1)</script>"]',
        '<!-- wp:embed {"url":"javascript:alert(1)"} /-->',
        '<!-- wp:cover {"url":"\\" onerror=alert(1) x=\\""} /-->',
        '<img src="/a.jpg" alt="&quot;><script>alert(1)</script>">',
        '<form action="https://evil.example"><input name="q"><button>Go</button></form>',
    ],
)
def test_nothing_that_runs_is_left(body, hostile):
    html = body(f"<p>Before.</p>{hostile}<p>After.</p>").html
    assert not re.search(r"<script|<[^>]*\son\w+=|javascript:|<iframe|<svg", html)
    assert "Before." in html
    assert "After." in html


def test_stand_ins_of_the_desk_in_a_post_mean_nothing(body):
    made = body(
        '<p>x</p><cms-picture data-picture="1"></cms-picture><cms-read-also data-article="5"></cms-read-also>'
        '<p><a data-article="9" href="https://a.example">y</a></p>'
    )
    assert flat(made) == '<p>x</p><p><a href="https://a.example">y</a></p>'


# Blocks


def test_blocks_lose_their_comments(body):
    made = body(
        '<!-- wp:heading {"level":3} -->\n<h3 class="wp-block-heading">Head</h3>\n<!-- /wp:heading -->\n\n'
        "<!-- wp:paragraph -->\n<p>Words.</p>\n<!-- /wp:paragraph -->"
    )
    assert made.html == "<h3>Head</h3>\n<p>Words.</p>"
    assert not made.notes


def test_nested_blocks_give_what_they_hold(body):
    made = body(
        '<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div class="wp-block-column">'
        "<!-- wp:paragraph --><p>Left.</p><!-- /wp:paragraph --></div><!-- /wp:column --><!-- wp:column -->"
        '<div class="wp-block-column"><!-- wp:list --><ul><!-- wp:list-item --><li>Right.</li><!-- /wp:list-item -->'
        "</ul><!-- /wp:list --></div><!-- /wp:column --></div><!-- /wp:columns -->"
    )
    assert made.html == "<p>Left.</p><ul><li>Right.</li></ul>"


@pytest.mark.parametrize(
    "malformed",
    [
        "<!-- wp:paragraph --><p>Words.</p>",
        "<p>Words.</p><!-- /wp:paragraph -->",
        '<!-- wp:paragraph {"a": --><p>Words.</p><!-- /wp:paragraph -->',
        "<!-- wp:group --><!-- wp:paragraph --><p>Words.</p><!-- /wp:group --><!-- /wp:paragraph -->",
        '<!-- wp:paragraph {"a":"}"} --><p>Words.</p><!-- /wp:paragraph --><!-- wp:paragraph',
        "<!-- wp:group -->" * 200 + "<p>Words.</p>",
        "<!-- wp:x " + '{"a":' * 5000 + "} --><p>Words.</p><!-- /wp:x -->",
    ],
)
def test_malformed_blocks_keep_their_words(body, malformed):
    assert "<p>Words.</p>" in body(malformed).html


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (
            '<figure class="wp-block-pullquote"><blockquote><p>Said.</p><cite>Her</cite></blockquote></figure>',
            '<aside data-pullquote=""><p>Said.</p><p><cite>Her</cite></p></aside>',
        ),
        (
            '<details class="wp-block-details"><summary>More</summary><p>Words.</p></details>',
            '<aside data-factbox=""><h3>More</h3><p>Words.</p></aside>',
        ),
        (
            '<figure class="wp-block-table"><table><tbody><tr><td>1</td></tr></tbody></table>'
            "<figcaption>Title</figcaption></figure>",
            "<table><caption>Title</caption><tbody><tr><td>1</td></tr></tbody></table>",
        ),
        ('<hr class="wp-block-separator"/>', "<hr>"),
        ('<pre class="wp-block-code"><code>a\n b</code></pre>', "<p>a<br>\u00a0b</p>"),
        (
            '<div class="wp-block-buttons"><div class="wp-block-button"><a href="https://a.example">Go</a></div></div>',
            '<p><a href="https://a.example">Go</a></p>',
        ),
        (
            '<div class="wp-block-file"><a href="https://lantern.example/a.pdf">Report</a>'
            '<a href="https://lantern.example/a.pdf" class="wp-block-file__button">Download</a></div>',
            '<p><a href="https://lantern.example/a.pdf">Report</a></p>',
        ),
    ],
)
def test_blocks_with_a_sister_here(body, block, html):
    assert body(f"<!-- wp:some -->{block}<!-- /wp:some -->").html == html


def test_what_wordpress_makes_anew_is_noted_once(body):
    made = body(
        "<!-- wp:latest-posts /--><!-- wp:latest-posts /--><p>Words.</p>"
        "<!-- wp:spacer --><div></div><!-- /wp:spacer -->"
    )
    assert made.html == "<p>Words.</p>"
    assert notes(made) == [("block", "latest-posts")]


def test_reused_blocks_are_put_in(body):
    again = '<!-- wp:block {"ref":5} /--><!-- wp:block {"ref":6} /-->'
    made = body(again, reused={"5": "<!-- wp:paragraph --><p>Again.</p><!-- /wp:paragraph -->"})
    assert made.html == "<p>Again.</p>"
    assert notes(made) == [("block", "6")]


def test_a_block_that_reuses_itself_ends(body):
    assert (
        "Loop." in body('<!-- wp:block {"ref":5} /-->', reused={"5": '<p>Loop.</p><!-- wp:block {"ref":5} /-->'}).html
    )


def test_footnotes_stand_where_they_are_called(body):
    footnotes = json.dumps([{"id": "a-1", "content": "See <em>the</em> report."}])
    made = body(
        '<!-- wp:paragraph --><p>Said<sup data-fn="a-1" class="fn"><a href="#a-1">1</a></sup>.</p>'
        "<!-- /wp:paragraph -->"
        "<!-- wp:footnotes /-->",
        footnotes=footnotes,
    )
    assert made.html == '<p>Said<cms-footnote data-text="See the report."></cms-footnote>.</p>'


# Pictures


@pytest.mark.parametrize(
    "markup",
    [
        '<img class="alignleft wp-image-7" src="https://lantern.example/wp-content/uploads/p7-300x200.jpg">',
        '<img src="https://lantern.example/wp-content/uploads/p7-1024x683.jpg" srcset="x 1x">',
        '<img src="http://www.lantern.example/wp-content/uploads/p7.jpg?w=640">',
        '<img src="/wp-content/uploads/p7.jpg">',
        '<img src="data:image/gif;base64,R0" data-src="https://lantern.example/wp-content/uploads/p7-scaled.jpg">',
        '<img src="https://i0.wp.com/lantern.example/wp-content/uploads/p7.jpg?ssl=1">',
        '<a href="https://lantern.example/wp-content/uploads/p7.jpg"><img class="wp-image-7" src=""></a>',
        '<figure class="wp-block-image"><img class="wp-image-7" src="https://lantern.example/wp-content/uploads/p7.jpg"/></figure>',
    ],
)
def test_every_size_of_a_picture_is_the_picture(body, markup):
    made = body(f"<p>{markup}</p>" if "<figure" not in markup else markup)
    assert made.html == '<figure data-import-image="7"></figure>'
    assert [image.key for image in made.images] == ["7"]


def test_a_picture_the_library_does_not_know_is_its_original(body):
    made = body('<img src="https://lantern.example/wp-content/uploads/new-300x200.jpg" alt="A bridge">')
    [image] = made.images
    assert image.key == image.url == "https://lantern.example/wp-content/uploads/new.jpg"
    assert image.alt == "A bridge"


def test_a_picture_inside_a_paragraph_is_lifted_out(body):
    made = body('<p>Before <img class="wp-image-7" src="/wp-content/uploads/p7.jpg"> after.</p>')
    assert '<figure data-import-image="7"></figure>' in made.html
    assert made.html.startswith("<p>Before</p>")
    assert "after." in made.html


def test_line_ends_around_a_picture_go_with_it(body):
    made = body('Before.\n<img class="wp-image-7" src="/wp-content/uploads/p7.jpg">\nAfter.')
    assert flat(made) == '<p>Before.</p><figure data-import-image="7"></figure><p>After.</p>'


def test_captions_of_html_in_a_classic_text(body):
    made = body(
        '<div class="wp-caption"><img class="wp-image-7" src="/wp-content/uploads/p7.jpg">'
        '<p class="wp-caption-text">By Ann</p></div>After.'
    )
    assert flat(made) == '<figure data-import-image="7"><figcaption>By Ann</figcaption></figure><p>After.</p>'


def test_captions_with_links_become_plain(body):
    made = body(
        '<figure class="wp-block-image"><img class="wp-image-7" src="/wp-content/uploads/p7.jpg"/>'
        '<figcaption>By <a href="https://a.example">Ann</a> &amp; Bo</figcaption></figure><p>Words.</p>'
    )
    assert made.html == '<figure data-import-image="7"><figcaption>By Ann &amp; Bo</figcaption></figure><p>Words.</p>'


def test_galleries_of_blocks(body):
    images = "".join(
        f'<figure class="wp-block-image"><img class="wp-image-{n}" src="/p{n}.jpg"/>'
        f"<figcaption>No {n}</figcaption></figure>"
        for n in (8, 7)
    )
    made = body(f'<figure class="wp-block-gallery">{images}<figcaption>All</figcaption></figure>')
    assert made.html == (
        '<div data-import-gallery><figure data-import-image="8"><figcaption>No 8</figcaption></figure>'
        '<figure data-import-image="7"><figcaption>No 7</figcaption></figure><figcaption>All</figcaption></div>'
    )


def test_smileys_are_words_and_counters_nothing(body):
    made = body(
        '<p>Well <img src="https://s.w.org/images/core/emoji/11/72x72/1f642.png" class="emoji" alt="🙂"></p>'
        '<img src="https://count.example/p.gif" width="1" height="1">'
    )
    assert (made.html, made.images) == ("<p>Well 🙂</p>", ())


def test_a_picture_without_an_address_is_noted(body):
    made = body('<p>x</p><img src="data:image/png;base64,AAAA">')
    assert (made.html, [about for about, _what in notes(made)]) == ("<p>x</p>", ["picture"])


def test_where_a_picture_led_is_noted(body):
    made = body('<a href="https://shop.example/book"><img class="wp-image-7" src="/wp-content/uploads/p7.jpg"></a>')
    assert notes(made) == [("link", "https://shop.example/book")]


# From other sites


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("https://www.youtube.com/watch?v=SQEQr7c0-dw", "https://www.youtube.com/watch?v=SQEQr7c0-dw"),
        ("Words.\nhttps://youtu.be/SQEQr7c0-dw\nWords.", "https://youtu.be/SQEQr7c0-dw"),
        ("<p>https://vimeo.com/76979871</p>", "https://vimeo.com/76979871"),
        ('<iframe src="//www.youtube.com/embed/SQEQr7c0-dw?rel=0"></iframe>', "https://www.youtube.com/embed/SQEQr7c0-dw?rel=0"),
        (
            '<blockquote class="twitter-tweet"><p>Hi</p>'
            '<a href="https://twitter.com/a/status/12345?ref=x">1 May</a></blockquote>'
            "<script src='https://platform.twitter.com/widgets.js'></script>",
            "https://twitter.com/a/status/12345?ref=x",
        ),
        ('<!-- wp:embed {"url":"https:\\/\\/youtu.be\\/SQEQr7c0-dw"} --><figure class="wp-block-embed"><div '
         'class="wp-block-embed__wrapper">\nhttps://youtu.be/SQEQr7c0-dw\n</div></figure><!-- /wp:embed -->',
         "https://youtu.be/SQEQr7c0-dw"),
        ('<!-- wp:core-embed/youtube {"url":"https://youtu.be/SQEQr7c0-dw"} /-->', "https://youtu.be/SQEQr7c0-dw"),
        ('<iframe src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/forss/flickermood"></iframe>',
         "https://soundcloud.com/forss/flickermood"),
    ],
)  # fmt: skip
def test_players_the_desk_knows(body, markup, address):
    made = body(markup)
    assert EMBED.format(address.replace("&", "&amp;")) in made.html
    assert not made.notes


def test_others_become_links_and_are_noted(body):
    made = body('<iframe src="https://www.google.com/maps/embed?pb=1" title="Map"></iframe>')
    assert made.html == '<p><a href="https://www.google.com/maps/embed?pb=1">Map</a></p>'
    assert notes(made) == [("embed", "google.com")]


def test_an_address_in_a_sentence_stays_one(body):
    assert (
        body("See https://youtu.be/SQEQr7c0-dw for more.").html == "<p>See https://youtu.be/SQEQr7c0-dw for more.</p>"
    )


def test_films_and_sounds_are_links_under_their_captions(body):
    made = body('<figure class="wp-block-audio"><audio src="/a.mp3"></audio><figcaption>Song</figcaption></figure>')
    assert made.html == '<p><a href="https://lantern.example/a.mp3">Song</a></p>'


# Links and related


def test_links_without_a_host_lead_to_the_old_site(body):
    assert body('<p><a href="/about/">x</a> <a href="?p=3">y</a> <a href="#z">z</a></p>').html == (
        '<p><a href="https://lantern.example/about/">x</a> <a href="https://lantern.example/?p=3">y</a> z</p>'
    )


A = '<a href="https://lantern.example/a/">First</a>'
B = '<a href="/b/">Second</a>'
BOTH = (
    '<div data-import-related><p><a href="https://lantern.example/a/">First</a></p>'
    '<p><a href="https://lantern.example/b/">Second</a></p></div>'
)


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>Read also: {A}, {B}</p>",
        f"<p><strong>Читайте також:</strong> {A}<br>{B}</p>",
        f"<h3>Related</h3><ul><li>{A}</li><li>{B}</li></ul>",
        f"<p><strong>Read more:</strong></p><p>{A}</p><p>{B}</p>",
        f"<p>Читайте также:</p><ul><li>{A}</li><li>{B}</li></ul>",
        f"<ul><li>Read also:</li><li>{A}</li><li>{B}</li></ul>",
        f"<div><p>Related stories</p><ul><li>{A}</li><li>{B}</li></ul></div>",
    ],
)
def test_lists_of_related_articles(body, markup):
    assert flat(body(f"<p>Words.</p>{markup}<p>More.</p>")) == f"<p>Words.</p>{BOTH}<p>More.</p>"


@pytest.mark.parametrize(
    "markup",
    [
        '<p>Read also: <a href="https://other.example/">elsewhere</a></p>',
        f"<p>Read also what {A} has to say about it.</p>",
        f"<p>Related costs rose, as {A} found.</p>",
        "<p>Read more books.</p>",
        "<p>Read also:</p><p>Nothing here.</p>",
    ],
)
def test_what_only_looks_like_one_stays(body, markup):
    assert "data-import-related" not in body(markup).html


def test_an_own_article_shown_as_a_card_is_related(body):
    made = body(
        '<!-- wp:embed {"url":"https://lantern.example/a/"} -->'
        '<figure class="wp-block-embed"></figure><!-- /wp:embed -->'
    )
    assert made.html.startswith('<div data-import-related><p><a href="https://lantern.example/a/">')


def test_a_page_in_an_attribute_of_a_frame_leaves_nothing(body):
    made = body('<p>One.</p><iframe width="9" srcdoc="<script>alert(1)</script><p>x</p>"></iframe><p>Two.</p>')
    assert "srcdoc" not in made.html and "alert" not in made.html and "iframe" not in made.html
    assert made.html.index("One.") < made.html.index("Two.")


def test_code_that_loses_its_shape_is_said(body):
    (note,) = body("<pre>let a = 1</pre>").notes
    assert (note.about, note.what) == ("pre", "let a = 1")
