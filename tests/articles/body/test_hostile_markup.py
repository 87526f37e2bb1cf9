"""Nothing that executes survives, whichever way it is read."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from articles.body.pipeline import Form, render
from articles.body.sanitise import sanitise


def payloads(folder: Path) -> list[str]:
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == "SOURCES.md":
            continue
        # Some of the feeds are not UTF-8 on purpose.
        text = path.read_bytes().decode("utf-8", errors="replace")
        found.append(text)
        if path.name == "tests1.json":
            found.extend(case["input"] for case in json.loads(text))
        elif path.suffix == ".json":
            found.extend(str(item) for item in json.loads(text))
        elif path.suffix == ".txt":
            found.extend(text.splitlines())
        elif path.suffix == ".md":
            found.extend(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
        elif path.suffix == ".xml":
            found.append(unescape(text))
            found.extend(re.findall(r"<!\[CDATA\[(.*?)\]\]>", text, re.DOTALL))
    return found


def test_collected_attacks_do_not_survive(shared_data, sources, executes):
    attacks = payloads(shared_data / "sanitise")
    assert len(attacks) > 8000
    for attack in attacks:
        stored = sanitise(attack)
        assert executes(stored) == [], attack
        assert sanitise(stored) == stored, attack
        for form in Form:
            assert executes(render(stored, sources, form)) == [], attack


def test_attacks_that_were_stored_unsanitised_are_not_rendered(shared_data, sources, executes):
    for attack in payloads(shared_data / "sanitise")[::7]:
        assert executes(render(attack, sources)) == [], attack


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        " \x01javascript:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "jav&#x09;ascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "evil.html",
        "https:evil.example",
        "https:///evil.example",
        "https://lantern.example@evil.example/",
        "https://[::1",
        "file:///etc/passwd",
        "mailto:",
        "#top",
    ],
)
def test_addresses_that_are_refused(address):
    stored = sanitise(f'<p><a href="{address}">words</a><cms-embed data-url="{address}"></p>')
    assert stored == "<p>words</p>"


@pytest.mark.parametrize(
    "markup",
    [
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<cms-picture data-picture='1' data-caption='\"><script>alert(1)</script>'></cms-picture>",
        "<p><cms-footnote data-text='</li><script>alert(1)</script>'></cms-footnote>",
        "<!--0--><cms-picture data-picture=1></cms-picture>&lt;!--0--&gt;",
        "<p style=x onclick=y class=z id=main>words</p>",
    ],
)
def test_markup_that_changes_its_meaning(markup, sources, executes):
    stored = sanitise(markup)
    for form in Form:
        assert executes(render(stored, sources, form)) == []
        assert executes(render(markup, sources, form)) == []


def test_the_inside_of_a_script_goes_with_it():
    assert sanitise("<p>a<script>b</script>c<style>d</style></p>") == "<p>ac</p>"
