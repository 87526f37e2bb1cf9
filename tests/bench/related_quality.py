"""Measures how often the nearest texts are about the same: `make bench-related`, CORPUS=folder for texts of your own.

    python -m tests.bench.related_quality [FOLDER …] [--only] [--quick]

For each corpus the share of the five nearest that have a topic in common with the text asked about is
printed: by our index, filled at once as by `manage.py index_related`, and one text after the other as
newspapers grow; by chance; and by plain TF-IDF on words and on runs of three to five letters,
computed here. The index runs in a database made for it: SQLite, or what DATABASE_URL names.
See tests/bench/related_corpora.py for the kinds of files that can be in a folder.
"""

import argparse
import math
import os
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from heapq import nlargest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT.parent / "shared" / "data" / "texts"
NEAREST = 5
# What must be reached on the texts of the shared test material, by the end of a corpus' name.
BARS = {"sib-200/eng_Latn": 0.49, "sib-200/ukr_Cyrl": 0.50}


@contextmanager
def scratch_database(keep: str = "") -> Iterator[None]:
    """Make an empty database of our own beside the configured one, and drop it at the end.

    Args:
        keep: the name of one (of SQLite, its file) that is used if it is there already, and stays.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.db import connection

    name = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            # A file, as in life.
            connection.settings_dict["TEST"]["NAME"] = keep or os.path.join(folder, "bench.sqlite3")
        elif keep:
            connection.settings_dict["TEST"]["NAME"] = keep
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=bool(keep))
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0, keepdb=bool(keep))


def by_index(samples: list, *, one_by_one: bool = False) -> tuple[float, float, float]:
    """Return the share by our index, seconds to index a text, and to ask."""
    from django.db import transaction

    from articles.related import nearest
    from articles.related.nearest.index import rebuild_from

    kind = nearest.Kind.STORY
    # Nothing stands in the tables behind the index.
    nearest.kinds.SHOWN[kind] = set
    texts = [nearest.Text(pk, "", sample.fields) for pk, sample in enumerate(samples)]
    began = time.perf_counter()
    if one_by_one:
        nearest.remove(kind, range(100_000))
        for text in texts:
            with transaction.atomic():
                nearest.put(kind, [text])
    else:
        rebuild_from(lambda: ((kind, text) for text in texts))
    indexed = time.perf_counter()
    shares = share(
        [sample.topics for sample in samples],
        (
            [near.pk for near in nearest.nearest(kind, pk, among=[kind], limit=NEAREST)]
            for pk, _sample in enumerate(samples)
        ),
    )
    return shares, (indexed - began) / len(texts), (time.perf_counter() - indexed) / len(texts)


def by_tf_idf(samples: list, terms: Callable[[str], Iterable[str]]) -> float:
    """Return the share by the cosine of (1 + ln tf) ln(n / df), everything compared with everything."""
    counted = [Counter(terms(f"{sample.fields.headline} {sample.fields.text}".lower())) for sample in samples]
    df = Counter(term for one in counted for term in one)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    vectors: list[dict[str, float]] = []
    for place, one in enumerate(counted):
        vector = {term: (1 + math.log(times)) * math.log(len(samples) / df[term]) for term, times in one.items()}
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1
        vectors.append({term: weight / length for term, weight in vector.items()})
        for term, weight in vectors[-1].items():
            postings[term].append((place, weight))

    def answers() -> Iterator[list[int]]:
        for place, vector in enumerate(vectors):
            scores = [0.0] * len(samples)
            for term, weight in vector.items():
                for other, share in postings[term]:
                    scores[other] += weight * share
            scores[place] = -1
            yield nlargest(NEAREST, range(len(samples)), key=scores.__getitem__)

    return share([sample.topics for sample in samples], answers())


def by_chance(topics: list[frozenset[str]]) -> float:
    """Return the share of all pairs that have a topic in common."""
    counts = Counter(topics)
    pairs = sum(
        times * (other_times - (one == other))
        for one, times in counts.items()
        for other, other_times in counts.items()
        if one & other
    )
    return pairs / (len(topics) * (len(topics) - 1))


def share(topics: list[frozenset[str]], answers: Iterable[list[int]]) -> float:
    """Return how many of the five nearest of each text have a topic of it; an answer that is missing is a wrong one."""
    right = sum(bool(topics[place] & topics[near]) for place, found in enumerate(answers) for near in found)
    return right / (NEAREST * len(topics))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def runs(text: str) -> Iterator[str]:
    for word in words(text):
        framed = f" {word} "
        for length in (3, 4, 5):
            for at in range(len(framed) - length + 1):
                yield framed[at : at + length]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, help="further folders of texts with topics")
    parser.add_argument("--only", action="store_true", help="leave out the shared test material")
    parser.add_argument("--quick", action="store_true", help="only our index and TF-IDF on words")
    options = parser.parse_args()
    folders = options.folders if options.only else [TEXTS, *options.folders]
    for folder in folders:
        if not folder.is_dir():
            print(f"There is no folder {folder}: name one with texts that have topics.", file=sys.stderr)
            return 2
    missed = 0
    with scratch_database():
        from .related_corpora import corpora

        for corpus in (one for folder in folders for one in corpora(folder)):
            missed += _measure(corpus, quick=options.quick)
    return 1 if missed else 0


def _measure(corpus, *, quick: bool) -> bool:
    samples = corpus.samples
    ours, to_index, to_ask = by_index(samples)
    plain = by_tf_idf(samples, words)
    bar = next((bar for end, bar in BARS.items() if corpus.name.endswith(end)), plain)
    line = f"{corpus.name}: {len(samples)} texts; nearest {NEAREST} of the same topic: ours {ours:.3f}"
    if not quick:
        line += f", one by one {by_index(samples, one_by_one=True)[0]:.3f}"
    line += f"; chance {by_chance([sample.topics for sample in samples]):.3f}, TF-IDF on words {plain:.3f}"
    if not quick:
        line += f", on 3 to 5 letters {by_tf_idf(samples, runs):.3f}"
    line += f"; {1000 * to_index:.1f} ms to index, {1000 * to_ask:.1f} ms to ask; bar {bar:.3f}"
    print(line, "" if ours >= bar else "MISSED", flush=True)
    return ours < bar


if __name__ == "__main__":
    sys.exit(main())
