"""Icon files (.ico) hold several pictures: the largest is taken out before Pillow, which would decode what it likes."""

import struct

HEADER = struct.Struct("<HHH")
ENTRY = struct.Struct("<BBBBHHII")
ENTRIES_AT_MOST = 64
# A side of a bitmap in it; its header may say anything.
SIDE_AT_MOST = 1_024
_PNG = b"\x89PNG\r\n\x1a\n"


def largest_in(data: bytes) -> bytes:
    """Return the largest picture of an icon file: a PNG by itself, or an icon file with one bitmap.

    What is no icon file comes back as it is; one without a sensible picture as nothing.
    """
    if len(data) < HEADER.size + ENTRY.size or HEADER.unpack_from(data)[:2] != (0, 1):
        return data
    count = min(HEADER.unpack_from(data)[2], ENTRIES_AT_MOST, (len(data) - HEADER.size) // ENTRY.size)
    entries = [ENTRY.unpack_from(data, HEADER.size + number * ENTRY.size) for number in range(count)]
    # A side of 0 is one of 256; of equal ones that with more colours.
    entries.sort(key=lambda entry: ((entry[0] or 256) * (entry[1] or 256), entry[5]), reverse=True)
    for *about, length, offset in entries:
        inner = data[offset : offset + length]
        if inner.startswith(_PNG):
            return inner
        if _is_small_bitmap(inner):
            start = HEADER.size + ENTRY.size
            return HEADER.pack(0, 1, 1) + ENTRY.pack(*about, len(inner), start) + inner
    return b""


def _is_small_bitmap(inner: bytes) -> bool:
    if len(inner) < 40:
        return False
    header, width, height = struct.unpack_from("<Iii", inner)
    # Twice the height: the picture, and its mask.
    return header >= 40 and 0 < width <= SIDE_AT_MOST and 0 < height <= 2 * SIDE_AT_MOST
