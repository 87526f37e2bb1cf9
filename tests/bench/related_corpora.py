"""Texts with topics, to measure relatedness on: those of the shared test material, or any folder of the same kinds.

*.tsv           SIB-200: a heading line, then number, topic and text; the files of a folder are one corpus
*.json          Reuters-21578: a list of stories with title, body and topics; likewise
*.jsonl         one object a line: text (or title and body), and topic or topics
*.csv           a heading line with text (or title and body), and topic, topics, category or label
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.related.nearest import Fields

TOPIC_NAMES = ("topics", "topic", "category", "label")


@dataclass(frozen=True)
class Sample:
    """A text and what it is about. Two are of the same topic when they share one."""

    fields: Fields
    topics: frozenset[str]


@dataclass(frozen=True)
class Corpus:
    name: str
    samples: list[Sample]


def corpora(folder: Path) -> Iterator[Corpus]:
    """Yield what can be measured in `folder` and the folders in it; texts without a body or a topic are left out."""
    for place in sorted({file.parent for file in folder.rglob("*") if file.suffix in READERS}):
        samples = [
            Sample(fields, frozenset(topics))
            for file in sorted(place.iterdir())
            if file.suffix in READERS
            for fields, topics in READERS[file.suffix](file)
            if fields.text.strip() and topics
        ]
        if len(samples) > 5:
            yield Corpus(place.relative_to(folder.parent).as_posix(), samples)


def _sib(file: Path) -> Iterator[tuple[Fields, list[str]]]:
    with file.open(encoding="utf-8") as lines:
        next(lines, None)
        for line in lines:
            _number, topic, text = (line.rstrip("\n").split("\t") + ["", "", ""])[:3]
            yield Fields(text=text), [topic] if topic else []


def _json(file: Path) -> Iterator[tuple[Fields, list[str]]]:
    found = json.loads(file.read_text(encoding="utf-8"))
    for record in found if isinstance(found, list) else []:
        yield _fields(record), _topics(record)


def _json_lines(file: Path) -> Iterator[tuple[Fields, list[str]]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            record = json.loads(line)
            yield _fields(record), _topics(record)


def _csv(file: Path) -> Iterator[tuple[Fields, list[str]]]:
    csv.field_size_limit(10_000_000)
    with file.open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            yield _fields(record), _topics(record)


def _fields(record: dict[str, Any]) -> Fields:
    text = str(record.get("text") or record.get("body") or "")
    return Fields(headline=str(record.get("title") or record.get("headline") or ""), text=text)


def _topics(record: dict[str, Any]) -> list[str]:
    for name in TOPIC_NAMES:
        if topics := record.get(name):
            return [str(topic) for topic in topics] if isinstance(topics, list) else [str(topics)]
    return []


READERS = {".tsv": _sib, ".json": _json, ".jsonl": _json_lines, ".csv": _csv}
