"""What lies in the files decides who reads them, and the old address reaches whoever needs it."""

import json

import pytest

from articles.importers.bringing.opening import open_export, tidy_address
from articles.importers.records import CannotRead

POST = {
    "id": 7,
    "slug": "border",
    "link": "",
    "title": {"rendered": "Border"},
    "content": {"rendered": "<p>Words.</p>"},
}
GHOST = {"db": [{"data": {"posts": [{"id": "1", "title": "One", "slug": "one", "html": "<p>Words.</p>"}]}}]}
XML = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old</title>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://said.example</wp:base_blog_url>
<link>https://said.example</link></channel></rss>"""


@pytest.fixture
def written(tmp_path):
    def write(name: str, what) -> object:
        path = tmp_path / name
        path.write_bytes(what if isinstance(what, bytes) else json.dumps(what).encode())
        return path

    return write


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b" \r\n"])
def test_json_from_wordpress_is_its_rest_api(written, before):
    # Files sent to the desk have no endings.
    path = written("00", before + json.dumps([POST]).encode())
    export = open_export("wordpress", [path], "https://old.example/")
    assert [entry.headline for entry in export.entries()] == ["Border"]
    assert (export.site.system, export.site.address) == ("WordPress", "https://old.example")


def test_an_export_in_xml_says_its_own_address(written):
    assert open_export("wordpress", [written("00", XML)], "https://old.example").site.address == "https://said.example"


def test_the_two_together_are_refused(written):
    with pytest.raises(CannotRead, match="“posts.json” is JSON and another file is not"):
        open_export("wordpress", [written("export.xml", XML), written("posts.json", [POST])])


def test_ghost_is_told_the_address(written):
    path = written("ghost.json", GHOST)
    assert open_export("ghost", [path]).site.address == ""
    assert open_export("ghost", [path], "https://old.example/blog/").site.address == "https://old.example/blog"


@pytest.mark.parametrize("address", ["old.example", "ftp://old.example", "https://", "https://[", "https://a.b/?p=1"])
def test_what_is_no_address_is_refused(written, address):
    with pytest.raises(CannotRead, match="is no address of a site"):
        tidy_address(address)
