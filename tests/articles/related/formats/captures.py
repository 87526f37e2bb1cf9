"""What other people's captures give when they are read here, beside what a reference parser counted."""

import json
from pathlib import Path
from urllib.parse import urljoin

from articles.related.formats import NotAFeed, parse
from articles.related.formats.canonical import canonical_url
from articles.related.formats.excerpts import clean_title

ADDRESS = "https://outlet.example/feeds/all.xml"


def references(feeds: Path) -> dict[str, dict]:
    """The reference counts by the capture's name."""
    return json.loads((feeds / "counts.json").read_text())


def differences(feeds: Path, name: str, reference: dict) -> dict[str, tuple[str, str]]:
    """What differs in one capture: the reference's reading and ours, by what was compared."""
    try:
        items = parse((feeds / name).read_bytes(), url=ADDRESS).items
    except NotAFeed:
        items = []
    link = reference["first_link"]
    compared: dict[str, tuple[object, object]] = {
        "items": (reference["entries"], len(items)),
        "dated": (reference["dated"], sum(item.published_at is not None for item in items)),
        "with a picture": (reference["entries_with_some_image"], sum(item.picture_url != "" for item in items)),
    }
    if items and reference["first_title"]:
        compared["first title"] = (clean_title(reference["first_title"]), items[0].title)
    if items and reference["entries"]:
        compared["first address"] = (canonical_url(urljoin(ADDRESS, link)) if link else "", items[0].url)
    dated = sorted(item.published_at for item in items if item.published_at)
    if dated and reference["newest"]:
        compared["newest"] = (reference["newest"], f"{dated[-1]:%Y-%m-%dT%H:%M:%SZ}")
        compared["oldest"] = (reference["oldest"], f"{dated[0]:%Y-%m-%dT%H:%M:%SZ}")
    return {what: (str(theirs), str(ours)) for what, (theirs, ours) in compared.items() if theirs != ours}
