"""Readers take bytes and give values: of Django they know nothing but how to say a sentence."""

import ast
from pathlib import Path

import pytest

import articles.importers

ROOM = Path(articles.importers.__file__).parent
READERS = sorted(path for path in ROOM.rglob("*.py") if "bringing" not in path.parts)


@pytest.mark.parametrize("path", READERS, ids=lambda path: str(path.relative_to(ROOM)))
def test_a_reader_knows_no_setting_and_no_database(path):
    named = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            named |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            named.add(node.module)
    assert not {name for name in named if name.partition(".")[0] == "django"} - {"django.utils.translation"}


def test_they_are_all_here():
    assert {"wordpress", "wordpress_rest", "ghost"} <= {path.parent.name for path in READERS}
