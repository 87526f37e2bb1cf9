"""Invents a corpus for `manage.py bench_load`: articles of some thousand characters, sections, tags, authors.

The same number gives the same bytes. A few tags and words are on very many articles, most on few, as in life.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

SECTIONS = ("Politics", "World", "Economy", "City", "Culture", "Science", "Sport", "Opinion")
TAGS, AUTHORS, PICTURES = 400, 50, 10
BEGIN, YEARS = datetime(2015, 1, 1, tzinfo=UTC), 10
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va wi ze".split()
# Each is in one of ten articles, so that both are in one of a hundred.
RARE = ("zqarvex", "wopliqan")
PARAGRAPHS, SENTENCES, WORDS = 12, (5, 7), (8, 16)


def write(folder: Path, number: int) -> Path:
    """Write `articles.jsonl` and `taxonomy.json` into a folder; return the first."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "articles.jsonl"
    random_ = random.Random(number)
    words = _words(random_, 5_000)
    tags = [f"{words[-1 - one].capitalize()} {words[100 + one]}" for one in range(TAGS)]
    authors = [f"{words[600 + one].capitalize()} {words[-700 - one].capitalize()}" for one in range(AUTHORS)]
    named = {
        "sections": [_named(name) for name in SECTIONS],
        "tags": [_named(name, one) for one, name in enumerate(tags)],
        "authors": [_named(name, one) for one, name in enumerate(authors)],
        "images": [f"picture-{one}" for one in range(PICTURES)],
    }
    (folder / "taxonomy.json").write_text(json.dumps(named))
    with file.open("w") as lines:
        for story in _stories(random_, number, words):
            lines.write(json.dumps(story) + "\n")
    return file


def _stories(random_: random.Random, number: int, words: list[str]) -> Iterator[dict[str, object]]:
    def often(some: int) -> int:
        """A number below `some`, small ones more often."""
        return int(some * random_.random() ** 3)

    def sentence() -> str:
        said = " ".join(words[often(len(words))] for _ in range(random_.randint(*WORDS)))
        return f"{said.capitalize()}."

    pool = [sentence() for _ in range(5_000)]
    span = timedelta(days=365 * YEARS)
    for one in range(number):
        paragraphs = [" ".join(random_.choices(pool, k=random_.randint(*SENTENCES))) for _ in range(PARAGRAPHS)]
        for word in RARE:
            if random_.random() < 0.1:
                paragraphs[random_.randrange(PARAGRAPHS)] += f" And then {word}."
        body = [f"<p>{words}</p>" for words in paragraphs]
        body.insert(PARAGRAPHS // 2, f"<h2>{random_.choice(words).capitalize()}</h2>")
        title = " ".join(random_.choices(words, k=7)).capitalize()
        yield {
            "id": one, "slug": f"{title.lower().replace(' ', '-')[:60]}-{one}", "title": title,
            "summary": random_.choice(pool), "body": "\n".join(body), "image": one % PICTURES,
            "author": random_.randrange(AUTHORS), "section": often(len(SECTIONS)),
            "tags": sorted({often(TAGS) for _ in range(5)})[:4],
            "related": sorted({random_.randrange(number) for _ in range(6)} - {one}),
            "published": (BEGIN + span * random_.random()).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }  # fmt: skip


def _words(random_: random.Random, number: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(random_.choices(SYLLABLES, k=random_.randint(2, 4)))] = None
    return list(found)


def _named(name: str, number: int | None = None) -> dict[str, str]:
    slug = name.lower().replace(" ", "-")
    return {"name": name, "slug": slug if number is None else f"{slug}-{number}"}
