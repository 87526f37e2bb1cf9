"""The manual: its pictures exist, are small and say what they show; its links lead somewhere."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
EDITORS = sorted((DOCS / "editors").glob("*.md"))
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def words_of(page: Path) -> str:
    return CODE.sub("", page.read_text())


def anchors(page: Path) -> set[str]:
    """Return what follows # in links to headings of `page`, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named(page: Path) -> list[tuple[str, Path]]:
    return [(alt, (page.parent / address).resolve()) for alt, address in PICTURE.findall(words_of(page))]


def test_every_picture_of_the_manual_is_named_once():
    shown = [picture for page in EDITORS for _alt, picture in named(page)]
    kept = sorted((DOCS / "pictures" / "manual").iterdir())
    assert sorted(shown) == kept and len(kept) >= 33


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_what_a_page_names_is_there(page: Path):
    assert [picture for _alt, picture in named(page) if not picture.is_file()] == []
    lost = []
    for address in LINK.findall(words_of(page)):
        if re.match(r"[a-z]+:", address):
            continue
        path, _sign, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(address)
    assert lost == []


def test_every_picture_says_what_it_shows():
    assert [(page.name, alt) for page in EDITORS for alt, _picture in named(page) if len(alt) < 60] == []


def test_pictures_are_small():
    sizes = {picture.name: picture.stat().st_size for picture in (DOCS / "pictures" / "manual").iterdir()}
    assert {name: size for name, size in sizes.items() if size > 100_000 or not name.endswith(".webp")} == {}
    assert sum(sizes.values()) < 2_000_000


def test_no_picture_is_only_promised():
    assert [page.name for page in PAGES if "<!-- picture" in page.read_text()] == []
