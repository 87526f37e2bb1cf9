"""What a page's JSON-LD says of the article on it: in a list, in a graph, or half broken."""

import json
import re
from collections.abc import Iterator
from typing import Any

BLOCKS_AT_MOST = 20
LENGTH_AT_MOST = 500_000
NODES_AT_MOST = 2_000

_ARTICLE = re.compile(
    r"(?:news|reportage|analysis|opinion|review|background|blog|social|tech|live|report)?\w*(?:Article|Posting|Blog)$|^Report$"
)
_OTHER = frozenset({"VideoObject", "PodcastEpisode", "WebPage", "ImageObject"})
_COMMENTED = re.compile(r"^\s*(?:<!\[CDATA\[|<!--|//\s*<!\[CDATA\[)|(?:\]\]>|-->|//\s*\]\]>)\s*$")
_LOOSE_COMMA = re.compile(r",\s*(?=[}\]])")


def article_of(blocks: list[str]) -> dict[str, Any]:
    """Return the object that describes the article, or {}.

    Args:
        blocks: the texts of a page's JSON-LD scripts, in their order.
    """
    best: dict[str, Any] = {}
    for block in blocks[:BLOCKS_AT_MOST]:
        for node in _nodes(_read(block)):
            kinds = _kinds(node)
            if any(_ARTICLE.search(kind) for kind in kinds):
                return node
            if not best and any(kind in _OTHER for kind in kinds) and _first(node, "headline", "name"):
                best = node
    return best


def text(value: Any) -> str:
    """Return what a value says in words: itself, its name, or the first of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return next((words for one in value[:10] if (words := text(one))), "")
    if isinstance(value, dict):
        return next((found for key in ("name", "@value", "headline") if isinstance(found := value.get(key), str)), "")
    return ""


def addresses(value: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield address, width and height of each picture that a value holds."""
    for one in value[:20] if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one, None, None
        elif isinstance(one, dict):
            for key in ("url", "contentUrl", "@id"):
                if isinstance(one.get(key), str):
                    yield one[key], _measure(one.get("width")), _measure(one.get("height"))
                    break


def _read(block: str) -> Any:
    whole = _COMMENTED.sub("", _COMMENTED.sub("", block[:LENGTH_AT_MOST])).strip().rstrip(";")
    for mended in (whole, _LOOSE_COMMA.sub("", whole)):
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every object that may be the article: of a list, of a graph, of the page that is about it."""
    waiting, seen = [data], 0
    while waiting and seen < NODES_AT_MOST:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[:0] = node[:200]
        elif isinstance(node, dict):
            yield node
            waiting += [
                node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if key in node
            ]


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


def _first(node: dict[str, Any], *keys: str) -> str:
    return next((words for key in keys if (words := text(node.get(key)))), "")


def _measure(value: Any) -> Any:
    return value.get("value") if isinstance(value, dict) else value
