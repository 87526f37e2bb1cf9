"""Stores pages and takes them out until somebody kills it: `python -m tests.newsroom.pagecache.endless FOLDER`."""

import sys
from pathlib import Path

import django

django.setup()

from newsroom.pagecache.filing import EVERYTHING  # noqa: E402
from newsroom.pagecache.folder import Folder  # noqa: E402
from newsroom.pagecache.page import StoredPage  # noqa: E402


def run(root: Path) -> None:
    folder, number = Folder(root), 0
    while True:
        number += 1
        path = f"/{number % 7}/"
        page = StoredPage.of(path, [("Content-Type", "text/html")], b"%d " % number * 300, None)
        folder.put(page, {EVERYTHING, f"article/{number % 7}"}, folder.mark())
        if number % 3 == 0:
            folder.retire({f"article/{number % 5}"})
        if number % 50 == 0:
            folder.retire({EVERYTHING})


if __name__ == "__main__":
    run(Path(sys.argv[1]))
