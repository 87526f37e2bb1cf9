"""Ways to travel: railway, metro, station clock."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import Canvas, Pen, Point
from .figures import bust, forest, person, reeds, toward


def railway() -> Image.Image:
    sheet = Canvas("railway")
    sheet.fill([(0, 40), (280, 84), (500, 158), (610, 222), (625, 170), (1067, 40)])
    sheet.clouds(20, [(0, 220), (300, 140), (500, 0)], grain=(4, 11))
    sheet.clouds(240, [(260, 0), (470, 120), (590, 50)], grain=(3, 24))
    vanishing = (700, 612)
    sheet.glow(700, 590, 640, 0.95, 253, tall=330)
    for foot, low, high, top, base in ((618, 24, 60, 128, 190), (628, 40, 92, 92, 168)):
        woods = sheet.layer()
        forest(woods, sheet.random, foot, low, high, 15, end=640)
        forest(woods, sheet.random, foot, low, high, 15, start=770)
        woods.box(-5, foot - 12, 1605, foot + 10)
        sheet.lay(woods, [(foot - high, top), (foot, base)])
    ground = sheet.layer()
    ground.box(-5, 618, 1605, 1070)
    sheet.lay(ground, [(618, 176), (690, 104), (1067, 26)])
    sheet.mist(630, 50, 232, 0.75)
    bed = sheet.layer()
    bed.shape([vanishing, (1560, 1070), (-30, 1070)])
    sheet.lay(bed, [(612, 190), (720, 104), (1067, 44)])
    for left, right in ((60, 620), (900, 1460)):
        depth = 1.0
        while depth < 22:  # sleepers
            ends = [
                toward(vanishing, (x, 1090), spot) for spot in (depth, depth * 1.035) for x in (left - 70, right + 70)
            ]
            tone = min(150, 16 + 8 * depth)
            sheet.shape([ends[0], ends[1], ends[3], ends[2]], tone)
            sheet.line([ends[2], ends[3]], min(200, 96 + 9 * depth), 1.6 / depth + 0.4)
            depth *= 1.085
        for rail in (left + 60, right - 60):
            sheet.shape([vanishing, (rail - 17, 1090), (rail + 17, 1090)], 26)
            sheet.shape([vanishing, (rail - 11, 1090), (rail + 9, 1090)], 226)
    for depth in (14, 9.5, 6.5, 4.5, 3.1, 2.1, 1.4, 0.98):
        haze = min(150, 14 + 14 * depth)
        mast = sheet.layer()
        foot = toward(vanishing, (1590, 1080), depth)
        height = 900 / depth
        mast.line([foot, (foot[0], foot[1] - height)], 255, 13 / depth)
        arm = (foot[0] - 380 / depth, foot[1] - height * 0.87)
        mast.line([(foot[0], foot[1] - height * 0.96), arm, (foot[0], foot[1] - height * 0.8)], 255, 5 / depth)
        mast.line([arm, (arm[0], arm[1] + 40 / depth)], 255, 5 / depth)
        sheet.lay(mast, [(foot[1] - height, haze), (foot[1], haze + 10)])
    for height, tone in ((0.83, 40), (0.72, 40)):
        near = toward(vanishing, (1210, 1080 - 900 * height), 0.6)
        sheet.line([toward(vanishing, (1210, 1080 - 900 * height), 16), near], tone, 2)
    train = sheet.layer()
    x, y = toward(vanishing, (340, 1080), 5.4)
    train.shape([(x - 42, y), (x - 44, y - 92), (x - 30, y - 112), (x + 30, y - 112), (x + 44, y - 92), (x + 42, y)])
    train.shape([(x + 30, y - 112), (x + 48, y - 92), (x + 46, y), (698, 614), (698, 600)])
    sheet.lay(train, [(y - 112, 62), (y, 36)])
    sheet.box(x - 30, y - 92, x + 30, y - 66, 130, radius=4)
    for side, top in ((-24, y - 26), (24, y - 26), (0, y - 102)):
        sheet.flame.disc(x + side, top, 5.5)
        sheet.shine(x + side, top, 90, 0.8)
    sheet.shine(x, y - 20, 330, 0.4, tall=150)
    beam = sheet.layer(soft=True)
    beam.shape([(x - 24, y), (x + 24, y), (520, 1070), (120, 1070)])
    sheet.shine_through(beam, 0.16, 30)
    signal = sheet.layer()
    signal.line([(176, 1010), (176, 470)], 255, 10)
    signal.box(150, 400, 202, 540, radius=24)
    signal.line([(190, 1010), (206, 560)], 255, 3)
    for rung in range(15):
        signal.line([(180, 1000 - rung * 29), (204, 1000 - rung * 29)], 255, 2.4)
    signal.box(120, 960, 232, 1070)
    reeds(signal, sheet.random, -20, 360, 1080, 24, 80, 130)
    reeds(signal, sheet.random, 1480, 1620, 1080, 30, 90, 50)
    sheet.lay(signal, [(400, 20), (1067, 10)])
    sheet.flame.disc(176, 436, 15)
    sheet.shine(176, 436, 150, 0.7)
    sheet.disc(176, 482, 14, 42)
    sheet.disc(176, 520, 9, 42)
    return sheet.finish()


def pupil(pen: Pen, x: float, foot: float, size: float) -> None:
    """A child at a desk, seen from behind."""
    pen.disc(x, foot - size * 1.12, size * 0.17, 255, size * 0.2)
    pen.shape(
        [
            (x - size * 0.11, foot - size * 0.96),
            (x + size * 0.11, foot - size * 0.96),
            (x + size * 0.31, foot - size * 0.84),
            (x + size * 0.34, foot - size * 0.3),
            (x - size * 0.34, foot - size * 0.3),
            (x - size * 0.31, foot - size * 0.84),
        ]
    )
    pen.box(x - size * 0.6, foot - size * 0.66, x + size * 0.6, foot - size * 0.58)
    for side in (-1, 1):
        pen.line([(x + side * size * 0.54, foot - size * 0.62), (x + side * size * 0.58, foot)], 255, size * 0.05)
        pen.line(
            [(x + side * size * 0.26, foot - size * 0.3), (x + side * size * 0.28, foot + size * 0.04)],
            255,
            size * 0.05,
        )
    pen.box(x - size * 0.36, foot - size * 0.34, x + size * 0.36, foot - size * 0.26)


def metro() -> Image.Image:
    sheet = Canvas("metro")
    sheet.fill([(0, 22), (430, 64), (560, 90), (1067, 26)])
    vanishing = (800, 520)
    sheet.glow(800, 500, 560, 0.6, 214, tall=420)

    def vault(depth: float, size: float = 1.0) -> list[Point]:
        rim = [
            (800 + 720 * size * math.cos(math.radians(turn)), 520 + 120 - 660 * size * math.sin(math.radians(turn)))
            for turn in range(0, 181, 6)
        ]
        return [toward(vanishing, spot, depth) for spot in rim]

    depths = [0.72 * 1.22**step for step in range(12)]
    for near, far in zip(depths, depths[1:], strict=False):  # coffered vault, rib by rib
        front, back = vault(near), vault(far)
        light = min(168, 26 + 15 * far)
        for panel in range(len(front) - 1):
            side = abs(panel - 14.5) / 14.5
            sheet.shape([front[panel], front[panel + 1], back[panel + 1], back[panel]], light * (1.08 - 0.5 * side))
        sheet.line(front, light * 0.45, 9 / near)
        for panel in range(0, len(front), 3):
            sheet.line([front[panel], back[panel]], light * 0.6, 2 / near)
    end = vault(depths[-1])
    sheet.shape(end, 206)
    floor = sheet.layer()
    floor.shape(
        [
            toward(vanishing, (-700, 1080), 0.7),
            toward(vanishing, (2300, 1080), 0.7),
            toward(vanishing, (2300, 1080), 9),
            toward(vanishing, (-700, 1080), 9),
        ]
    )
    sheet.lay(floor, [(570, 176), (700, 90), (1067, 38)])
    for tile in range(-13, 14):
        sheet.line(
            [toward(vanishing, (800 + tile * 110, 1080), 9), toward(vanishing, (800 + tile * 110, 1080), 0.8)], 60, 1.2
        )
    for row in range(20):
        y = toward(vanishing, (0, 1080), 0.95 * 1.13**row)[1]
        sheet.line([(0, y), (1600, y)], 66, 1.1)
    for side in (-1, 1):
        strip = [toward(vanishing, (800 + side * 660, 1080), depth) for depth in (0.7, 9)] + [
            toward(vanishing, (800 + side * 690, 1080), depth) for depth in (9, 0.7)
        ]
        sheet.shape(strip, 150)
    for depth in (7.5, 5.6, 4.2, 3.1, 2.3, 1.7, 1.22, 0.86):  # marble piers both sides
        for side in (-1, 1):
            piers = sheet.layer()
            inner, outer = 800 + side * 560, 800 + side * 690
            corner, back = toward(vanishing, (inner, 1060), depth), toward(vanishing, (inner, 1060), depth * 1.2)
            wall = toward(vanishing, (outer, 1060), depth)
            top = toward(vanishing, (inner, 150), depth)[1]
            piers.box(corner[0], top, wall[0], corner[1])
            haze = min(150, 30 + 15 * depth)
            sheet.lay(piers, [(top, haze * 0.7), (corner[1], haze)])
            top_back = toward(vanishing, (inner, 150), depth * 1.2)[1]
            sheet.shape([(corner[0], top), (corner[0], corner[1]), back, (back[0], top_back)], haze + 48)
            sheet.line([(corner[0], top), (corner[0], corner[1])], haze + 74, 2)
            sheet.box(corner[0] + side * -8 / depth, corner[1] - 26 / depth, wall[0], corner[1], haze * 0.6)
    board = sheet.layer()
    board.box(706, 470, 894, 574)
    board.line([(728, 574), (716, 640)], 255, 5)
    board.line([(872, 574), (884, 640)], 255, 5)
    sheet.lay(board, 24)
    sheet.line([(730, 540), (772, 492), (814, 540), (730, 540)], 180, 2)
    sheet.arc(850, 518, 24, 24, 0, 360, 180, 2)
    teacher = sheet.layer()
    person(teacher, 928, 660, 170)
    teacher.line([(918, 530), (880, 508)], 255, 9)
    sheet.lay(teacher, 22)
    for depth in (6.6, 4.9, 3.6, 2.6, 1.85, 1.3):  # two rows of lamps
        for side in (-1, 1):
            x, y = toward(vanishing, (800 + side * 210, 90), depth)
            sheet.line([(x, y), toward(vanishing, (800 + side * 210, -90), depth)], 30, 3 / depth)
            sheet.flame.disc(x, y, 30 / depth, 255, 21 / depth)
            sheet.box(x - 30 / depth, y - 26 / depth, x + 30 / depth, y - 4 / depth, 24)
            sheet.shine(x, y + 6 / depth, 300 / depth + 30, 0.62)
    for depth, size in ((4.1, 34), (3.2, 44), (2.5, 57), (1.95, 74), (1.5, 96), (1.12, 132)):
        row = sheet.layer()
        for place in (-390, -190, 190, 390):
            x, foot = toward(vanishing, (800 + place, 1080), depth)
            if sheet.random.random() < 0.9:
                pupil(row, x, foot, size * 1.15)
        base = toward(vanishing, (0, 1080), depth)[1]
        sheet.lay(row, [(base - size * 1.4, min(64, 14 + 9 * depth)), (base, min(80, 18 + 12 * depth))])
    pool = sheet.layer(soft=True)
    pool.shape([(740, 640), (860, 640), (1240, 1067), (360, 1067)])
    sheet.shine_through(pool, 0.12, 60)
    return sheet.finish(vignette=0.5)


def clock() -> Image.Image:
    sheet = Canvas("clock")
    sheet.fill([(0, 70), (300, 130), (640, 214), (1067, 120)])
    sheet.clouds(240, [(200, 0), (500, 150), (760, 60)], grain=(4, 8))
    sheet.glow(520, 640, 640, 0.85, 252, tall=460)
    vanishing = (430, 690)
    for depth in (7, 5, 3.6, 2.6, 1.85, 1.3, 0.9):  # the roof trusses over the platform
        haze = min(165, 16 + 22 * depth)
        truss = sheet.layer()
        left, right = toward(vanishing, (-700, 200), depth), toward(vanishing, (1760, 200), depth)
        crown = toward(vanishing, (530, -330), depth)
        arch = [
            (left[0] + (right[0] - left[0]) * share, left[1] - (left[1] - crown[1]) * math.sin(math.pi * share))
            for share in [step / 28 for step in range(29)]
        ]
        lower = [(x, y + (40 + 60 * abs(step - 14) / 14) / depth) for step, (x, y) in enumerate(arch)]
        truss.line(arch, 255, 9 / depth)
        truss.line(lower, 255, 6 / depth)
        for step in range(28):
            truss.line([arch[step], lower[step + 1]], 255, 2.6 / depth)
            truss.line([lower[step], arch[step]], 255, 2.6 / depth)
        for x in (left[0] + 20 / depth, right[0] - 20 / depth):
            truss.line([(x, left[1]), (x, toward(vanishing, (0, 1120), depth)[1])], 255, 22 / depth)
        sheet.lay(truss, [(crown[1], haze), (right[1] + 300, haze + 36)])
    floor = sheet.layer()
    floor.shape([(430, 700), (2000, 1120), (-60, 1120)])
    sheet.lay(floor, [(700, 210), (820, 132), (1067, 60)])
    train = sheet.layer()
    train.shape([(440, 690), (440, 720), (-5, 1010), (-5, 430), (120, 470)])
    sheet.lay(train, [(440, 60), (1000, 34)])
    for step in range(6):
        near, far = 1.0 * 1.42**step, 1.0 * 1.42**step * 1.26
        panes = [
            toward(vanishing, (x, y), spot)
            for spot, x, y in ((near, 10, 590), (far, 10, 590), (far, 10, 740), (near, 10, 740))
        ]
        sheet.shape(panes, 128 + 12 * step)
    sheet.line([(438, 720), (-5, 1012)], 200, 3)
    sheet.mist(720, 90, 236, 0.6)
    crowd = sheet.layer()
    for x, foot, height, stride in (
        (560, 800, 150, 0.4),
        (612, 812, 158, 0.0),
        (690, 850, 205, 0.6),
        (500, 770, 110, 0.2),
        (470, 756, 92, 0.0),
        (820, 838, 190, 0.0),
    ):
        person(crowd, x, foot, height, stride=stride)
    crowd.box(846, 790, 892, 838, radius=5)
    sheet.lay(crowd, [(640, 70), (850, 34)])
    front = sheet.layer()
    bust(front, 1380, 850, 150)
    front.shape([(1316, 846), (1330, 786), (1372, 770), (1420, 782), (1442, 836), (1400, 826)])
    sheet.lay(front, [(600, 26), (1067, 12)])
    face = sheet.layer()
    x, y = 1060, 376
    face.box(x - 22, -5, x + 22, 150)
    face.line([(x - 140, 40), (x, 130), (x + 140, 40)], 255, 8)
    face.arc(x - 70, 70, 46, 46, 0, 360, 255, 6)
    face.arc(x + 70, 70, 46, 46, 0, 360, 255, 6)
    face.disc(x + 34, y, 236)
    face.disc(x, y, 240)
    face.shape([(x - 40, y + 230), (x, y + 286), (x + 40, y + 230)])
    sheet.lay(face, [(-5, 12), (600, 24)])
    sheet.disc(x, y, 212, 150)
    sheet.disc(x, y, 206, 234)
    sheet.glow(x - 40, y - 60, 200, 0.7, 255)
    for minute in range(60):
        angle = minute * math.tau / 60
        inner, wide = (152, 11) if minute % 15 == 0 else (164, 7) if minute % 5 == 0 else (186, 2.5)
        sheet.line(
            [
                (x + inner * math.sin(angle), y - inner * math.cos(angle)),
                (x + 196 * math.sin(angle), y - 196 * math.cos(angle)),
            ],
            20,
            wide,
        )
    for degrees, length, wide in ((232, 104, 17), (282, 168, 11)):
        angle = math.radians(degrees)
        sheet.line(
            [
                (x - 34 * math.sin(angle), y + 34 * math.cos(angle)),
                (x + length * math.sin(angle), y - length * math.cos(angle)),
            ],
            16,
            wide,
        )
    sheet.disc(x, y, 15, 16)
    sheet.shine(x, y, 360, 0.16)
    return sheet.finish()
