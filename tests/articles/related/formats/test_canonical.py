"""One story has one address and one headline, whatever a feed adds or an editor changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.related.formats.addresses import web_address
from articles.related.formats.canonical import canonical_url, identity_key, near, title_key


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://o.example/a?utm_source=rss&utm_medium=feed&utm_campaign=x", "https://o.example/a"),
        ("https://o.example/a?id=5&fbclid=x&b=2&gclid=y", "https://o.example/a?id=5&b=2"),
        ("https://o.example/a?b=2&a=1", "https://o.example/a?b=2&a=1"),
        ("https://www.bbc.co.uk/news/1?at_medium=RSS&at_campaign=KARANGA", "https://www.bbc.co.uk/news/1"),
        ("https://www.bbc.co.uk/news/1?ns_mchannel=social&ns_source=x", "https://www.bbc.co.uk/news/1"),
        ("https://o.example/a?CMP=Share_iOSApp_Other", "https://o.example/a"),
        ("https://o.example/a?mc_cid=1&mc_eid=2&_ga=3", "https://o.example/a"),
        ("https://o.example/a?ref=rss", "https://o.example/a"),
        ("https://o.example/a?ref=78123&cid=9", "https://o.example/a?ref=78123&cid=9"),
        ("https://o.example/a?source=rss----abc", "https://o.example/a?source=rss----abc"),
        ("https://o.example/a#comments", "https://o.example/a"),
        ("https://o.example/#!/story/5", "https://o.example/#!/story/5"),
        ("HTTPS://O.Example:443/A/", "https://o.example/A/"),
        ("http://o.example:80", "http://o.example/"),
        ("http://o.example:8080/a", "http://o.example:8080/a"),
        ("https://o.example/%7euser/%d0%b0", "https://o.example/~user/%D0%B0"),
        ("https://o.example/міст", "https://o.example/%D0%BC%D1%96%D1%81%D1%82"),
        ("https://газета.укр/", "https://xn--80aahjj1e.xn--j1amh/"),
        (
            "https://news.google.com/rss/articles/CBMi?oc=5&utm_source=x",
            "https://news.google.com/rss/articles/CBMi?oc=5&utm_source=x",
        ),
        ("http://feedproxy.google.com/~r/x/~3/y/?utm_source=x", "http://feedproxy.google.com/~r/x/~3/y/?utm_source=x"),
        ("https://www.google.com/url?rct=j&url=https://o.example/a%3Futm_source%3Dx&ct=ga", "https://o.example/a"),
        (
            "https://www.youtube.com/watch?v=abc&feature=youtu.be",
            "https://www.youtube.com/watch?v=abc&feature=youtu.be",
        ),
        ("javascript:alert(1)", ""),
        ("ftp://o.example/a", ""),
        ("mailto:ada@o.example", ""),
        ("https://user:secret@o.example/", ""),
        ("https://[o.example/", ""),
        ("https://", ""),
        ("/relative", ""),
        ("", ""),
        ("https://o.example/" + "a" * 3000, ""),
    ],
)
def test_canonical_url(url, kept):
    assert canonical_url(url) == kept
    assert canonical_url(kept) == kept


@pytest.mark.parametrize(
    "other",
    [
        "http://o.example/news/a", "https://www.o.example/news/a/", "https://m.o.example/news/a", "https://o.example/news/a/amp",
        "https://amp.o.example/news/a?amp=1", "https://o.example/amp/news/a", "https://o.example/news//a",
        "https://o.example/news/a?outputType=amp", "https://O.EXAMPLE/news/a/index.html", "https://o.example/news/a?utm_source=x#top",
        "https://www.m.o.example/news/a",
    ],
)  # fmt: skip
def test_identity_of_one_page(other):
    assert identity_key(other) == identity_key("https://o.example/news/a") == "o.example/news/a"


def test_identity_of_other_pages():
    pages = ["https://o.example/a", "https://o.example/b", "https://o.example/a?id=1", "https://o.example/a?id=2",
             "https://p.example/a", "https://o.example/A", "https://m.example/a", "https://o.example/camp"]  # fmt: skip
    assert len({identity_key(page) for page in pages}) == len(pages)
    assert identity_key("https://o.example/a?x=1&y=2") == identity_key("https://o.example/a?y=2&x=1")
    assert identity_key("javascript:x") == ""


@given(st.text(max_size=200), st.sampled_from(["", "https://o.example/a/b?c", "x:"]))
def test_any_address_is_web_or_nothing(value, base):
    for address in (web_address(value, base), canonical_url(value)):
        assert address == "" or address.startswith(("http://", "https://"))
        assert not any(char <= " " or char in '<>"`' or ord(char) > 126 for char in address)
    assert identity_key(canonical_url(value)) == identity_key(value)


SAME = [
    ("Міст через Дніпро відкрили у понеділок", "МІСТ ЧЕРЕЗ ДНІПРО ВІДКРИЛИ У ПОНЕДІЛОК!"),
    ("Lukashenko says “active movements” have started", 'Lukashenko says "active movements" have started'),
    (
        "Police arrest two men over the London bridge attack - BBC News",
        "Police arrest two men over the London bridge attack",
    ),
    (
        "Police arrest two men over the bridge attack | Reuters",
        "Police arrest two men over the bridge attack — The Guardian",
    ),
    ("П’ять запитань про нову мобілізацію в Україні", "П'ять запитань про нову мобілізацію в Україні"),
    ("The minister of the economy has resigned in Warsaw", "Minister of economy has resigned in Warsaw"),
    ("Élections en France : la gauche appelle au barrage", "Elections en France: la gauche appelle au barrage"),
]
NEAR = [
    ("Уряд виділив гроші на відбудову моста на Херсонщині", "Уряд виділив гроші на відбудову мостів на Херсонщині"),
    ("Storm leaves thousands without power across northern Scotland on Monday night",
     "Storm leaves thousands without electricity across northern Scotland on Monday night"),
    ("Storm leaves thousands without power across northern Scotland on Monday night",
     "Storm leaves thousands without power across northern Scotland on Monday"),
]  # fmt: skip
APART = [
    ("Shelling of Kharkiv kills 2 people on Monday", "Shelling of Kharkiv kills 3 people on Monday"),
    ("War in Ukraine: what happened on day 100", "War in Ukraine: what happened on day 101"),
    ("Weather forecast", "Weather forecast"),
    ("Новини дня", "Новини дня"),
    ("", ""),
    ("Poland beats Ukraine in Warsaw", "Ukraine beats Poland in Warsaw"),
    ("Bridge opens in Kyiv after four years", "School closes in Lviv after a storm"),
]


BRIDGE = "Kyiv bridge closes for repairs until spring"
SAME += [
    (BRIDGE, f"UPDATED: {BRIDGE}"), (BRIDGE, f"Video 2: {BRIDGE}"), (BRIDGE, f"[VIDEO] {BRIDGE}"),
    (BRIDGE, f"WATCH {BRIDGE}"), (BRIDGE, f"{BRIDGE} (photos, video)"), (BRIDGE, f"Live | {BRIDGE} - The Outlet"),
    ("Міст у Києві закрили на ремонт до весни", "Оновлено: Міст у Києві закрили на ремонт до весни"),
    ("Міст у Києві закрили на ремонт до весни", "ВІДЕО Міст у Києві закрили на ремонт до весни"),
    ("Міст у Києві закрили на ремонт до весни", "Міст у Києві закрили на ремонт до весни (ФОТО, ВІДЕО)"),
    ("Міст у Києві закрили на ремонт до весни", "Міст у Києві закрили на ремонт до весни ВІДЕО"),
]  # fmt: skip
APART += [
    (f"UPDATED: Russia fires 30 drones at {BRIDGE}", f"Russia fires 32 drones at {BRIDGE}"),
    ("Video from the bridge shows how it fell", "From the bridge shows how it fell"),
    ("Photo: bridge", "bridge"),
]


def test_two_videos_of_one_headline_are_two():
    assert not near(f"Video 2: {BRIDGE}", f"Video 3: {BRIDGE}")


@pytest.mark.parametrize(("one", "other"), SAME)
def test_titles_with_one_key(one, other):
    assert title_key(one) == title_key(other) != ""
    assert near(one, other)


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_titles_that_are_near(one, other):
    assert near(one, other) and near(other, one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_titles_of_two_stories(one, other):
    assert not near(one, other)
    assert title_key(one) != title_key(other) or title_key(one) == ""


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_title(one, other):
    assert len(title_key(one)) in (0, 16)
    assert near(one, other) == near(other, one)
    assert near(one, one) == (title_key(one) != "")
