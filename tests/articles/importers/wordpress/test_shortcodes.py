"""Shortcodes: the known ones become what they show, the unknown are taken off and noted, prose in brackets stays."""

import pytest


def notes(made):
    return [(note.about, note.what) for note in made.notes]


def test_captions(body):
    made = body(
        '[caption id="attachment_7" align="alignnone" width="300"]<a href="/wp-content/uploads/p7.jpg">'
        '<img src="/wp-content/uploads/p7-300x200.jpg" alt=""></a> The <em>old</em> bridge[/caption]\n\nWords.'
    )
    assert made.html == '<figure data-import-image="7"><figcaption>The old bridge</figcaption></figure><p>Words.</p>'


def test_the_old_way_of_captions(body):
    made = body('[caption width="9" caption="Said &quot;so&quot;"]<img class="wp-image-8" src="/x.jpg">[/caption]')
    assert made.html == '<figure data-import-image="8"><figcaption>Said "so"</figcaption></figure>'


@pytest.mark.parametrize(
    ("shortcode", "keys"),
    [
        ('[gallery ids="9,7"]', ["9", "7"]),
        ("[gallery include='8,9']", ["8", "9"]),
        ("[gallery ids=”7,8”]", ["7", "8"]),
        ("[gallery]", ["8", "7"]),
        ("[gallery exclude=8 columns=2]", ["7"]),
        ("[gallery order=DESC]", ["7", "8"]),
    ],
)
def test_galleries(body, shortcode, keys):
    made = body(shortcode, beside=["8", "7"])
    assert [image.key for image in made.images] == keys
    assert made.html.count("<figure") == len(keys)
    assert ("data-import-gallery" in made.html) == (len(keys) > 1)


def test_a_gallery_nobody_knows_is_noted(body):
    made = body("Words.\n\n[gallery]")
    assert (made.html, notes(made)) == ("<p>Words.</p>", [("gallery", "[gallery]")])


@pytest.mark.parametrize(
    ("shortcode", "html"),
    [
        (
            "[embed]https://youtu.be/SQEQr7c0-dw[/embed]",
            '<cms-embed data-url="https://youtu.be/SQEQr7c0-dw"></cms-embed>',
        ),
        ("[embed width=9]https://vimeo.com/1234[/embed]", '<cms-embed data-url="https://vimeo.com/1234"></cms-embed>'),
        ("[youtube SQEQr7c0-dw]", '<cms-embed data-url="https://www.youtube.com/watch?v=SQEQr7c0-dw"></cms-embed>'),
        ("[youtube=https://youtu.be/SQEQr7c0-dw]", '<cms-embed data-url="https://youtu.be/SQEQr7c0-dw"></cms-embed>'),
        ('[vimeo id="1234"]', '<cms-embed data-url="https://vimeo.com/1234"></cms-embed>'),
        ("[tweet 123456]", '<cms-embed data-url="https://x.com/i/status/123456"></cms-embed>'),
        (
            '[audio mp3="https://lantern.example/a.mp3"][/audio]',
            '<p><a href="https://lantern.example/a.mp3">a.mp3</a></p>',
        ),
        (
            '[video width="9" mp4="https://lantern.example/a.mp4" /]',
            '<p><a href="https://lantern.example/a.mp4">a.mp4</a></p>',
        ),
        ("[pullquote]Said.[/pullquote]", '<aside data-pullquote=""><p>Said.</p></aside>'),
        ("[sourcecode]if a < b:\n  [x][/sourcecode]", "<p>if a &lt; b:<br>\u00a0\u00a0[x]</p>"),
        ("Said[efn_note]See there.[/efn_note].", '<p>Said<cms-footnote data-text="See there."></cms-footnote>.</p>'),
    ],
)
def test_other_known_ones(body, shortcode, html):
    assert body(shortcode).html.replace("</p>\n</aside>", "</p></aside>") == html


@pytest.mark.parametrize(
    ("text", "html", "name"),
    [
        ('[su_box title="x"]Kept.[/su_box]', "<p>Kept.</p>", "su_box"),
        ('Before [contact-form-7 id="4"] after.', "<p>Before  after.</p>", "contact-form-7"),
        ("[newsletter]\n\nWords.", "<p>Words.</p>", "newsletter"),
        ("[row][col size=6]A[/col][col size=6]B[/col][/row]", "<p>AB</p>", "col"),
        ("<!-- wp:shortcode -->[Anything here]<!-- /wp:shortcode -->", "", "anything"),
        ("[vc_row unclosed=1]Words.", "<p>Words.</p>", "vc_row"),
    ],
)
def test_unknown_ones_are_taken_off_and_noted(body, text, html, name):
    made = body(text)
    assert made.html == html
    assert ("shortcode", name) in notes(made)


@pytest.mark.parametrize(
    "prose",
    [
        "He said [sic] so.",
        "“[The president] knew,” she said.",
        "[Putin] lied.",
        "[self-proclaimed] republics",
        "[1] A note. [a] Another.",
        "[I don't know]",
        "[…] and on",
        "Words [are they not?] here.",
        "[laughter]",
    ],
)
def test_brackets_in_prose_stay(body, prose):
    made = body(prose)
    assert made.html == f"<p>{prose}</p>"
    assert not made.notes


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Write [[gallery]] there.", "<p>Write [gallery] there.</p>"),
        ("Write [[embed]x[/embed]] there.", "<p>Write [embed]x[/embed] there.</p>"),
    ],
)
def test_shortcodes_written_twice_are_shown(body, text, html):
    assert body(text).html == html


def test_a_playlist_is_noted(body):
    made = body('[playlist ids="1,2"]')
    assert (made.html, notes(made)) == ("", [("shortcode", "[playlist 1,2]")])


@pytest.mark.parametrize(("text", "shown"), [("[credits 5.6]", ""), ("[page 5]", "<p>[page 5]</p>")])
def test_a_number_alone_is_an_attribute_and_no_page(body, text, shown):
    assert body(f"<p>Words.</p>\n\n{text}").html.replace("\n", "") == f"<p>Words.</p>{shown}"
    assert body(f"Since {text} all is new.").html == f"<p>Since {text} all is new.</p>"
