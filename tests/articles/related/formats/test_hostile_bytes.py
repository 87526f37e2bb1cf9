"""Attacks get an answer within two seconds of processor time, and that answer is a refusal or a harmless feed."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.related.formats import Feed, NotAFeed, parse
from articles.related.formats.discover import feeds_of
from articles.related.formats.documents import BYTES_AT_MOST, TAGS_AT_MOST
from articles.related.formats.opml import NotOpml, read_opml
from articles.related.formats.pages import read_page
from tests.timing import cpu_seconds

START, END = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel>", "</channel></rss>"
ITEM = "<item><title>Never seen</title><link>https://o.example/</link><description>{}</description></item>"
MOST = BYTES_AT_MOST - 1_000
FEW = int(TAGS_AT_MOST * 0.45)


def filled(piece: str, size: int = MOST) -> str:
    return (piece * (size // len(piece.encode()) + 1))[:size]


def answer_in(seconds: float, read, body: bytes) -> object:
    """What reading gives, or why it was refused; fails when it takes longer."""
    answers = []

    def work():
        try:
            answers.append(read(body))
        except (NotAFeed, NotOpml) as refused:
            answers.append(refused)

    took = cpu_seconds(work, enough=seconds)
    assert took < seconds, f"{took:.2f} seconds of processor time"
    return answers[-1]


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "billion laughs": f"<!DOCTYPE rss [{LAUGHS}]>",
    "quadratic": f'<!DOCTYPE rss [<!ENTITY a9 "{"B" * 100_000}">]>',
    "cyclic": '<!DOCTYPE rss [<!ENTITY a9 "&b;"><!ENTITY b "&a9;">]>',
    "a file": '<!DOCTYPE rss [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE rss [<!ENTITY a9 SYSTEM "http://169.254.169.254/">]>',
    "a public file": '<!DOCTYPE rss [<!ENTITY a9 PUBLIC "-//X//Y" "file:///etc/passwd">]>',
    "a parameter": '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://o.example/x.dtd"> %x;]>',
    "lower case": '<!doctype rss [<!entity a9 "x">]>',
    "after a comment": '<!-- <!DOCTYPE x> --><?x <!DOCTYPE?><!DOCTYPE rss [<!-- ] > --><!ENTITY a9 "x">]>',
    "a bracket in quotes": '<!DOCTYPE rss SYSTEM "]>" [<!ENTITY a9 "x">]>',
    "never closed": '<!DOCTYPE rss [<!ENTITY a9 "x"',
    "a known name": '<!DOCTYPE rss [<!ENTITY nbsp SYSTEM "file:///etc/passwd"><!ENTITY a9 "x">]>',
}


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_entities_of_its_own_are_refused(doctype, charset):
    answer = answer_in(2, parse, (doctype + START + ITEM.format("&a9;") + END).encode(charset))
    assert isinstance(answer, NotAFeed)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">',
        '<!DOCTYPE rss SYSTEM "rss.dtd">',
        "<!DOCTYPE rss>",
        '<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1//EN" "lat1.ent"> %HTMLlat1;]>',
        '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY eacute "&#233;">]>',
        "<!DOCTYPE rss [<!ELEMENT rss ANY>]>",
    ],
)
def test_a_harmless_doctype_is_passed_over(doctype):
    feed = parse((doctype + START + ITEM.format("Caf&eacute;&nbsp;opens today in the old town") + END).encode())
    assert feed.items[0].excerpt == "Café opens today in the old town"


def test_entities_in_the_text_are_never_expanded():
    (item,) = parse((START + ITEM.format("&a9; and the words after it, which are read") + END).encode()).items
    assert "ha" not in item.excerpt.replace("which are", "")


@pytest.mark.parametrize(
    "name",
    [
        "cyclic",
        "dtd",
        "dtd_element",
        "external",
        "external_file",
        "quadratic",
        "simple",
        "simple-ns",
        "xmlbomb",
        "xmlbomb2",
    ],
)
def test_the_known_attacks(shared_data, name):
    body = (shared_data / "feeds" / "xml-attacks-defusedxml" / f"{name}.xml").read_bytes()
    assert isinstance(answer_in(0.5, parse, body), NotAFeed)


FLOODS = {
    "too large": "x" * (BYTES_AT_MOST + 1),
    "spaces": filled(" "),
    "zeros": filled("\0"),
    "tags": START + filled("<a>"),
    "tags below the limit": START + "<a>" * FEW + "</a>" * FEW,
    "empty tags": START + "<a/>" * FEW * 2,
    "items": START + "<item/>" * FEW * 2 + END,
    "items with titles": START + "<item><title>a</title></item>" * (FEW // 2) + END,
    "open items": START + "<item>" * FEW * 2,
    "ends": START + "</a>" * FEW * 2,
    "mismatched": START + "<a></b>" * FEW,
    "less than": START + "<" * FEW * 2,
    "ampersands": START + filled("&"),
    "entities": START + filled("&nbsp;"),
    "numbers": START + filled("&#65;"),
    "CDATA": START + "<![CDATA[" * FEW * 2,
    "CDATA with items": START + "<![CDATA[<item>" * FEW,
    "comments": START + "<!--" * FEW * 2,
    "instructions": START + "<?" * FEW * 2,
    "declarations": START + "<!" * FEW * 2,
    "comments before the root": "<!-- -->" * FEW + START + END,
    "comments in the DOCTYPE": "<!DOCTYPE rss [" + "<!--" * FEW,
    "open quotes": START + '<a b="' * FEW * 2,
    "one long attribute": START + "<a b='" + filled("x") + "'/>" + END,
    "one long name": START + "<item " + filled("a") + "/>",
    "many attributes": START + "<item " + " ".join(f"a{n}=''" for n in range(500_000)) + "/>" + END,
    "many namespaces": f"<rss {' '.join(f"xmlns:a{n}='u'" for n in range(15_000))}><channel/></rss>",
    "many prefixes": START + "".join(f"<a{n}:b/>" for n in range(FEW)) + END,
    "a long author": START + f"<item><author>{filled('a')}</author></item>" + END,
    "a long date": START + f"<item><pubDate>{filled('1 ')}</pubDate></item>" + END,
    "a long title": START + f"<item><title>{filled('&lt;b')}</title></item>" + END,
    "a long address": START + f"<item><link>http://o.example/{filled('%20&amp;')}</link></item>" + END,
    "HTML that never ends": START + ITEM.format("<![CDATA[" + "<p>" * FEW * 2 + "]]>") + END,
    "comments in HTML": START + ITEM.format("<![CDATA[" + "<!--" * FEW * 2 + "]]>") + END,
    "a long srcset": START + ITEM.format(f"<![CDATA[<img srcset='{filled('a 1w, ')}'>]]>") + END,
    "categories": START + f"<item>{'<category>a</category>' * (FEW - 2)}</item>" + END,
    "pictures": START + f"<item>{'<media:content><media:thumbnail/></media:content>' * (FEW // 2)}</item>" + END,
    "links": "<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + "<link href='a'/>" * FEW * 2 + "</entry></feed>",
    "XHTML": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>"
    + "<p>a</p>" * FEW
    + "</content></entry></feed>",
    "accents": START + f"<item><title>a{filled('\u0301', 1_000_000)}</title></item>" + END,
    "half flags": START + f"<item><description>{filled('\U0001f1fa', 500_000)}</description></item>" + END,
    "JSON lists": "[" * MOST,
    "JSON items": '{"items":[' + "{}," * FEW + "{}]}",
    "a JSON number": '{"items":[{"id":' + "9" * MOST + "}]}",
    "a JSON title": '{"items":[{"title":"' + filled("a&amp;") + '"}]}',
    "a sitemap": "<urlset xmlns:n='n'>"
    + "<url><loc>http://a.b/</loc><n:title>a</n:title></url>" * (FEW // 3)
    + "</urlset>",
    "an index": "<sitemapindex>" + "<sitemap><loc>http://a.b/</loc></sitemap>" * (FEW // 2) + "</sitemapindex>",
}


@pytest.mark.parametrize("name", FLOODS)
def test_floods(name):
    assert isinstance(answer_in(2, parse, FLOODS[name].encode()), Feed | NotAFeed)


@pytest.mark.parametrize("read", [read_page, feeds_of, read_opml])
@pytest.mark.parametrize(
    "html",
    [
        "<a>" * FEW * 2,
        "<" * MOST,
        "<p>" * FEW,
        "<link rel='alternate feed' href='a'>" * 200_000,
        "<meta name='a' content='b'>" * 200_000,
        "<script type='application/ld+json'>" + "[" * MOST,
        "<script type='application/ld+json'>[" + '{"@graph":[]},' * 300_000,
    ],
)
def test_floods_of_html(read, html):
    answer_in(2, read, html[:MOST].encode())


def test_a_thousand_long_items():
    words = "<div><p>Some words &amp;amp; more of them.</p></div>" * 30
    body = START + "".join(ITEM.format(f"<![CDATA[{words}{n}]]>") for n in range(1_500)) + END
    feed = answer_in(3, parse, body.encode())
    assert len(feed.items) == 1, "they have one address"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
@example(b"<rss><channel><item><links a='b'/><tags c='d'/><authors e='f'/><title_detail g='h'/></item></channel></rss>")
@example(
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><svg xmlns='http://www.w3.org/2000/svg'><title>a</title></svg></entry></feed>"
)
def test_any_bytes(body):
    for read in (parse, read_opml):
        try:
            read(body)
        except (NotAFeed, NotOpml) as refused:
            assert str(refused).endswith(".")


parts = st.sampled_from(
    ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<guid isPermaLink='x'>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
     "<entry>", "<content type='xhtml'>", "<media:content url='//a.b/c.jpg' width='x'>", "<links a='b'/>",
      "<tags><a/></tags>", "<![CDATA[", "]]>", "&amp;",
     "&#0;", "&x;", "<", ">", "'", '"', "javascript:alert(1)", "https://o.example/", "<pubDate>",
      "Mon, 99 Xyz 0000", "\ufffe", "<!--", "-->", "<!DOCTYPE a [", "]>",
     "<script>", "{", '{"items":[', "<urlset>", "<url>", "<loc>", "xml:base='::'", "<source url='x'>", "<image>",
      "<rdf:RDF>"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(parts, st.text(max_size=5)), max_size=60).map("".join),
    st.sampled_from(["utf-8", "utf-16", "cp1251"]),
)
def test_any_mess_keeps_the_promises(text, charset):
    try:
        feed = parse(text.encode(charset, "replace"), url="https://o.example/feed")
    except NotAFeed:
        return
    assert len({item.guid for item in feed.items}) == len(feed.items)
    for item in feed.items:
        assert item.guid
        for address in (item.url, item.picture_url):
            assert address == "" or address.startswith(("http://", "https://"))
