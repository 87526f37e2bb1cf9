"""What stands against the sky: turbines, bridge, radio mast."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import WIDTH, Canvas, Pen
from .figures import bare_tree, forest, lattice, person, reeds, ridge, toward


def turbine(pen: Pen, x: float, foot: float, height: float, turn: float) -> None:
    hub = (x, foot - height)
    pen.shape(
        [
            (x - height * 0.017, foot),
            (x - height * 0.008, hub[1]),
            (x + height * 0.008, hub[1]),
            (x + height * 0.017, foot),
        ]
    )
    pen.box(
        x - height * 0.016, hub[1] - height * 0.013, x + height * 0.04, hub[1] + height * 0.013, radius=height * 0.008
    )
    for blade in range(3):
        angle = turn + blade * math.tau / 3
        out, side = (math.sin(angle), -math.cos(angle)), (math.cos(angle), math.sin(angle))
        points = []
        for reach, width in (
            (0.0, -0.008),
            (0.1, -0.02),
            (0.4, -0.006),
            (0.43, 0.0),
            (0.4, 0.003),
            (0.1, 0.007),
            (0.0, 0.008),
        ):
            points.append(
                (
                    hub[0] + height * (out[0] * reach + side[0] * width),
                    hub[1] + height * (out[1] * reach + side[1] * width),
                )
            )
        pen.shape(points)
    pen.disc(*hub, height * 0.018)


def turbines() -> Image.Image:
    sheet = Canvas("turbines")
    sheet.fill([(0, 62), (300, 120), (560, 206), (640, 226), (1067, 150)])
    sheet.clouds(34, [(0, 210), (320, 120), (520, 0)], grain=(5, 11))
    sheet.clouds(238, [(240, 0), (420, 110), (600, 60)], grain=(3, 22))
    sheet.glow(700, 610, 700, 0.9, 253, tall=360)
    hills = sheet.layer()
    hills.shape(ridge(sheet.random, 640, 16))
    sheet.lay(hills, [(610, 150), (680, 200)])
    for x, height, tone, turn in (
        (1010, 150, 168, 0.3),
        (900, 190, 156, 1.4),
        (760, 240, 138, 0.8),
        (560, 330, 112, 0.1),
        (1440, 300, 120, 1.0),
    ):
        mast = sheet.layer()
        turbine(mast, x, 668, height, turn)
        sheet.lay(mast, [(300, tone), (668, tone + 40)])
    big = sheet.layer()
    turbine(big, 250, 676, 480, 1.75)
    turbine(big, 1190, 690, 560, 0.42)
    sheet.lay(big, [(60, 20), (500, 34), (690, 96)])
    shore = sheet.layer()
    shore.shape([(-5, 668), (500, 676), (900, 672), (1605, 662), (1605, 700), (-5, 700)])
    reeds(shore, sheet.random, 0, 1600, 678, 4, 18, 260)
    sheet.lay(shore, 74)
    sheet.mist(664, 40, 232, 0.55)
    sheet.mirror(692, 0.74, [(692, 220), (860, 150), (1067, 70)], swell=4)
    for ring in range(26):  # salt rims drying on the shallows
        y = 780 + 300 * (ring / 26) ** 1.3
        x = sheet.random.uniform(-100, 1700)
        reach = (y - 660) * sheet.random.uniform(0.35, 1.2)
        sheet.arc(x, y, reach, reach * 0.06, 0, 360, 214, 1 + (y - 760) / 130)
        sheet.arc(x + 8, y + 2, reach * 0.8, reach * 0.036, 200, 420, 190, 1.2)
    front = sheet.layer()
    front.shape([(-5, 1024), (300, 1008), (700, 1040), (1100, 1032), (1605, 990), (1605, 1070), (-5, 1070)])
    for post in range(9):
        x, y = 80 + post * 84, 1030 - post * 22
        front.box(x - 6 + post * 0.4, y - 84 + post * 5, x + 6 - post * 0.4, y + 20)
    reeds(front, sheet.random, 0, 1600, 1080, 26, 80, 260)
    person(front, 1010, 1036, 120, stride=0.3)
    front.line([(1022, 950), (1040, 1036)], 255, 2)
    sheet.lay(front, [(800, 42), (1067, 14)])
    return sheet.finish()


def bridge() -> Image.Image:
    sheet = Canvas("bridge")
    sheet.fill([(0, 88), (300, 150), (560, 218), (720, 236)])
    sheet.clouds(54, [(0, 190), (280, 110), (500, 0)], grain=(4, 10))
    sheet.glow(330, 600, 680, 0.85, 253, tall=420)
    for level, swing, top, base in ((652, 26, 176, 216), (676, 16, 140, 206)):
        hills = sheet.layer()
        hills.shape(ridge(sheet.random, level, swing))
        sheet.lay(hills, [(level - 30, top), (level + 50, base)])
    sheet.mist(690, 56, 238, 0.7)
    vanishing = (180, 690)
    towers = (9.0, 4.6, 2.3, 1.12)
    for index, depth in enumerate(towers):
        haze = min(150, 10 + 22 * depth)
        x, water = toward(vanishing, (1190, 780), depth)
        deck = toward(vanishing, (1190, 520), depth)[1]
        top = toward(vanishing, (1190, -20), depth)[1]
        unit = 100 / depth
        mast = sheet.layer()
        for side in (-1, 1):
            mast.shape(
                [
                    (x + side * 0.62 * unit - 0.13 * unit, water),
                    (x + side * 0.5 * unit - 0.1 * unit, deck),
                    (x + side * 0.1 * unit - 0.07 * unit, top),
                    (x + side * 0.1 * unit + 0.07 * unit, top),
                    (x + side * 0.5 * unit + 0.1 * unit, deck),
                    (x + side * 0.62 * unit + 0.13 * unit, water),
                ]
            )
        for share in (0.3, 0.62):
            y = deck + (top - deck) * share
            reach = (0.5 - 0.4 * share) * unit
            mast.box(x - reach, y - 0.06 * unit, x + reach, y + 0.06 * unit)
        mast.box(x - 0.9 * unit, water - 0.12 * unit, x + 0.9 * unit, water + 0.3 * unit)
        before = towers[index - 1] if index else 15.0
        after = towers[index + 1] if index + 1 < len(towers) else 0.62
        for cable in range(1, 15):  # the fan: cable ends are evenly spread along the real deck
            for other in (before, after):
                reach = depth + (other - depth) * 0.5 * cable / 14
                end = toward(vanishing, (1190, 520), reach)
                start = (x, top + (deck - top) * 0.36 * (1 - cable / 14) + 3)
                mast.line([start, end], 255, max(0.5, 1.9 / depth))
        sheet.lay(mast, [(top, haze), (deck, haze + 6), (water, haze + 50)])
    deck = sheet.layer()
    deck.shape(
        [
            vanishing,
            *[toward(vanishing, (1190, 508), depth) for depth in (9, 4, 2, 1, 0.6)],
            *[toward(vanishing, (1190, 552), depth) for depth in (0.6, 1, 2, 4, 9)],
        ]
    )
    for lamp in range(26):
        depth = 0.62 * 1.13**lamp
        foot, head = toward(vanishing, (1190, 508), depth), toward(vanishing, (1190, 452), depth)
        deck.line([foot, head, (head[0] - 18 / depth, head[1] - 2)], 255, max(0.6, 3 / depth))
    sheet.lay(deck, [(180, 124), (700, 52), (1300, 14)], sideways=True)
    rail = [toward(vanishing, (1190, 549), depth) for depth in (0.6, 1, 2, 4, 9)]
    sheet.line(rail, 120, 1.6)
    ropes = sheet.layer()  # inspectors below the deck
    for x, length in ((742, 118), (802, 92)):
        edge = 690 - (x - 180) * 0.142
        ropes.line([(x, edge), (x, edge + length)], 255, 1.4)
        person(ropes, x, edge + length + 10, 44)
    sheet.lay(ropes, 30)
    sheet.mirror(748, 0.7, [(748, 214), (880, 130), (1067, 54)], swell=5)
    pier = sheet.layer()
    pier.box(980, 748, 1182, 800, radius=8)
    sheet.lay(pier, [(740, 40), (800, 56)])
    sheet.mist(752, 34, 238, 0.45)
    front = sheet.layer()
    front.shape([(-5, 930), (160, 950), (420, 1030), (600, 1070), (-5, 1070)])
    bare_tree(front, sheet.random, 96, 960, 560, lean=0.1)
    reeds(front, sheet.random, -10, 640, 1085, 50, 150, 190)
    front.shape([(820, 940), (1010, 934), (1040, 920), (1022, 958), (836, 960)])
    person(front, 900, 944, 74, hood=True)
    front.line([(905, 890), (1000, 850)], 255, 1.6)
    sheet.lay(front, [(500, 40), (1067, 11)])
    sheet.line([(1000, 850), (1004, 950)], 60, 0.8)
    return sheet.finish()


def radio() -> Image.Image:
    sheet = Canvas("radio")
    sheet.fill([(0, 30), (340, 78), (640, 150), (760, 216), (1067, 130)])
    for _ in range(130):
        sheet.disc(
            sheet.random.uniform(0, WIDTH), sheet.random.uniform(0, 480), sheet.random.choice((0.8, 1.1, 1.6)), 190
        )
    sheet.clouds(20, [(0, 130), (360, 150), (600, 0)], grain=(4, 11))
    sheet.glow(560, 740, 680, 0.85, 250, tall=330)
    mast_x, tip = 940, 70
    rings = sheet.layer()
    for ring in range(1, 9):
        rings.arc(mast_x, tip + 26, ring * 92, ring * 92, 118, 242, 255 - ring * 26, 2)
        rings.arc(mast_x, tip + 26, ring * 92, ring * 92, -62, 62, 255 - ring * 26, 2)
    sheet.lay(rings, 220, opacity=0.5)
    for level, swing, top, base in ((760, 36, 140, 206), (820, 26, 96, 186)):
        hills = sheet.layer()
        hills.shape(ridge(sheet.random, level, swing))
        forest(hills, sheet.random, level + 30, 20, 56, 15)
        sheet.lay(hills, [(level - 50, top), (level + 50, base)])
        sheet.mist(level + 50, 60, 226, 0.6)
    village = sheet.layer()
    for house in range(9):
        x = 90 + house * 62 + sheet.random.uniform(-14, 14)
        village.shape([(x - 22, 906), (x - 22, 878), (x, 856), (x + 22, 878), (x + 22, 906)])
    sheet.lay(village, [(850, 84), (906, 120)])
    for x in (148, 276, 470, 530):
        sheet.flame.box(x - 4, 884, x + 4, 893)
        sheet.shine(x, 888, 36, 0.6)
    hill = sheet.layer()
    hill.shape(
        [
            (-5, 1000),
            (300, 960),
            (620, 900),
            (860, 858),
            (1000, 852),
            (1240, 880),
            (1605, 960),
            (1605, 1070),
            (-5, 1070),
        ]
    )
    sheet.lay(hill, [(850, 66), (1067, 14)])
    mast = sheet.layer()
    lattice(mast, mast_x, 858, tip + 60, 62, 26, 22, 255, 5)
    mast.line([(mast_x, tip + 60), (mast_x, tip - 50)], 255, 4)
    for share, reach in ((0.3, 1.0), (0.58, 0.84), (0.9, 0.62)):
        y = 858 + (tip + 60 - 858) * share
        for side, foot in ((-1, 930), (1, 900)):
            mast.line([(mast_x, y), (mast_x + side * 440 * reach, foot - 10 * reach)], 255, 1.7)
    for y, size in ((210, 40), (330, 48), (470, 34)):
        mast.disc(mast_x - 44, y, size * 0.42, 255, size)
        mast.line([(mast_x - 40, y), (mast_x, y)], 255, 6)
    for y in range(120, 220, 22):
        mast.line([(mast_x - 54, y - 20), (mast_x + 54, y - 20)], 255, 2.4)
    mast.box(1030, 772, 1230, 884)
    mast.shape([(1014, 776), (1050, 728), (1214, 728), (1248, 776)])
    mast.box(1180, 700, 1200, 740)
    sheet.lay(mast, [(40, 20), (600, 26), (880, 16)])
    for y in (tip - 50, 330):
        sheet.flame.disc(mast_x, y, 7)
        sheet.shine(mast_x, y, 120, 0.75)
    sheet.flame.box(1060, 800, 1104, 842)
    sheet.line([(1082, 800), (1082, 842)], 16, 4)
    sheet.shine(1082, 820, 170, 0.6)
    front = sheet.layer()
    for post in range(14):
        x = 40 + post * 118
        front.line([(x, 1070), (x + 3, 968 - (post * 7) % 12)], 255, 7)
    for wire in (984, 1010, 1040):
        front.line([(-5, wire), (WIDTH + 5, wire - 6)], 255, 2)
    reeds(front, sheet.random, -10, 1610, 1082, 24, 90, 280)
    person(front, 1300, 938, 104, hood=True)
    sheet.lay(front, [(840, 20), (1067, 8)])
    return sheet.finish(vignette=0.4)
