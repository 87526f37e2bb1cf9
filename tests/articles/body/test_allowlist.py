"""The editor and the sanitiser read one list."""

import pytest
from django_prose_editor.config import allowlist_from_extensions, js_from_extensions

from articles.body.allowlist import ELEMENTS, EQUIVALENTS, EXTENSION_GROUPS, EXTENSIONS, REQUIRED
from articles.body.blocks import BLOCKS


@pytest.fixture
def editors_allowlist(settings):
    settings.DJANGO_PROSE_EDITOR_EXTENSIONS = EXTENSION_GROUPS
    return allowlist_from_extensions(EXTENSIONS)


def test_every_element_the_editor_writes_is_kept_and_no_other(editors_allowlist):
    assert editors_allowlist["tags"] == set(ELEMENTS)


def test_attributes_differ_only_where_the_library_is_laxer(editors_allowlist):
    extra = {
        (tag, name)
        for tag, names in editors_allowlist["attributes"].items()
        for name in names
        if name not in ELEMENTS[tag]
    }
    assert extra == {("a", "rel"), ("a", "title"), ("ol", "type"), ("ol", "data-type")}


def test_the_editor_loads_the_blocks_script(settings, editors_allowlist):
    assert [path for path in js_from_extensions(EXTENSIONS) if path.endswith("prose/blocks.js")]


def test_every_reference_block_can_be_rendered():
    assert set(REQUIRED) - {"cms-footnote"} <= set(BLOCKS)
    assert set(REQUIRED) <= set(ELEMENTS)
    assert not set(EQUIVALENTS) & set(ELEMENTS)
    assert set(EQUIVALENTS.values()) <= set(ELEMENTS)
