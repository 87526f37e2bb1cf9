"""What a picture looks like, in 64 bits: the same for a smaller copy, another format, another quality."""

from PIL import Image

from articles.pictures.colour import scalable

# Pictures whose fingerprints differ in no more bits look alike.
ALIKE_WITHIN = 4
_BANDS = 5
_WIDTH, _HEIGHT = 8, 8


def fingerprint(image: Image.Image, turn: Image.Transpose | None = None) -> str:
    """
    Return 16 hex digits for a decoded `image` after `turn`: where it grows darker from left to right.

    Empty for a picture of one colour, which looks like every other such picture.
    """
    pixels = scalable(image)
    if pixels.mode in {"RGBA", "LA"}:
        pixels = pixels.convert(pixels.mode.rstrip("A"))
    across = turn in {
        Image.Transpose.TRANSPOSE,
        Image.Transpose.TRANSVERSE,
        Image.Transpose.ROTATE_90,
        Image.Transpose.ROTATE_270,
    }
    size = (_HEIGHT, _WIDTH + 1) if across else (_WIDTH + 1, _HEIGHT)
    small = pixels.resize(size, Image.Resampling.BOX)
    small = small.getchannel(0) if small.mode == "LAB" else small.convert("L")
    if turn is not None:
        small = small.transpose(turn)
    grey = small.tobytes()
    bits = 0
    for row in range(_HEIGHT):
        line = grey[row * (_WIDTH + 1) : (row + 1) * (_WIDTH + 1)]
        for left, right in zip(line, line[1:], strict=False):
            bits = bits << 1 | (left > right)
    return f"{bits:016x}" if bits else ""


def distance(one: str, other: str) -> int:
    """Return in how many bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def bands(written: str) -> list[int]:
    """
    Return five numbers of which two fingerprints share one at least when they differ in four bits or less.

    Four differing bits can fall into four of the five pieces, never into all of them: so that "what
    looks like this?" is a look into an index, however many pictures there are. The number of the
    piece is part of each.
    """
    bits = int(written, 16)
    found = []
    for number in range(_BANDS):
        wide = 12 if number == _BANDS - 1 else 13
        found.append(number << 13 | (bits & ((1 << wide) - 1)))
        bits >>= wide
    return found
