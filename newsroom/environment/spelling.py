"""Variables that nobody reads, and that look as if somebody meant one of ours."""

import os
from difflib import get_close_matches

from .reading import Environment

# How alike two names are, from 0 to 1. Names of other programs (LANGUAGE, MAIL) are less like ours.
ALIKE = 0.88


def misspelt(env: Environment) -> list[tuple[str, str]]:
    """Return names that nothing reads, each with the one that was meant; "" where nobody knows.

    Of the file `.env` all are named, of the environment only those that are almost ours.
    """
    found = []
    for name in sorted({*env.in_file, *os.environ} - env.names):
        near = get_close_matches(name.upper(), env.names, n=1, cutoff=ALIKE)
        if near or name in env.in_file:
            found.append((name, near[0] if near else ""))
    return found
