"""One class, one rule: two parts of the desk that took the same name once broke each other's pages."""

import re
from collections import Counter
from pathlib import Path

STYLE_SHEET = Path("newsroom/static/newsroom/admin.css")


def test_no_class_of_the_desk_is_begun_twice():
    begun = re.findall(r"^\.([\w-]+) \{", STYLE_SHEET.read_text(), re.MULTILINE)
    assert [name for name, times in Counter(begun).items() if times > 1] == []
    assert len(begun) > 100
