"""How often a JPEG goes over its own pixels: the one thing of a picture that its header does not tell."""

import re

# Programs write up to a dozen. Each costs as much as decoding the picture once more, and a few bytes
# are enough for one: 130 KB with a thousand of them kept a machine busy for 24 seconds.
SCANS_AT_MOST = 50

_START_OF_SCAN, _END = 0xDA, 0xD9
# Markers that stand alone, without a length behind them.
_ALONE = {0x01, *range(0xD0, 0xD9)}
# Inside a scan these two bytes are a marker, unless the second says that it is not.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")


def has_too_many_scans(data: bytes) -> bool:
    """Say whether the JPEG in `data` has more than `SCANS_AT_MOST` scans. What follows its end is not looked at."""
    place, scans = 2, 0
    while 0 <= place < len(data) - 3:
        if data[place] != 0xFF:
            # Bytes between segments, which decoders skip.
            place = data.find(b"\xff", place)
            continue
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker == _END:
            return False
        elif marker in _ALONE or marker == 0x00:
            place += 2
        elif marker == _START_OF_SCAN:
            scans += 1
            if scans > SCANS_AT_MOST:
                return True
            following = _NEXT_MARKER.search(data, place + 2 + int.from_bytes(data[place + 2 : place + 4], "big"))
            place = following.start() if following else -1
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return False
