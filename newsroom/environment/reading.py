"""Variables of the environment, each read by its kind: what is none stops the start with one sentence.

The sentence names the variable, what is wrong, and an example. What a secret says is never repeated.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

import environ

type Whole = int
type Truth = bool
type Words = list[Any]
type Pairs = dict[str, str]

YES = ("true", "yes", "on", "1", "y", "ok")
NO = ("false", "no", "off", "0", "n", "")
MOST = 2_147_483_647
PASSWORD, LEAST_SECRET = re.compile(r"://[^\s/@:]*:([^\s/@]+)@"), 8
# A longer value is shown by its beginning: nobody looks for the mistake at its end.
SHOWN = 60


class Environment:
    """The variables of this process, and those of a file that it has not got; remembers which ones were asked for."""

    def __init__(self, said: Mapping[str, str] | None = None):
        self._said = os.environ if said is None else said
        self.names: set[str] = set()
        self.in_file: set[str] = set()
        self._secret: set[str] = set()

    def read_file(self, path: Path) -> None:
        """Take what the environment does not say from a file of lines NAME=value; without one, nothing."""
        try:
            lines = path.read_text().splitlines()
        except FileNotFoundError:
            return
        except (OSError, UnicodeError) as error:
            raise SystemExit(
                f"{path} cannot be read ({type(error).__name__}): make it a text file that we may read."
            ) from None
        self.in_file = {name for line in lines if (name := _name_in(line))}
        environ.Env.read_env(path)

    def __call__(
        self,
        name: str,
        default: str = "",
        *,
        pattern: str = "",
        problem: str = "is not one",
        example: str = "",
        secret: Truth = False,
    ) -> str:
        """Return a text.

        Args:
            pattern: a regular expression that all of it must match, unless it is empty.
            problem: what is said of one that does not.
            secret: whether it is never shown, in no sentence and no line of the log.
        """
        said = self._value(name, secret)
        if said is None:
            return default
        # Nothing that anybody means holds these; a pasted secret often ends in a line break.
        if re.search(r"[\x00-\x1f\x7f]", said):
            self.refuse(name, "holds a line break or another character that cannot be seen", example or default)
        if pattern and said and not re.fullmatch(pattern, said):
            self.refuse(name, problem, example)
        return said

    def secret(self, name: str, least: Whole = 0) -> str:
        """Return a secret; nothing that is logged holds it."""
        said = self(name, secret=True).strip()
        if said and len(said) < least:
            self.refuse(name, f"is too short: {least} characters are the least", f"{least} random characters or more")
        return said

    def one_of(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """Return one of a few words."""
        said = self(name) or default
        if said not in choices:
            self.refuse(name, "is none of " + ", ".join(filter(None, choices)), default or next(filter(None, choices)))
        return said

    def bool(self, name: str, default: Truth = False) -> Truth:
        """Return yes or no."""
        said = self._value(name)
        if said is None or not said.strip():
            return default
        if said.strip().lower() not in YES + NO:
            self.refuse(name, "is neither yes nor no", "True (or False)")
        return said.strip().lower() in YES

    def int(self, name: str, default: Whole, least: Whole = 0, most: Whole = MOST) -> Whole:
        """Return a whole number between two bounds."""
        said = self._value(name)
        return default if said is None or not said.strip() else self._whole(name, said, default, least, most)

    def list(
        self, name: str, cast: Callable[[str], Any] = str, default: Words | None = None, *, least: Whole = 0
    ) -> Words:
        """Return words with commas between; whole numbers where `cast` is int."""
        said = self._value(name)
        if said is None:
            return list(default or [])
        words = [word.strip() for word in said.split(",") if word.strip()]
        if cast is int:
            example = ",".join(map(str, default or [1, 2]))
            return [self._whole(name, word, example, least, MOST) for word in words]
        return [cast(word) for word in words]

    def dict(self, name: str, default: Pairs | None = None, *, key: str = ".+", value: str = ".+") -> Pairs:
        """Return pairs such as UAH=50,EUR=2, whose halves match two patterns."""
        said = self._value(name)
        if said is None:
            return dict(default or {})
        example = ",".join(f"{left}={right}" for left, right in (default or {"a": "b"}).items())
        found = {}
        for pair in filter(None, map(str.strip, said.split(","))):
            left, _sign, right = pair.partition("=")
            if not (re.fullmatch(key, left.strip()) and re.fullmatch(value, right.strip())):
                self.refuse(name, f"has no such pair as “{_shown(pair)}”", example, shown=False)
            found[left.strip()] = right.strip()
        return found

    def may_read(self, *names: str) -> None:
        """Know variables that only some choices ask for."""
        self.names.update(names)

    def raw(self, name: str) -> str:
        """Return what a variable says, for somebody who judges it, and may hold secrets; "" where it says nothing."""
        return (self._value(name, secret=True) or "").strip()

    def secrets(self) -> set[str]:
        """Return the secrets that the environment holds, passwords in addresses too: what nobody may read in a log."""
        values = {self._said.get(name, "").strip() for name in self._secret}
        passwords = {match[1] for value in values if (match := PASSWORD.search(value))}
        found = values | passwords | {unquote(password) for password in passwords}
        # A shorter one would take words out of every sentence.
        return {value for value in found if len(value) >= LEAST_SECRET}

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """Stop the start with the sentence of whoever finds a value wrong in this block."""
        try:
            yield
        except ValueError as error:
            raise SystemExit(str(error)) from None

    def refuse(self, name: str, problem: str, example: str, *, shown: Truth = True) -> NoReturn:
        """Stop the start with one sentence.

        Raises:
            SystemExit: always.
        """
        said = self._said.get(name, "")
        told = f"{name} says “{_shown(said)}”, which {problem}"
        if not shown or name in self._secret or not said.isprintable():
            told = f"{name} {problem}"
        raise SystemExit(f"{told}: write one like {name}={example}, or leave it out.")

    def _value(self, name: str, secret: object = False) -> str | None:
        self.names.add(name)
        if secret:
            self._secret.add(name)
        return self._said.get(name)

    def _whole(self, name: str, said: str, example: Any, least: Whole, most: Whole) -> Whole:
        word = said.strip()
        if not (re.fullmatch(r"-?[0-9]{1,12}", word) and least <= int(word) <= most):
            bounds = f"from {least}" + (f" to {most}" if most < MOST else "")
            self.refuse(name, f"is not a whole number {bounds}", str(example))
        return int(word)


def _name_in(line: str) -> str:
    found = re.match(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=", line)
    return found[1] if found else ""


def _shown(said: str) -> str:
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
