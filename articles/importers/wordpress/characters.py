"""In which encoding a file really is: exports say UTF-8 and hold other bytes, or the other way round."""

import codecs
import re
from dataclasses import dataclass

from .files import ExportFile

DECLARED = re.compile(rb"""^[\s\xef\xbb\xbf]*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
SAMPLE = 1 << 20
# Letters of these pages of Windows stand above this byte; in a Cyrillic text nearly all letters do.
MOSTLY = 0.4
HIGH = re.compile(rb"[\xc0-\xff]")
LATIN = re.compile(rb"[A-Za-z]")


@dataclass(frozen=True)
class Encoding:
    """What the bytes are.

    Args:
        name: Python's name of it.
        instead: how bytes that are none of it are read.
        is_declared: the file says so itself, or says nothing and is UTF-8.
        is_whole: every byte fits.
    """

    name: str
    instead: str = "cp1252"
    is_declared: bool = True
    is_whole: bool = True


def encoding_of(file: ExportFile) -> Encoding:
    """Return the encoding of `file`, told by its bytes first and by what it says of itself second.

    A text with letters beyond ASCII that is UTF-8 throughout is UTF-8, whatever is declared.

    Raises:
        CannotRead: it cannot be opened or unpacked.
    """
    with file.reading() as stream:
        head = stream.read(SAMPLE)
        for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
            if head.startswith(mark):
                return Encoding(name, is_declared=False)
        said = DECLARED.match(head)
        declared = _known(said[1].decode("ascii")) if said else "utf-8"
        is_utf8 = codecs.getincrementaldecoder("utf-8")()
        chunk = head
        has_letters = False
        try:
            while chunk:
                is_utf8.decode(chunk)
                has_letters = has_letters or not chunk.isascii()
                chunk = stream.read(SAMPLE)
            is_utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            latin, high = len(LATIN.findall(head)), len(HIGH.findall(head))
            # Mark-up is Latin everywhere: a fifth of all letters is a text in another alphabet.
            instead = "cp1251" if high > MOSTLY / 2 * (latin + high) else "cp1252"
            if declared in ("", "utf-8", "ascii") or declared.startswith("utf"):
                read = head.decode("utf-8", "replace")
                bad = read.count("\ufffd")
                if bad > sum(1 for letter in read if letter > "\x7f") - bad:
                    # Not UTF-8 with a slip in it, but something else: two letters that look like one are two.
                    return Encoding(instead, instead, is_declared=False)
                return Encoding("utf-8", instead, is_declared=True, is_whole=False)
            return Encoding(declared, instead)
    plain = declared in ("utf-8", "ascii") or not has_letters
    return Encoding("utf-8", is_declared=plain and declared != "")


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def decoder(encoding: Encoding, mended: list[int]) -> codecs.IncrementalDecoder:
    """Return a decoder that reads bytes which do not fit as `encoding.instead`, and counts them in `mended[0]`."""

    def read_instead(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        mended[0] += 1
        return error.object[error.start : error.end].decode(encoding.instead, "ignore"), error.end

    # A name of its own for each pair: handlers are kept for the whole process.
    name = f"read-as-{encoding.instead}"
    codecs.register_error(name, read_instead)
    return codecs.getincrementaldecoder(encoding.name)(errors=name)
