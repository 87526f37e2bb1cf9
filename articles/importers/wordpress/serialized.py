"""PHP's serialised values, as WordPress keeps settings and pictures' data in them: the plain ones only.

https://www.php.net/manual/en/function.serialize.php. Objects are never made: a text that holds one is not read.
"""

LENGTH_AT_MOST = 200_000
DEPTH_AT_MOST = 12
VALUES_AT_MOST = 5_000

type Value = str | int | float | bool | None | dict[str, "Value"]


class _Unreadable(Exception):
    pass


def unserialized(text: str) -> Value:
    """Return what `text` holds, arrays as dicts with their keys as text; `None` for what cannot be read.

    Exports are edited by hand, which makes the lengths in them wrong: such a text is not read.
    """
    if len(text) > LENGTH_AT_MOST:
        return None
    try:
        return _Reader(text.encode("utf-8", "ignore")).value(0)
    except (_Unreadable, ValueError, IndexError, OverflowError):
        return None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.values = 0

    def value(self, depth: int) -> Value:
        self.values += 1
        if depth > DEPTH_AT_MOST or self.values > VALUES_AT_MOST:
            raise _Unreadable
        kind = self.data[self.at : self.at + 2]
        self.at += 2
        if kind == b"N;":
            return None
        if kind == b"s:":
            return self.words()
        if kind == b"b:":
            return self.upto(b";") == b"1"
        if kind == b"i:":
            return int(self.upto(b";")[:20])
        if kind == b"d:":
            return float(self.upto(b";")[:40])
        if kind == b"a:":
            return self.pairs(depth)
        raise _Unreadable

    def pairs(self, depth: int) -> dict[str, Value]:
        count = int(self.upto(b":")[:10])
        self.expect(b"{")
        found: dict[str, Value] = {}
        for _pair in range(count):
            key = self.value(depth + 1)
            found[str(key)] = self.value(depth + 1)
        self.expect(b"}")
        return found

    def words(self) -> str:
        length = int(self.upto(b":")[:10])
        self.expect(b'"')
        if length < 0 or self.at + length > len(self.data):
            raise _Unreadable
        words = self.data[self.at : self.at + length]
        self.at += length
        self.expect(b'";')
        return words.decode("utf-8", "replace")

    def upto(self, end: bytes) -> bytes:
        found = self.data.index(end, self.at)
        taken = self.data[self.at : found]
        self.at = found + len(end)
        return taken

    def expect(self, what: bytes) -> None:
        if self.data[self.at : self.at + len(what)] != what:
            raise _Unreadable
        self.at += len(what)
