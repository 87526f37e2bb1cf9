"""Things that stand in more than one scene: trees, people, wires, masts, hills."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from .canvas import HEIGHT, WIDTH, Pen, Point


def toward(vanishing: Point, near: Point, depth: float) -> Point:
    """Where a point of the picture plane lands when pushed ``depth`` times further away."""
    return (vanishing[0] + (near[0] - vanishing[0]) / depth, vanishing[1] + (near[1] - vanishing[1]) / depth)


def along(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def smooth(points: Sequence[Point], rounds: int = 3) -> list[Point]:
    """A closed outline with its corners cut until they flow."""
    for _ in range(rounds):
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        points = [along(start, end, share) for start, end in pairs for share in (0.25, 0.75)]
    return list(points)


def ridge(random: Random, level: float, swing: float, step: int = 20) -> list[Point]:
    """A closed hill line: level plus slow and quick waves, down to the foot of the picture."""
    waves = [(swing / order, random.uniform(0, 6.3), order * random.uniform(0.7, 1.3)) for order in (1, 2, 3, 5, 9)]
    crest = [
        (x, level + sum(size * math.sin(phase + speed * x / 260) for size, phase, speed in waves))
        for x in range(-20, WIDTH + 2 * step, step)
    ]
    return [*crest, (WIDTH + step, HEIGHT + 5), (-20, HEIGHT + 5)]


def sag(start: Point, end: Point, drop: float, pieces: int = 24) -> list[Point]:
    """A hanging wire."""
    path = []
    for piece in range(pieces + 1):
        share = piece / pieces
        x, y = along(start, end, share)
        path.append((x, y + drop * 4 * share * (1 - share)))
    return path


def fir(pen: Pen, random: Random, x: float, foot: float, height: float, tone: float = 255) -> None:
    reach = height * random.uniform(0.13, 0.18)
    tiers = 11
    left: list[Point] = []
    right: list[Point] = []
    for tier in range(1, tiers + 1):
        y = foot - height * (1 - tier / tiers * 0.94)
        spread = reach * (tier / tiers) ** 0.85
        for side, edge in ((-1, left), (1, right)):
            out = spread * random.uniform(0.75, 1.1)
            edge.append((x + side * out, y + height * 0.012))
            edge.append((x + side * out * 0.5, y - height * 0.008))
    pen.shape([(x, foot - height), *left, *reversed(right)], tone)
    pen.box(x - height * 0.012, foot - height * 0.1, x + height * 0.012, foot, tone)


def forest(
    pen: Pen,
    random: Random,
    foot: float,
    low: float,
    high: float,
    gap: float,
    tone: float = 255,
    start: float = -20,
    end: float = WIDTH + 20,
) -> None:
    x = start
    while x < end:
        fir(pen, random, x, foot + random.uniform(-4, 6), random.uniform(low, high), tone)
        x += gap * random.uniform(0.5, 1.4)


def poplar(pen: Pen, random: Random, x: float, foot: float, height: float, tone: float = 255) -> None:
    """A tall, narrow tree built of rising brush strokes."""
    pen.line([(x, foot), (x, foot - height * 0.9)], tone, height * 0.016)
    strokes = int(90 + height * 0.5)
    for stroke in range(strokes):
        share = (stroke + random.random()) / strokes
        girth = height * 0.08 * math.sin(math.pi * (0.1 + 0.9 * share) ** 0.72) ** 0.8
        side = random.uniform(-1, 1)
        y = foot - height * (0.09 + 0.84 * share)
        tip = (x + side * girth, y - height * random.uniform(0.03, 0.07))
        wide = height * random.uniform(0.004, 0.008)
        pen.shape(
            [
                (x + side * girth * 0.4, y + wide),
                (x + side * girth * 0.85 - wide, y - height * 0.015),
                tip,
                (x + side * girth * 0.7 + wide, y),
            ],
            tone,
        )


def bare_tree(
    pen: Pen,
    random: Random,
    x: float,
    foot: float,
    height: float,
    tone: float = 255,
    lean: float = 0,
    bend: float = 0.42,
) -> None:
    def branch(start: Point, angle: float, length: float, thickness: float, depth: int) -> None:
        middle = (start[0] + math.sin(angle) * length * 0.5, start[1] - math.cos(angle) * length * 0.5)
        turned = angle + random.uniform(-0.18, 0.18)
        end = (middle[0] + math.sin(turned) * length * 0.5, middle[1] - math.cos(turned) * length * 0.5)
        pen.line([start, middle, end], tone, max(0.6, thickness))
        if depth == 0:
            return
        for side in (-1, 1):
            branch(
                end,
                turned + side * random.uniform(bend * 0.5, bend * 1.35),
                length * random.uniform(0.66, 0.82),
                thickness * 0.64,
                depth - 1,
            )
        if random.random() < 0.5:
            branch(
                middle,
                turned + random.choice((-1, 1)) * random.uniform(0.5, 0.9),
                length * 0.55,
                thickness * 0.42,
                max(0, depth - 2),
            )

    branch((x, foot), lean, height * 0.27, height * 0.036, 7)


def reeds(
    pen: Pen,
    random: Random,
    start: float,
    end: float,
    foot: float,
    low: float,
    high: float,
    count: int,
    tone: float = 255,
) -> None:
    for _ in range(count):
        x = random.uniform(start, end)
        height = random.uniform(low, high)
        lean = random.uniform(-0.22, 0.3) * height
        stem = [(x + lean * share * share, foot - height * share) for share in (0, 0.25, 0.5, 0.75, 1)]
        pen.line(stem, tone, max(0.8, height * 0.009))
        if random.random() < 0.4:
            tip, under = stem[-1], stem[-2]
            pen.line([tip, along(tip, under, 0.5)], tone, max(1.6, height * 0.026))
        elif random.random() < 0.6:
            bent = (stem[3][0] + height * random.uniform(-0.2, 0.2), stem[3][1] + height * random.uniform(-0.05, 0.12))
            pen.line([stem[2], bent], tone, max(0.7, height * 0.007))


def bird(pen: Pen, x: float, y: float, span: float, tone: float = 255, lift: float = 0.3) -> None:
    for side in (-1, 1):
        tip = (x + side * span, y - span * lift * 0.6)
        pen.shape(
            [
                (x, y),
                (x + side * span * 0.45, y - span * lift),
                tip,
                (x + side * span * 0.4, y - span * lift * 0.55),
                (x, y + span * 0.12),
            ],
            tone,
        )


def person(
    pen: Pen, x: float, foot: float, height: float, tone: float = 255, stride: float = 0.0, hood: bool = False
) -> None:
    """A standing or walking figure in a winter coat."""
    unit = height / 100
    pen.disc(x + stride * 4 * unit, foot - 92 * unit, 6.6 * unit, tone, 8 * unit)
    if hood:
        pen.shape(
            [
                (x - 8 * unit, foot - 80 * unit),
                (x - 7 * unit, foot - 98 * unit),
                (x + 2 * unit, foot - 102 * unit),
                (x + 9 * unit, foot - 92 * unit),
                (x + 8 * unit, foot - 80 * unit),
            ],
            tone,
        )
    pen.shape(
        [
            (x - 5 * unit, foot - 85 * unit),
            (x + 6 * unit, foot - 85 * unit),
            (x + 14 * unit, foot - 78 * unit),
            (x + 16 * unit, foot - 46 * unit),
            (x + 12 * unit, foot - 45 * unit),
            (x + 13 * unit, foot - 34 * unit),
            (x - 13 * unit, foot - 34 * unit),
            (x - 12 * unit, foot - 45 * unit),
            (x - 16 * unit, foot - 46 * unit),
            (x - 13 * unit, foot - 78 * unit),
        ],
        tone,
    )
    for side in (-1, 1):
        ankle = x + side * (5 + 9 * abs(stride)) * unit
        pen.line([(x + side * 5 * unit, foot - 38 * unit), (ankle, foot - 2 * unit)], tone, 8 * unit)
        pen.line([(ankle - unit, foot - 1.5 * unit), (ankle + 6 * unit, foot - 1.5 * unit)], tone, 4 * unit)


def bust(pen: Pen, x: float, y: float, size: float, tone: float = 255) -> None:
    """Head and shoulders seen from behind; ``y`` is the middle of the head."""
    pen.disc(x, y, size * 0.36, tone, size * 0.46)
    pen.box(x - size * 0.17, y + size * 0.3, x + size * 0.17, y + size * 0.7, tone)
    outline = []
    for degrees in range(180, 361, 12):
        angle = math.radians(degrees)
        outline.append((x + size * 0.92 * math.cos(angle), y + size * 1.02 + size * 0.5 * math.sin(angle)))
    pen.shape([*outline, (x + size, y + size * 3), (x - size, y + size * 3)], tone)


def lattice(
    pen: Pen,
    x: float,
    foot: float,
    top: float,
    wide: float,
    narrow: float,
    bays: int,
    tone: float = 255,
    width: float = 3,
) -> None:
    """A braced mast: two tapering legs with crosses that grow shorter upward."""

    def edge(share: float, side: int) -> Point:
        return (x + side * (wide + (narrow - wide) * share) / 2, foot + (top - foot) * share)

    for side in (-1, 1):
        pen.line([edge(0, side), edge(1, side)], tone, width)
    shares = [1 - (1 - bay / bays) ** 1.25 for bay in range(bays + 1)]
    for low, high in zip(shares, shares[1:], strict=False):
        pen.line([edge(low, -1), edge(high, 1)], tone, width * 0.55)
        pen.line([edge(low, 1), edge(high, -1)], tone, width * 0.55)
        pen.line([edge(high, -1), edge(high, 1)], tone, width * 0.55)


def pylon(pen: Pen, x: float, foot: float, height: float, tone: float = 255) -> list[Point]:
    """A power pylon with three pairs of arms; returns where its wires hang, thickest arms last."""
    unit = height / 100
    waist = foot - 62 * unit
    thin = max(0.7, 0.75 * unit)
    lattice(pen, x, foot, waist, 26 * unit, 8 * unit, 5, tone, thin * 1.2)
    lattice(pen, x, waist, foot - 97 * unit, 8 * unit, 3 * unit, 6, tone, thin)
    pen.line(
        [(x - 1.5 * unit, foot - 97 * unit), (x, foot - 101 * unit), (x + 1.5 * unit, foot - 97 * unit)], tone, thin
    )
    hooks = [(x, foot - 101 * unit)]
    for level, reach in ((90, 14), (78, 22), (66, 17)):
        y = foot - level * unit
        for side in (-1, 1):
            tip = (x + side * reach * unit, y)
            pen.line([(x, y - 5 * unit), tip, (x, y)], tone, thin)
            for share in (0.3, 0.55, 0.8):
                pen.line(
                    [
                        (x + side * reach * unit * share, y),
                        (x + side * reach * unit * (share - 0.12), y - 5 * unit * (1 - share)),
                    ],
                    tone,
                    thin * 0.6,
                )
            pen.line([tip, (tip[0], y + 5 * unit)], tone, thin * 1.3)
            hooks.append((tip[0], y + 5 * unit))
    return hooks
