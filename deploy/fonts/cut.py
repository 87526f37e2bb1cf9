"""Cut the newspaper's fonts from three npm packages.

    PYTHONHASHSEED=0 python cut.py PACKAGES OUT

PACKAGES holds the unpacked packages, a folder each: noto-serif-display, stix-two-text and
libre-franklin of @fontsource-variable, version 5.3.0. The files go to OUT, and the unicode-range of
each is printed, to be put into site.css. Needs fontTools 4 and brotli.

The packages come in slices, and only the Latin slice has the space, the figures and the punctuation.
The `uk` files join them to the Cyrillic letters, so that a Ukrainian page needs one file a face.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib.hvar import add_HVAR
from fontTools.varLib.instancer import instantiateVariableFont

FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "pnum", "case"]


def points(ranges: str) -> set[int]:
    """Code points of "20-7E 2116"."""
    ends = [part.split("-") for part in ranges.split()]
    return {point for end in ends for point in range(int(end[0], 16), int(end[-1], 16) + 1)}


LETTERS = points("41-5A 61-7A")
HRYVNIA = points("20B4")
# Signs and letters hardly met in English go with the accented letters: they cost every page 5 KB
RARE = points("A4 A6 A8 AA AC AF B4-B6 B8-BA BC BE D0 DE F0 FE 2044")
LATIN = points("20-7E A0-FF 131 152-153 2BC 2009 2013-2014 2018-201A 201C-201E 2022 2026") | points(
    "2032-2033 2039-203A 20AC 2122 2212"
)
LATIN -= RARE
EXT = points("100-130 132-151 154-17F 218-21B")
CYRILLIC = points("301 400-45F 490-491 2116")
# The Ukrainian letters and the other four of Russian names; rarer ones stay in the Cyrillic files
UKRAINIAN = points("301 401 404 406-407 410-44F 451 454 456-457 490-491 2116")
# Beside letters: ASCII and what Ukrainian text is set with
MARKS = (
    points("20-7E A0 A7 A9 AB AD B0-B1 B7 BB D7 2BC 2009 2013-2014 2018-201A 201C-201E 2022 2026")
    | points("2032-2033 20AC 2212")
) - LETTERS
# Drawn with the glyph of another
ALIASES = {0xAD: 0x2D, 0x2010: 0x2D, 0x2011: 0x2D, 0x202F: 0x2009, 0x2212: 0x2013}


@dataclass(frozen=True)
class Face:
    """A face: where it comes from, what is kept of its axes, and what its Ukrainian file holds."""

    package: str
    style: str
    axes: dict[str, float | tuple[float, float]]
    hryvnia: str = ""
    uk_letters: set[int] = field(default_factory=set)


FACES = {
    "display": Face("noto-serif-display", "standard-normal", {"wdth": 75, "wght": 650}, "latin-ext"),
    "text": Face("stix-two-text", "wght-normal", {"wght": (400, 700)}),
    "text-italic": Face("stix-two-text", "wght-italic", {"wght": 400}),
    # The interface names networks and outlets in Latin letters on every page
    "ui": Face("libre-franklin", "wght-normal", {"wght": (400, 700)}, "cyrillic-ext", LETTERS),
}


def cut(font: TTFont, unicodes: Iterable[int]) -> TTFont:
    """The font with nothing but these code points."""
    options = Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    options.drop_tables += ["STAT"]
    if "fvar" in font:
        font["fvar"].instances = []
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    return font


def reread(font: TTFont) -> TTFont:
    """The font as it would be read from a file: tables packed, nothing stale."""
    font.flavor = None
    data = BytesIO()
    font.save(data)
    data.seek(0)
    return TTFont(data)


def slice_of(packages: Path, face: Face, name: str, unicodes: Iterable[int]) -> TTFont:
    """One slice of the package, at the face's axes, cut to the code points."""
    path = packages / face.package / "files" / f"{face.package}-{name}-{face.style}.woff2"
    return reread(cut(reread(instantiateVariableFont(TTFont(path), face.axes)), unicodes))


def join(first: TTFont, second: TTFont) -> TTFont:
    """One font of two slices of the same source; first wins where both have a character.

    fontTools merges static fonts only, so what varies is taken off, joined here, and put back.
    """
    varies = "fvar" in first
    kept = {tag: first[tag] for tag in ("fvar", "avar") if tag in first}
    store = joined_stores(first, second) if varies else None
    parts: list[BytesIO] = []
    deltas: dict[str, list[Any]] = {}
    for letter, font in (("a", first), ("b", second)):
        glyphs = font.getGlyphOrder()
        names = [f"{letter}{number}" if number else ".notdef" for number in range(len(glyphs))]
        if varies:
            if font["avar"].segments != kept["avar"].segments:
                raise ValueError("The slices are not of one source.")
            deltas |= {name: font["gvar"].variations.get(old, []) for old, name in zip(glyphs, names, strict=True)}
        parts.append(still(font, names))
    merged = Merger().merge(parts)
    merged["head"].created = first["head"].created
    if varies:
        for tag, table in kept.items():
            merged[tag] = table
        merged["gvar"] = gvar = newTable("gvar")
        gvar.version, gvar.reserved = 1, 0
        gvar.variations = {name: deltas.get(name, []) for name in merged.getGlyphOrder()}
        if store:
            merged["GDEF"].table.Version = 0x00010003
            merged["GDEF"].table.VarStore = store
        add_HVAR(merged)
    return reread(merged)


def still(font: TTFont, names: list[str]) -> BytesIO:
    """The font as a file, its glyphs named anew, without what varies."""
    for tag in ("fvar", "avar", "gvar", "HVAR"):
        if tag in font:
            del font[tag]
    if "GDEF" in font and getattr(font["GDEF"].table, "VarStore", None):
        font["GDEF"].table.VarStore = None
        font["GDEF"].table.Version = 0x00010002
    plain = reread(font)
    plain.setGlyphOrder(names)
    post = plain["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 2.0, [], {}, names
    data = BytesIO()
    plain.save(data)
    data.seek(0)
    return data


def joined_stores(first: TTFont, second: TTFont) -> Any:
    """The two stores of what varies in kerning and marks as one; the second's references follow."""
    one, two = (getattr(font["GDEF"].table, "VarStore", None) if "GDEF" in font else None for font in (first, second))
    if not (one and two):
        return one or two
    regions, rows = len(one.VarRegionList.Region), len(one.VarData)
    one.VarRegionList.Region.extend(two.VarRegionList.Region)
    one.VarRegionList.RegionCount = len(one.VarRegionList.Region)
    moved = {}
    for outer, data in enumerate(two.VarData):
        for inner in range(data.ItemCount):
            moved[outer << 16 | inner] = outer + rows << 16 | inner
        data.VarRegionIndex = [index + regions for index in data.VarRegionIndex]
    one.VarData.extend(two.VarData)
    one.VarDataCount = len(one.VarData)
    moved[0xFFFFFFFF] = 0xFFFFFFFF
    second["GDEF"].table.remap_device_varidxes(moved)
    if "GPOS" in second:
        second["GPOS"].table.remap_device_varidxes(moved)
    return one


def alias(font: TTFont) -> None:
    """Give the hyphens, the narrow space and the minus a face lacks the glyphs of their like."""
    for table in font["cmap"].tables:
        for point, like in ALIASES.items():
            if table.isUnicode() and like in table.cmap and table.format != 14:
                table.cmap.setdefault(point, table.cmap[like])


def as_range(unicodes: Iterable[int]) -> str:
    """The code points as a value of unicode-range."""
    runs: list[list[int]] = []
    for point in sorted(unicodes):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def faces(packages: Path, face: Face) -> dict[str, TTFont]:
    """The four files of a face."""

    def part(name: str, unicodes: set[int]) -> TTFont:
        return slice_of(packages, face, name, unicodes)

    latin, uk = part("latin", LATIN), join(part("cyrillic", UKRAINIAN), part("latin", MARKS | face.uk_letters))
    if face.hryvnia:
        latin, uk = (join(font, part(face.hryvnia, HRYVNIA)) for font in (latin, uk))
    alias(latin)
    alias(uk)
    ext = join(part("latin-ext", EXT), part("latin", RARE))
    return {"latin": latin, "ext": ext, "cyrillic": part("cyrillic", CYRILLIC), "uk": uk}


def main(packages: Path, out: Path) -> None:
    for name, face in FACES.items():
        for kind, font in faces(packages, face).items():
            font = cut(font, set(font.getBestCmap()))
            font.flavor = "woff2"
            # The same bytes on every day
            font.recalcTimestamp, font["head"].modified = False, font["head"].created
            path = out / f"{name}-{kind}.woff2"
            font.save(path)
            sys.stdout.write(f"{path.name} {path.stat().st_size}\n  {as_range(font.getBestCmap())}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
