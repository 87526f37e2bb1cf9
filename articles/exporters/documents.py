"""One text in three files: HTML to look at, Markdown to work with, JSON with everything."""

import json
import re
from pathlib import Path
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .bodies import Bodies
from .markdown import as_markdown
from .texts import Record

# Of these YAML is not sure although JSON is: https://yaml.org/spec/1.2.2/#51-character-set
UNSURE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# What the front matter of the Markdown need not say: it is the text, or is of use to programs alone.
IN_JSON_ONLY = frozenset({"body", "pictures", "related", "corrections"})
FOLDERS = {
    ("article", True): "articles",
    ("article", False): "drafts",
    ("page", True): "pages",
    ("page", False): "drafts",
}


def name_of(record: Record) -> str:
    """Return where a text lies in the export, without an ending: folder, number, slug."""
    folder = FOLDERS[record["kind"], record["is_public"]]
    kind = "page-" if record["kind"] == "page" else ""
    slug = re.sub(r"[^A-Za-z0-9_-]", "", record["slug"])[:80]
    return f"{folder}/{kind}{record['number']}{f'-{slug}' if slug else ''}"


def write(record: Record, bodies: Bodies, folder: Path) -> None:
    """Write the three files of a text."""
    path = folder / name_of(record)
    path.parent.mkdir(exist_ok=True)
    html = bodies.beside_files(record)
    lead = bodies.lead(record)
    _write(path, ".html", _page(record, html, lead))
    _write(path, ".md", _markdown(record, html, lead))
    _write(path, ".json", as_json(record, indent=1) + "\n")


def as_json(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON in its own letters; what stands in it is YAML too."""
    return UNSURE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))


def _write(path: Path, ending: str, words: str) -> None:
    # A lone surrogate is no text that a file could hold.
    (path.parent / f"{path.name}{ending}").write_bytes(words.encode("utf-8", "replace"))


def _page(record: Record, html: str, lead: tuple[str, str, str]) -> str:
    address, alt, caption = lead
    picture = format_html(
        '<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>\n', address, alt, caption
    )
    deck, credit = record.get("deck"), record.get("credit_line")
    return format_html(
        '<!DOCTYPE html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n{}</head>\n'
        "<body>\n<article>\n<h1>{}</h1>\n{}{}{}\n{}</article>\n</body>\n</html>\n",
        record["language"],
        record["headline"],
        format_html('<link rel="canonical" href="{}">\n', record["address"]) if record["address"] else "",
        record["headline"],
        format_html("<p>{}</p>\n", deck) if deck else "",
        picture if address else "",
        # Safe: the body's pipeline gives out what its allowlist and its escaping templates made.
        mark_safe(html),
        format_html("<p><small>{}</small></p>\n", credit) if credit else "",
    )


def _markdown(record: Record, html: str, lead: tuple[str, str, str]) -> str:
    front = "".join(f"{name}: {as_json(value)}\n" for name, value in record.items() if name not in IN_JSON_ONLY)
    address, alt, caption = lead
    picture = as_markdown(format_html('<figure><img src="{}" alt="{}"></figure><p>{}</p>', address, alt, caption))
    return f"---\n{front}---\n\n{f'{picture}\n' if address else ''}{as_markdown(html)}"
