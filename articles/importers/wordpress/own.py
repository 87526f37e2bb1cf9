"""What this system itself wrote into the file: handed on as it stands, for the bringing in to judge."""

import json

from django.utils.translation import gettext_noop

from ..own_words import FIELDS, LONGEST, MARK, NAMESPACE, mark_of
from ..records import Note
from .items import Item
from .parsing import Element

RECORDS = {f"{{{NAMESPACE}}}{kind}": kind for kind in ("section", "tag", "author")}

CHANGED = gettext_noop(
    "It was exported from here and changed elsewhere since: it comes as it stands in the file, without what only "
    "this system writes."
)


def own_of(item: Item) -> tuple[str, list[Note]]:
    """Return what this system wrote into an item, or an empty string; notes say why it does not count any more."""
    said = item.first(FIELDS.get(item.type, ""))
    if not said:
        return "", []
    if item.first(MARK) != mark_of(item["title"], item["content"], item["excerpt"], item["status"], item["post_name"]):
        return "", [Note("own", item["post_id"], CHANGED)]
    return said, []


def own_record(element: Element) -> tuple[str, str, str, str] | None:
    """Return (kind, slug, name, all of it) of a section, tag or author that this system wrote; None of others."""
    kind = RECORDS.get(element.tag)
    if kind is None:
        return None
    text = element.text or ""
    try:
        said = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not all(isinstance(said.get(each), str) for each in ("slug", "name")):
        return None
    return kind, said["slug"][:200], said["name"][:200], text
