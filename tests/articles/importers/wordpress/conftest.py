"""Small exports written here, and what the body of one post becomes."""

import pytest

from articles.importers.wordpress import open_export
from articles.importers.wordpress.addresses import Addresses
from articles.importers.wordpress.bodies import Surroundings, desk_body
from articles.importers.wordpress.items import Item
from articles.importers.wordpress.library import Library

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
    xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Lantern</title>
<link>https://lantern.example</link>
<language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://lantern.example</wp:base_site_url>
<wp:base_blog_url>https://lantern.example</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def item(
    number=1,
    content="<p>Words.</p>",
    *,
    title="A bridge reopens",
    slug="bridge",
    kind="post",
    status="publish",
    gmt="2020-05-04 09:00:00",
    local="2020-05-04 12:00:00",
    link="https://lantern.example/2020/05/bridge/",
    creator="olena",
    more="",
    excerpt="",
):
    """An item as WordPress writes it; `more` is put in before its end."""
    return f"""<item>
<title><![CDATA[{title}]]></title>
<link>{link}</link>
<dc:creator><![CDATA[{creator}]]></dc:creator>
<content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id>
<wp:post_date><![CDATA[{local}]]></wp:post_date>
<wp:post_date_gmt><![CDATA[{gmt}]]></wp:post_date_gmt>
<wp:post_name><![CDATA[{slug}]]></wp:post_name>
<wp:status><![CDATA[{status}]]></wp:status>
<wp:post_type><![CDATA[{kind}]]></wp:post_type>
{more}</item>
"""


def meta(key, value):
    """A field of an add-on."""
    return (
        f"<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
    )


def picture(number, url, *, more="", title="", excerpt=""):
    """An attachment."""
    return item(
        number,
        "",
        title=title,
        slug=f"picture-{number}",
        kind="attachment",
        status="inherit",
        link=f"https://lantern.example/?attachment_id={number}",
        excerpt=excerpt,
        more=f"<wp:attachment_url><![CDATA[{url}]]></wp:attachment_url>{more}",
    )


@pytest.fixture
def export(tmp_path):
    """Open an export made of these parts; bytes are a whole file."""

    def opened(*parts, before=""):
        if len(parts) == 1 and isinstance(parts[0], bytes):
            whole = parts[0]
        else:
            whole = (HEAD + before + "".join(parts) + TAIL).encode()
        path = tmp_path / "export.xml"
        path.write_bytes(whole)
        return open_export([path])

    return opened


@pytest.fixture
def entry(export):
    """The one entry of an export with one item in it."""

    def only(*parts, **options):
        return next(iter(export(*parts, **options).entries()))

    return only


@pytest.fixture
def body():
    """What becomes of a post's text; the library holds pictures 7, 8 and 9."""
    library = Library()
    for number in ("7", "8", "9"):
        library.add(
            number, Item({"title": f"Picture {number}"}), f"https://lantern.example/wp-content/uploads/p{number}.jpg"
        )
    addresses = Addresses()
    addresses.settle({"base_blog_url": "https://lantern.example"})

    def made(content, **options):
        return desk_body(content, Surroundings(library, addresses, **options))

    return made
