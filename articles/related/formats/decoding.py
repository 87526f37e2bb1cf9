"""Bytes into text: what the server and the file say of their charset is weighed against the bytes."""

import codecs
import re

# A declaration names a small set where the writer used the larger one around it.
_WIDER = {
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "koi8-r": "koi8-u",
    "x-mac-roman": "mac-roman",
}
# Python knows these names too; text in them is an attack, or no text at all.
_NEVER = re.compile(r"utf-?7|unicode.?escape|raw|idna|punycode|rot|hex|base64|zlib|bz2|uu|quopri|undefined|mbcs|oem")
_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4_096
# Kana is in every Japanese sentence, and at its own bytes in either charset.
_KANA = {"cp932": re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]"), "euc_jp": re.compile(rb"[\xa4\xa5][\xa1-\xf6]")}
_LETTERS = re.compile(rb"[\x80-\xff]+")


def decode(body: bytes, content_type: str = "", *, is_html: bool = False) -> str:
    """Return `body` as text. Never raises: what cannot be read becomes U+FFFD.

    A byte order mark decides, then the zero bytes of UTF-16 and UTF-32. What reads as UTF-8 and is
    not plain ASCII is UTF-8, whatever was declared. Otherwise the server's charset, the file's
    own, and what the bytes look like are tried in that order.

    Args:
        content_type: the Content-Type header, whole.
        is_html: whether `<meta charset>` is the file's own declaration.
    """
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body.decode(charset, "replace").lstrip("\ufeff")
    if wide := _wide(body):
        return body.decode(wide, "replace")
    said = [_known(_CHARSET.search(content_type)), _known((_META if is_html else _DECLARED).search(body[:_HEAD]))]
    if not is_html:
        said.append(_known(_META.search(body[:_HEAD])))
    declared = [charset for charset in said if charset]
    if body.isascii():
        # Only these say something else in ASCII.
        shifting = (name for name in declared if name.startswith("iso2022") or name == "hz")
        return body.decode(next(shifting, "ascii"), "replace")
    if (text := _strictly(body, "utf-8")) is not None and not _is_other(body, text, declared):
        return text
    for charset in declared:
        if charset != "utf-8" and (text := _strictly(body, charset)) is not None:
            return text
    return body.decode(_guess(body), "replace")


def _wide(body: bytes) -> str:
    """Two-byte text without a mark: every other byte of its beginning is zero."""
    start = body[:400]
    if len(start) < 4 or start.count(0) < len(start) // 4:
        return ""
    return "utf-16-be" if start[0::2].count(0) > start[1::2].count(0) else "utf-16-le"


def _known(found: re.Match[str] | re.Match[bytes] | None) -> str:
    if found is None:
        return ""
    name = found[1].decode("ascii", "ignore") if isinstance(found[1], bytes) else found[1]
    name = name.lower()
    if _NEVER.match(name):
        return ""
    try:
        codec = codecs.lookup(_WIDER.get(name, name))
    except (LookupError, ValueError):
        return ""
    # Their zero bytes would have been seen: a file that only says so is something else.
    return "" if codec.name.startswith(("utf-16", "utf-32")) else codec.name


def _strictly(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_other(body: bytes, text: str, declared: list[str]) -> bool:
    """Whether bytes that could be UTF-8 by chance are what was declared: a few letters of East Asian text."""
    east = next((name for name in declared if name in ("gb18030", "cp949", "cp932", "big5", "euc_jp")), "")
    letters = sum(len(run) for run in _LETTERS.findall(body[:_HEAD]))
    return bool(east) and letters < 8 and _strictly(body, east) is not None


def _guess(body: bytes) -> str:
    """Return the charset that bytes look like which are neither UTF-8 nor what was declared."""
    sample = body[:200_000]
    runs = _LETTERS.findall(sample)
    high = b"".join(runs)
    if len(sample.decode("utf-8", "ignore").encode()) > len(sample) - len(high) / 10:
        return "utf-8"  # with some broken bytes in it
    for charset, kana in _KANA.items():
        if len(kana.findall(sample)) > 2 and _strictly(body, charset) is not None:
            return charset
    if len(high) / max(len(runs), 1) < 2.5:
        return "cp1252"  # an accent here and there
    small, capital = sum(byte >= 0xE0 for byte in high), sum(0xC0 <= byte < 0xE0 for byte in high)
    if small + capital < len(high) * 0.8:
        return "cp1252"
    # Small letters are many: windows-1251 has them above, KOI8 below.
    return "cp1251" if small >= capital else "koi8-u"
