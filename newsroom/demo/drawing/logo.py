"""The Lantern's mark: a dark square and a lit, lantern-like letter shape."""

from __future__ import annotations

from PIL import Image, ImageDraw

INK, YELLOW = (20, 23, 26), (255, 205, 31)
GRID = 16  # the mark is drawn on a 16 × 16 grid, like the site's inline SVG icon
MARK = ((5, 3), (7, 3), (7, 11), (11, 11), (11, 13), (5, 13))


def draw_logo(size: int) -> Image.Image:
    """A square RGB icon; edges fall on whole pixels at multiples of 16 and are smoothed elsewhere."""
    scale = 1 if size % GRID == 0 else 8
    side = size * scale
    icon = Image.new("RGB", (side, side), INK)
    edges = [(x * side / GRID, y * side / GRID) for x, y in MARK]
    draw = ImageDraw.Draw(icon)
    (left, top), (right, _), _, (far, shelf), (_, bottom), _ = edges
    draw.rectangle((round(left), round(top), round(right) - 1, round(bottom) - 1), fill=YELLOW)
    draw.rectangle((round(left), round(shelf), round(far) - 1, round(bottom) - 1), fill=YELLOW)
    return icon if scale == 1 else icon.resize((size, size), Image.Resampling.LANCZOS)
