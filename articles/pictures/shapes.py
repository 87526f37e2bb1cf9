"""Which renditions a picture has, worked out from its size alone, and where each is cut."""

import hashlib
from dataclasses import dataclass
from typing import Literal

Shape = Literal["3x2", "full", "og", "1x1", "4x3", "16x9"]
Focus = tuple[float, float]
Box = tuple[int, int, int, int]

CENTRE: Focus = (0.5, 0.5)
# Raise this whenever a shape, a width or an encoder setting changes, so that addresses which
# caches keep for ever are never reused for other bytes.
RECIPE = 1

_RATIOS = {"3x2": (3, 2), "og": (1200, 630), "1x1": (1, 1), "4x3": (4, 3), "16x9": (16, 9)}
_WIDTHS = {"3x2": (160, 320, 480, 800, 1280, 1600), "full": (480, 800, 1280)}
_FALLBACKS = {"3x2": 480, "full": 800}
_JPEG_SHAPES = ("og", "1x1", "4x3", "16x9")
_JPEG_WIDTH = 1200
_EXTENSIONS = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg"}


@dataclass(frozen=True)
class Rendition:
    """One file that readers get: its shape, its size in pixels, and Pillow's name of its format."""

    shape: str
    width: int
    height: int
    format: str

    @property
    def name(self) -> str:
        """The file's name inside the picture's folder, such as `3x2-480.avif`."""
        return f"{self.shape}-{self.width}.{_EXTENSIONS[self.format]}"


@dataclass(frozen=True)
class ShapeNames:
    """What a `<picture>` needs of one shape: `sources` narrowest first, and the `<img>` itself."""

    sources: tuple[Rendition, ...]
    fallback: Rendition

    def srcset(self, folder: str = "", widest: int | None = None) -> str:
        """
        Return a `srcset`, each name behind `folder` (with its slash), up to `widest` pixels.

        The narrowest source is always there, even when it is wider than `widest`.
        """
        chosen = [
            source
            for number, source in enumerate(self.sources)
            if number == 0 or widest is None or source.width <= widest
        ]
        return ", ".join(f"{folder}{source.name} {source.width}w" for source in chosen)


def plan(width: int, height: int) -> list[Rendition]:
    """
    Return every rendition of an upright picture of `width` × `height` pixels, widest first a shape.

    Nothing is scaled up. A crop narrower than the narrowest width of its shape comes once, at its
    own width; a JPEG shape is as large as fits. `full` is missing when the picture is 3:2 to 1%.
    """
    wanted: list[Rendition] = []
    for shape, widths in _WIDTHS.items():
        if shape == "full" and is_three_to_two(width, height):
            continue
        own_width = fitted(width, height, shape)[0]
        ratio = _RATIOS.get(shape, (width, height))
        fitting = [each for each in widths if each <= own_width] or [own_width]
        fallback = max(each for each in fitting if each <= max(fitting[0], _FALLBACKS[shape]))
        for each in reversed(fitting):
            wanted.append(Rendition(shape, each, _height(each, ratio), "AVIF"))
            if each == fallback:
                wanted.append(Rendition(shape, each, _height(each, ratio), "WEBP"))
    for shape in _JPEG_SHAPES:
        own_width = min(fitted(width, height, shape)[0], _JPEG_WIDTH)
        wanted.append(Rendition(shape, own_width, _height(own_width, _RATIOS[shape]), "JPEG"))
    return wanted


def names(width: int, height: int, shape: Shape) -> ShapeNames:
    """
    Return the renditions of one `shape` of a picture of `width` × `height` pixels, for a template.

    Asked for `full`, a picture that is 3:2 already answers with its 3:2 renditions. The JPEG
    shapes have no sources, only the one file. Raises KeyError for a shape that does not exist.
    """
    if shape == "full" and is_three_to_two(width, height):
        shape = "3x2"
    found = [each for each in plan(width, height) if each.shape == shape]
    if not found:
        raise KeyError(shape)
    return ShapeNames(
        sources=tuple(each for each in reversed(found) if each.format == "AVIF"),
        fallback=next(each for each in found if each.format != "AVIF"),
    )


def rendition_key(sha256: str, focus: Focus = CENTRE) -> str:
    """
    Return the folder name, 20 characters, for the renditions of an original cut around `focus`.

    The same original and focal point (to a thousandth) always give the same name, and another
    focal point another one, so that every address may be cached for ever. The name does not tell
    the original's hash. Raises ValueError for a focal point outside 0..1.
    """
    x, y = checked(focus)
    return hashlib.sha256(f"{RECIPE}:{sha256}:{x:.3f}:{y:.3f}".encode()).hexdigest()[:20]


def crop_box(width: int, height: int, shape: str, focus: Focus = CENTRE) -> Box:
    """
    Return (left, top, right, bottom) of `shape` in a picture of `width` × `height` pixels.

    The box is the largest that fits, and the focal point is as near its middle as the frame
    allows. `ImageOps.fit(centering=…)` is not that: it spreads the spare margin in proportion.
    """
    x, y = checked(focus)
    wide, tall = fitted(width, height, shape)
    left = min(max(round(x * width - wide / 2), 0), width - wide)
    top = min(max(round(y * height - tall / 2), 0), height - tall)
    return left, top, left + wide, top + tall


def fitted(width: int, height: int, shape: str) -> tuple[int, int]:
    """Return the size of the largest `shape` inside `width` × `height`: all of it for `full`."""
    if shape == "full":
        return width, height
    across, down = _RATIOS[shape]
    wide = min(width, height * across // down)
    return wide, _height(wide, _RATIOS[shape])


def is_three_to_two(width: int, height: int) -> bool:
    """Say whether a picture is so near 3:2 (1%) that an uncropped shape would add nothing."""
    return abs(2 * width - 3 * height) * 100 <= 3 * height


def checked(focus: Focus) -> Focus:
    """Return `focus` unchanged (-0.0 as 0.0), or raise ValueError when it is outside 0..1."""
    x, y = focus
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError(f"Focal point ({x}, {y}) is outside 0..1; give fractions of the picture.")
    return x + 0.0, y + 0.0


def _height(width: int, ratio: tuple[int, int]) -> int:
    return max(1, round(width * ratio[1] / ratio[0]))
