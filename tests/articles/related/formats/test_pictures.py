"""The picture beside a headline: the largest sensible one, and nothing that is no picture of the story."""

import pytest

from articles.related.formats.pictures import is_picture

BASE = "https://outlet.example"


def media(url: str, **attributes: object) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<media:content url="{BASE}/{url}"{said}/>'


def in_text(*images: str) -> str:
    return f"<description><![CDATA[<p>Words</p>{''.join(images)}]]></description>"


@pytest.mark.parametrize(
    ("inside", "picture"),
    [
        (media("a.jpg"), "a.jpg"),
        (media("a", medium="image"), "a"),
        (media("a", type="image/webp"), "a"),
        (media("film.mp4", medium="video", type="video/mp4"), ""),
        (media("s.jpg", width=140) + media("l.jpg", width=1200) + media("m.jpg", width=460), "l.jpg"),
        (media("huge.jpg", width=9000) + media("fit.jpg", width=1600), "fit.jpg"),
        (f"<media:group>{media('a.jpg', width=300)}{media('b.jpg', width=700)}</media:group>", "b.jpg"),
        (f'<media:thumbnail url="{BASE}/t.jpg" width="640" height="360"/>', "t.jpg"),
        (f'<media:thumbnail url="{BASE}/t.jpg" width="66" height="49"/>', "t.jpg"),
        (
            f'<media:thumbnail url="{BASE}/t.jpg" width="66" height="49"/>' + in_text(f'<img src="{BASE}/in.jpg">'),
            "in.jpg",
        ),
        (f'<media:content><media:thumbnail url="{BASE}/t.jpg"/></media:content>', "t.jpg"),
        (f'<link>{BASE}/<media:content><media:thumbnail url="{BASE}/t.jpg"/></media:content></link>', "t.jpg"),
        (f'<enclosure url="{BASE}/e.jpg" type="image/jpeg" length="1"/>', "e.jpg"),
        (f'<enclosure url="{BASE}/e.JPG?w=300"/>', "e.JPG?w=300"),
        (f'<enclosure url="{BASE}/a.mp3" type="audio/mpeg"/>', ""),
        (f'<itunes:image href="{BASE}/show.jpg"/>', "show.jpg"),
        (f'<itunes:image href="{BASE}/show.jpg"/>' + in_text(f'<img src="{BASE}/in.jpg">'), "in.jpg"),
        (f"<image>{BASE}/i.jpg</image>", "i.jpg"),
        (f"<image><url>{BASE}/i.jpg</url><title>x</title></image>", "i.jpg"),
        (in_text('<img src="/in.jpg">'), "in.jpg"),
        (in_text('<figure><img src="/in.jpg"><figcaption>x</figcaption></figure>'), "in.jpg"),
        (in_text('<img src="/first.jpg"><img src="/second.jpg">'), "first.jpg"),
        (in_text('<img src="data:image/gif;base64,R0" data-src="/late.jpg">'), "late.jpg"),
        (in_text('<img src="/blank.gif" data-lazy-src="/late.jpg">'), "late.jpg"),
        (in_text('<img srcset="/a.jpg 300w, /b.jpg 1200w, /c.jpg 4000w">'), "b.jpg"),
        (in_text('<noscript><img src="/in.jpg"></noscript>'), "in.jpg"),
        (in_text('<img src="/p.jpg?w=100" srcset="/p.jpg?w=400 400w, /p.jpg?w=1200 1200w">'), "p.jpg?w=1200"),
        (in_text('<img src="/p.jpg" srcset="/p.jpg 1x,/p2.jpg 2x">'), "p2.jpg"),
        (in_text('<img src="/s.jpg" data-src="/m.jpg" data-srcset="/m.jpg 600w,/l.jpg 1600w">'), "l.jpg"),
        (in_text('<img src="/in.jpg" srcset="data:image/gif;base64,R0lGOD 1w">'), "in.jpg"),
        (in_text('<figure><img class="lazy" src="x"><noscript><img src=x></noscript></figure>'), ""),
        (in_text('<img src="/img/placeholder.png"><noscript><img src="/in.jpg"></noscript>'), "in.jpg"),
        # No pictures of the story.
        (in_text('<img src="/counter.gif" width="1" height="1">'), ""),
        (in_text('<img src="http://feeds.feedburner.com/~r/outlet/~4/abc">'), ""),
        (in_text('<img src="https://pixel.wp.com/b.gif?host=x">'), ""),
        (in_text('<img src="https://ad.doubleclick.net/ad/x.jpg">'), ""),
        (in_text('<img src="https://s.w.org/images/core/emoji/14/72x72/1f600.png" class="wp-smiley">'), ""),
        (in_text('<img class="emoji" src="/smile.png">'), ""),
        (in_text('<img src="/img/icons/telegram.png">'), ""),
        (in_text('<img src="/img/facebook.png">'), ""),
        (in_text('<img src="/plugins/flattr-badge-large.png">'), ""),
        (in_text('<img src="https://secure.gravatar.com/avatar/abc?s=96">'), ""),
        (in_text('<img src="/photo-32x32.jpg">'), ""),
        (in_text('<img src="/logo.svg">'), ""),
        (in_text('<img src="data:image/png;base64,AAAA">'), ""),
        (in_text('<img src="javascript:alert(1)">'), ""),
        (in_text("<img alt='nothing'>"), ""),
        # Pictures of the story all the same.
        (in_text('<img src="/2024/avatar-2-review.jpg">'), "2024/avatar-2-review.jpg"),
        (in_text('<img src="/2024/google-pixel-8.jpg">'), "2024/google-pixel-8.jpg"),
        (in_text('<img src="/2024/why-we-left-facebook.jpg">'), "2024/why-we-left-facebook.jpg"),
        (in_text('<img src="/2024/fashion-icon-dies.jpg">'), "2024/fashion-icon-dies.jpg"),
        (media("twitter.png", medium="image"), "twitter.png"),
    ],
)
def test_the_picture_of_an_item(rss_item, inside, picture):
    assert rss_item(f"<title>T</title>{inside}").picture_url == (f"{BASE}/{picture}" if picture else "")


@pytest.mark.parametrize(
    ("kind", "url", "medium", "answer"),
    [
        ("image/jpeg", "x", "", True),
        ("", "a.webp", "", True),
        ("", "a?fm=jpg", "", True),
        ("", "a.php", "", False),
        ("text/html", "a.jpg", "", False),
        ("image/svg+xml", "a.svg", "", False),
        ("video/mp4", "a.jpg", "image", True),
        (None, None, None, False),
        ({}, [], 5, False),
    ],
)
def test_attachments_that_are_pictures(kind, url, medium, answer):
    assert is_picture(kind, url, medium) is answer
