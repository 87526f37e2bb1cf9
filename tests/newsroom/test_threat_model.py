"""The threat model names tests that are there."""

import re


def test_each_test_it_names_exists(request):
    root = request.config.rootpath
    text = (root / "docs" / "threat-model.md").read_text()
    named = re.findall(r"`((?:tests|docs)/[^`]+)`", text)
    assert len(named) > 10
    assert not [each for each in named if not (root / each).exists()]
