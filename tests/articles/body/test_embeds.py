"""Cards for things on other sites: known players, plain links for the rest, nothing loaded."""

from urllib.parse import urlsplit

import pytest

from articles.body.embeds import FRAME_HOSTS, PROVIDERS, player_for
from articles.body.pipeline import Form, render

KNOWN = [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
    ("https://youtu.be/dQw4w9WgXcQ?t=42", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=42"),
    ("https://youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
    ("https://vimeo.com/76979871/0123abcdef", "https://player.vimeo.com/video/76979871?h=0123abcdef&dnt=1&autoplay=1"),
    ("https://x.com/lantern/status/20?s=20", "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=20"),
    ("https://twitter.com/lantern/status/20", "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=20"),
    ("https://t.me/durov/43", "https://t.me/durov/43?embed=1"),
    ("https://t.me/s/durov/43", "https://t.me/durov/43?embed=1"),
    ("https://soundcloud.com/lantern/the-border", "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Flantern%2Fthe-border&auto_play=true"),
    ("https://datawrapper.dwcdn.net/abcDE/3/", "https://datawrapper.dwcdn.net/abcDE/"),
    ("https://www.datawrapper.de/_/abcDE/", "https://datawrapper.dwcdn.net/abcDE/"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "src"), KNOWN)
def test_known_players(url, src):
    player = player_for(url)
    assert player is not None
    assert player.src == src
    parts = urlsplit(src)
    assert f"{parts.scheme}://{parts.netloc}" in FRAME_HOSTS


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "https://www.youtube.com/@lantern",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ%22onload",
        "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evilyoutube.com/watch?v=dQw4w9WgXcQ",
        "https://x.com/lantern",
        "https://t.me/durov",
        "https://t.me/joinchat/AAAA",
        "https://[bad",
        "",
    ],
)
def test_everything_else_is_a_link(url):
    assert player_for(url) is None


def test_every_provider_is_tried_here():
    assert {player_for(url).provider for url, _src in KNOWN} == {p.name for p in PROVIDERS}


def test_the_card_is_a_link_that_loads_nothing(sources):
    page = render('<cms-embed data-url="https://youtu.be/dQw4w9WgXcQ"></cms-embed>', sources)
    assert 'data-embed-src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"' in page
    assert 'data-embed-ratio="16/9"' in page
    assert '<a href="https://youtu.be/dQw4w9WgXcQ" rel="noopener">Watch on YouTube</a>' in page
    assert "youtu.be" in page
    assert " src=" not in page


def test_an_unknown_site_has_no_player(sources):
    page = render('<cms-embed data-url="https://example.org/a?b=1&c=2"></cms-embed>', sources)
    assert "data-embed-src" not in page
    assert 'class="embed embed-link"' in page
    assert "See it on example.org" in page


@pytest.mark.parametrize("form", [Form.LITE, Form.FEED, Form.PRINT])
def test_other_forms_have_a_plain_link(sources, form):
    page = render('<cms-embed data-url="https://vimeo.com/76979871"></cms-embed>', sources, form)
    assert page == ('<p><a href="https://vimeo.com/76979871" rel="noopener">Vimeo: https://vimeo.com/76979871</a></p>')
