"""The sheet every scene is drawn on: ink tones, mist, glows and one warm light.

Scenes are drawn in grey tones (0 is ink, 255 is paper) at twice the final size, in the
coordinates of the finished picture. ``Canvas.finish`` reduces the sheet, lays a fixed paper
grain over it, turns tones into the cool ink palette and adds the warm light last.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
FINE, SOFT = 2.0, 0.25  # pixels a unit: for crisp shapes, for anything blurred

Point = tuple[float, float]
Stops = Sequence[tuple[float, float]]

INK_PALETTE = (
    (0, (11, 15, 19)),
    (60, (46, 54, 61)),
    (130, (110, 121, 128)),
    (200, (190, 198, 201)),
    (255, (241, 244, 242)),
)
FLAME, GLOW = (255, 214, 122), (255, 190, 84)


def between(stops: Stops, position: float) -> float:
    """The value of a piecewise linear ramp at one position."""
    if position <= stops[0][0]:
        return stops[0][1]
    for (start, low), (end, high) in zip(stops, stops[1:], strict=False):
        if position <= end:
            return low + (high - low) * (position - start) / (end - start or 1)
    return stops[-1][1]


def ramp(stops: Stops, size: tuple[int, int], *, sideways: bool = False) -> Image.Image:
    """A gradient of tones down (or across) a picture, stops given in picture units."""
    length = WIDTH if sideways else HEIGHT
    levels = bytes(round(between(stops, place)) for place in range(length))
    strip = Image.frombytes("L", (length, 1) if sideways else (1, length), levels)
    return strip.resize(size, Image.Resampling.BILINEAR)


def faded(mask: Image.Image, opacity: float) -> Image.Image:
    return mask if opacity >= 1 else mask.point([round(level * opacity) for level in range(256)])


class Pen:
    """Draws shapes in picture units on a grey image of any scale."""

    def __init__(self, image: Image.Image, scale: float) -> None:
        self.image = image
        self.scale = scale
        self._draw = ImageDraw.Draw(image)

    def _targets(self, tone: float) -> Iterable[tuple[ImageDraw.ImageDraw, int]]:
        yield self._draw, round(tone)

    def _place(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def _thick(self, width: float) -> int:
        return max(1, round(width * self.scale))

    def shape(self, points: Iterable[Point], tone: float = 255) -> None:
        corners = self._place(points)
        for draw, value in self._targets(tone):
            draw.polygon(corners, fill=value)

    def line(self, points: Iterable[Point], tone: float = 255, width: float = 2) -> None:
        path = self._place(points)
        joint = "curve" if width > 3 else None
        for draw, value in self._targets(tone):
            draw.line(path, fill=value, width=self._thick(width), joint=joint)

    def box(self, left: float, top: float, right: float, bottom: float, tone: float = 255, radius: float = 0) -> None:
        corners = self._place([(min(left, right), min(top, bottom)), (max(left, right), max(top, bottom))])
        for draw, value in self._targets(tone):
            draw.rounded_rectangle(corners, radius * self.scale, fill=value)

    def disc(self, x: float, y: float, across: float, tone: float = 255, tall: float | None = None) -> None:
        tall = across if tall is None else tall
        corners = self._place([(x - across, y - tall), (x + across, y + tall)])
        for draw, value in self._targets(tone):
            draw.ellipse(corners, fill=value)

    def arc(
        self,
        x: float,
        y: float,
        across: float,
        tall: float,
        start: float,
        end: float,
        tone: float = 255,
        width: float = 2,
    ) -> None:
        corners = self._place([(x - across, y - tall), (x + across, y + tall)])
        for draw, value in self._targets(tone):
            draw.arc(corners, start, end, fill=value, width=self._thick(width))


class Canvas(Pen):
    def __init__(self, key: str, tone: float = 30) -> None:
        size = (int(WIDTH * FINE), int(HEIGHT * FINE))
        super().__init__(Image.new("L", size, round(tone)), FINE)
        self.random = Random(key)
        self._flame: Pen | None = None
        self._halo = Image.new("L", (int(WIDTH * SOFT), int(HEIGHT * SOFT)))

    def _targets(self, tone: float) -> Iterable[tuple[ImageDraw.ImageDraw, int]]:
        yield self._draw, round(tone)
        if self._flame is not None:  # whatever is drawn later stands in front of the flames
            yield self._flame._draw, 0

    # Tones over the whole sheet

    def fill(self, stops: Stops, *, sideways: bool = False) -> None:
        self.image.paste(ramp(stops, self.image.size, sideways=sideways))

    def layer(self, *, soft: bool = False) -> Pen:
        """An empty mask to draw on and then ``lay`` down in one go."""
        scale = SOFT if soft else FINE
        return Pen(Image.new("L", (int(WIDTH * scale), int(HEIGHT * scale))), scale)

    def lay(
        self, mask: Pen, tones: float | Stops, *, opacity: float = 1, blur: float = 0, sideways: bool = False
    ) -> None:
        """Ink a mask with one tone or a gradient; soft masks are blurred in picture units."""
        image = mask.image
        if blur:
            image = image.filter(ImageFilter.GaussianBlur(blur * mask.scale))
        self._stamp(faded(image, opacity), tones, sideways=sideways)

    def _stamp(self, image: Image.Image, tones: float | Stops, *, sideways: bool = False) -> None:
        if image.size != self.image.size:
            image = image.resize(self.image.size, Image.Resampling.BICUBIC)
        if isinstance(tones, int | float):
            self.image.paste(round(tones), (0, 0, *self.image.size), image)
        else:
            self.image.paste(ramp(tones, self.image.size, sideways=sideways), (0, 0), image)
        if self._flame is not None:
            self._flame.image.paste(0, (0, 0, *self.image.size), image)

    def clouds(self, tone: float, stops: Stops, *, grain: tuple[int, int] = (7, 9)) -> None:
        """Drifting vapour of one tone; ``stops`` give its strength (0..255) by height."""
        small = (int(WIDTH * SOFT), int(HEIGHT * SOFT))
        vapour = Image.new("L", small, 128)
        for octave, weight in ((1, 1.0), (2, 0.5), (4, 0.3)):
            columns, rows = grain[0] * octave, grain[1] * octave
            patch = Image.frombytes("L", (columns, rows), self.random.randbytes(columns * rows))
            vapour = Image.blend(vapour, patch.resize(small, Image.Resampling.BICUBIC), weight / (1 + weight))
        vapour = vapour.point([max(0, min(255, round((level - 92) * 3))) for level in range(256)])
        mask = ImageChops.multiply(vapour, ramp(stops, small))
        self.veil(mask, tone)

    def mist(self, level: float, depth: float, tone: float, strength: float = 0.8, *, patchy: bool = True) -> None:
        """A bank of mist around one height."""
        peak = 255 * strength
        stops = [
            (level - depth, 0),
            (level - depth * 0.4, peak * 0.62),
            (level, peak),
            (level + depth * 0.5, peak * 0.55),
            (level + depth, 0),
        ]
        if patchy:
            self.clouds(tone, [(y, value * 0.6) for y, value in stops], grain=(5, 14))
            stops = [(y, value * 0.62) for y, value in stops]
        self.veil(ramp(stops, (int(WIDTH * SOFT), int(HEIGHT * SOFT))), tone)

    def glow(
        self, x: float, y: float, across: float, strength: float = 0.8, tone: float = 255, tall: float | None = None
    ) -> None:
        """A round of light (or, with a dark tone, of shade) that fades outward."""
        mask = Image.new("L", (int(WIDTH * SOFT), int(HEIGHT * SOFT)))
        disc, corner = _fading_disc(x, y, across, tall or across, strength)
        mask.paste(disc, corner)
        self.veil(mask, tone)

    def veil(self, mask: Image.Image, tone: float) -> None:
        """Stamp one tone over everything but the flames, which shine through."""
        flame, self._flame = self._flame, None
        self._stamp(mask, tone)
        self._flame = flame

    def mirror(self, shore: float, clarity: float, water: Stops, *, swell: float = 5, bottom: float = HEIGHT) -> None:
        """Fill the water below a shore line with a broken, darkened reflection."""
        depth = round((bottom - shore) * FINE)
        top = round(shore * FINE)
        width = self.image.width
        source = self.image.crop((0, max(0, top - depth), width, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        source = source.resize((width // 4, depth // 4)).filter(ImageFilter.GaussianBlur((0.8, 2.5)))
        source = source.resize((width, depth), Image.Resampling.BICUBIC)
        broken = source.copy()
        row = 0
        while row < depth:
            height = 2 + round(7 * row / depth)
            shift = round(swell * FINE * math.sin(row * 0.13 + 2.2 * math.sin(row * 0.021)) * (0.25 + row / depth))
            broken.paste(source.crop((0, row, width, row + height)), (shift, row))
            row += height
        surface = ramp(water, self.image.size).crop((0, top, width, top + depth))
        self.image.paste(Image.blend(surface, broken, clarity), (0, top))

    # The warm light

    @property
    def flame(self) -> Pen:
        """The pen for things that burn or shine yellow; later ink covers them."""
        if self._flame is None:
            self._flame = Pen(Image.new("L", self.image.size), FINE)
        return self._flame

    def shine(self, x: float, y: float, across: float, strength: float = 0.6, tall: float | None = None) -> None:
        """The yellow haze around a flame."""
        disc, corner = _fading_disc(x, y, across, tall or across, strength)
        area = (corner[0], corner[1], corner[0] + disc.width, corner[1] + disc.height)
        self._halo.paste(ImageChops.screen(self._halo.crop(area), disc), corner)

    def shine_through(self, mask: Pen, strength: float, blur: float) -> None:
        """Yellow light in the form of a soft mask: a beam, a lit floor."""
        image = faded(mask.image.filter(ImageFilter.GaussianBlur(blur * mask.scale)), strength)
        self._halo = ImageChops.screen(self._halo, image)

    def finish(self, *, vignette: float = 0.3) -> Image.Image:
        size = (WIDTH, HEIGHT)
        sheet = self.image.reduce(2)
        if vignette:
            edge = Image.radial_gradient("L").point(
                [round(max(0, level - 120) / 135 * 255 * vignette) for level in range(256)]
            )
            sheet.paste(8, (0, 0, *size), edge.resize(size, Image.Resampling.BICUBIC))
        sheet = ImageChops.add(sheet, _paper_grain(size), offset=-128)
        channels = [
            sheet.point(
                [round(between([(at, colour[part]) for at, colour in INK_PALETTE], level)) for level in range(256)]
            )
            for part in range(3)
        ]
        picture = Image.merge("RGB", channels)
        halo = self._halo.resize(size, Image.Resampling.BICUBIC)
        if halo.getextrema()[1]:
            tint = Image.merge("RGB", [faded(halo, part / 255) for part in GLOW])
            picture = ImageChops.screen(picture, tint)
        if self._flame is not None:
            picture.paste(FLAME, (0, 0, *size), self._flame.image.reduce(2))
        return picture


def _fading_disc(
    x: float, y: float, across: float, tall: float, strength: float
) -> tuple[Image.Image, tuple[int, int]]:
    levels = [round(255 * strength * (1 - level / 255) ** 2) for level in range(256)]
    size = (max(2, round(across * 2 * SOFT)), max(2, round(tall * 2 * SOFT)))
    # In Pillow's gradient the inscribed circle ends at level 181 of 255, so stretch it to reach nothing there.
    levels = [levels[min(255, round(level * 255 / 180))] for level in range(256)]
    disc = Image.radial_gradient("L").point(levels).resize(size, Image.Resampling.BICUBIC)
    return disc, (round((x - across) * SOFT), round((y - tall) * SOFT))


def _paper_grain(size: tuple[int, int]) -> Image.Image:
    """One fixed, faint weave, the same for the whole series: hides banding and compresses well."""
    tile_side = 160
    tile = Image.frombytes("L", (tile_side, tile_side), Random("paper").randbytes(tile_side**2))
    tile = tile.filter(ImageFilter.GaussianBlur(0.7)).point([128 + round((level - 128) / 22) for level in range(256)])
    grain = Image.new("L", size)
    for left in range(0, size[0], tile_side):
        for top in range(0, size[1], tile_side):
            grain.paste(tile, (left, top))
    return grain
