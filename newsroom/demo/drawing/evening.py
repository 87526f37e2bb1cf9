"""Evening lights: a lamp in a window, a market."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import WIDTH, Canvas, Pen
from .figures import bust, person, toward


def lantern() -> Image.Image:
    sheet = Canvas("lantern")
    sheet.fill([(0, 40), (1067, 26)])
    for row in range(30):  # log wall
        y = row * 40 - 20
        for step in range(20):
            sheet.box(-5, y + step * 2, WIDTH + 5, y + step * 2 + 2, 14 + 40 * math.sin(math.pi * (step + 1) / 22))
        for _ in range(5):
            x = sheet.random.uniform(0, WIDTH)
            sheet.line([(x, y + 14), (x + sheet.random.uniform(60, 240), y + 15)], 30, 1.2)
    sheet.glow(800, 480, 820, 0.3, 120)
    frame = sheet.layer()
    frame.box(420, 90, 1180, 880)
    frame.shape([(390, 96), (800, 20), (1210, 96)])
    frame.box(380, 860, 1220, 910)
    sheet.lay(frame, [(20, 112), (500, 76), (910, 60)])
    for x in (436, 1164):
        sheet.line([(x, 110), (x, 860)], 140, 3)
    sheet.box(470, 140, 1130, 850, 14)
    room = sheet.layer()
    room.box(478, 148, 1122, 850)
    sheet.lay(room, [(148, 34), (850, 84)])
    sheet.glow(760, 640, 380, 0.7, 190)
    shelf = sheet.layer()
    shelf.box(478, 360, 640, 372)
    for book in range(8):
        shelf.box(488 + book * 18, 300 - (book * 7) % 22, 502 + book * 18, 362)
    shelf.box(960, 300, 1080, 420)
    sheet.lay(shelf, 16)
    sheet.box(972, 312, 1068, 408, 60)
    reader = sheet.layer()
    bust(reader, 1000, 590, 150)
    reader.box(0, 850, WIDTH, 1067, 0)
    sheet.lay(reader, [(520, 30), (850, 12)])
    for side in (-1, 1):
        curtain = sheet.layer()
        edge = 800 + side * 322
        curtain.shape(
            [
                (edge, 148),
                (edge - side * 240, 148),
                (edge - side * 190, 330),
                (edge - side * 90, 520),
                (edge - side * 60, 850),
                (edge, 850),
            ]
        )
        sheet.lay(curtain, [(148, 90), (850, 150)], opacity=0.55)
        for fold in range(6):
            sheet.line(
                [
                    (edge - side * (20 + fold * 38), 150),
                    (edge - side * (16 + fold * 26), 360),
                    (edge - side * (8 + fold * 10), 560),
                    (edge - side * (8 + fold * 8), 850),
                ],
                56,
                2,
            )
    x, foot = 760, 842
    sheet.shine(x, foot - 170, 640, 0.5)
    sheet.shine(x, foot - 170, 300, 0.4)
    lamp = sheet.layer()
    lamp.box(x - 92, foot - 70, x + 92, foot, radius=26)
    lamp.box(x - 66, foot - 104, x + 66, foot - 66, radius=10)
    lamp.box(x - 50, foot - 316, x + 50, foot - 292, radius=6)
    lamp.shape([(x - 62, foot - 314), (x - 34, foot - 366), (x + 34, foot - 366), (x + 62, foot - 314)])
    lamp.box(x - 26, foot - 392, x + 26, foot - 362, radius=8)
    for side in (-1, 1):
        lamp.line(
            [
                (x + side * 84, foot - 40),
                (x + side * 96, foot - 200),
                (x + side * 70, foot - 330),
                (x + side * 40, foot - 350),
            ],
            255,
            9,
        )
    lamp.arc(x, foot - 370, 96, 120, 180, 360, 255, 6)
    sheet.lay(lamp, [(foot - 490, 20), (foot, 12)])
    sheet.flame.shape(
        [
            (x - 42, foot - 108),
            (x - 70, foot - 180),
            (x - 66, foot - 230),
            (x - 44, foot - 290),
            (x + 44, foot - 290),
            (x + 66, foot - 230),
            (x + 70, foot - 180),
            (x + 42, foot - 108),
        ],
        150,
    )
    sheet.flame.shape(
        [
            (x - 14, foot - 112),
            (x - 24, foot - 150),
            (x - 14, foot - 190),
            (x + 2, foot - 232),
            (x + 16, foot - 190),
            (x + 24, foot - 150),
            (x + 14, foot - 112),
        ]
    )
    for offset in (-36, 36):
        sheet.line([(x + offset, foot - 108), (x + offset * 1.7, foot - 190), (x + offset * 1.1, foot - 292)], 20, 2.5)
    sheet.shine(x, foot - 170, 110, 0.55)
    bars = sheet.layer()
    bars.box(462, 132, 480, 856)
    bars.box(1120, 132, 1138, 856)
    bars.box(462, 132, 1138, 150)
    bars.box(889, 140, 905, 856)
    bars.box(470, 392, 1130, 406)
    sheet.lay(bars, [(132, 84), (856, 50)])
    sill = sheet.layer()
    sill.shape(
        [
            (372, 868),
            (430, 846),
            (560, 856),
            (700, 846),
            (860, 852),
            (1000, 842),
            (1120, 854),
            (1228, 868),
            (1224, 898),
            (376, 898),
        ]
    )
    sheet.lay(sill, [(842, 232), (898, 150)])
    sheet.shine(760, 866, 330, 0.5, tall=60)
    flakes = sheet.layer()
    for _ in range(240):
        spot = (sheet.random.uniform(0, WIDTH), sheet.random.uniform(0, 1067))
        flakes.disc(*spot, sheet.random.choice((1.2, 1.8, 2.4, 3.4, 5)))
    sheet.veil(flakes.image, 226)
    drift = sheet.layer()
    drift.shape([(-5, 1000), (260, 976), (640, 1010), (1000, 990), (1400, 1012), (1605, 972), (1605, 1070), (-5, 1070)])
    sheet.lay(drift, [(976, 150), (1067, 84)])
    sheet.shine(780, 1020, 420, 0.3, tall=70)
    return sheet.finish(vignette=0.5)


def stall(pen: Pen, left: float, right: float, foot: float, height: float) -> None:
    top, wide = foot - height, right - left
    for x in (left + wide * 0.05, right - wide * 0.05):
        pen.line([(x, foot), (x, top)], 255, max(2, wide * 0.018))
    pen.box(left, foot - height * 0.36, right, foot)
    pen.shape(
        [
            (left - wide * 0.06, top + height * 0.12),
            (left + wide * 0.06, top - height * 0.12),
            (right - wide * 0.06, top - height * 0.12),
            (right + wide * 0.06, top + height * 0.12),
        ]
    )


def market() -> Image.Image:
    sheet = Canvas("market")
    sheet.fill([(0, 64), (340, 120), (640, 204), (1067, 110)])
    sheet.clouds(34, [(0, 190), (260, 100), (420, 0)], grain=(4, 9))
    sheet.glow(800, 560, 600, 0.85, 248, tall=380)
    roofs = sheet.layer()
    x = -30.0
    while x < 1620:
        wide, top = sheet.random.uniform(110, 190), sheet.random.uniform(330, 440)
        roofs.shape([(x, 700), (x, top), (x + wide / 2, top - 70), (x + wide, top), (x + wide, 700)])
        x += wide
    roofs.box(770, 250, 850, 600)
    roofs.shape([(760, 254), (810, 130), (860, 254)])
    sheet.lay(roofs, [(200, 140), (640, 206)])
    sheet.mist(660, 80, 232, 0.6)
    vanishing = (800, 600)
    floor = sheet.layer()
    floor.box(-5, 690, 1605, 1070)
    sheet.lay(floor, [(690, 190), (1067, 66)])
    for row in range(15):
        y = toward(vanishing, (0, 1080), 1.15**row)[1]
        for stone in range(-16, 17):
            spot = toward(vanishing, (800 + stone * 120 + (row % 2) * 60, 1080), 1.15**row)
            sheet.arc(spot[0], y, 56 / 1.15**row, 13 / 1.15**row, 190, 350, 84, 1.4)
    for depth, haze in ((5.2, 150), (3.7, 122), (2.6, 92), (1.8, 60), (1.2, 32)):
        for side in (-1, 1):
            near, far = 800 + side * 330, 800 + side * 860
            inner, foot = toward(vanishing, (near, 1080), depth)
            outer = toward(vanishing, (far, 1080), depth)[0]
            booth = sheet.layer()
            stall(booth, min(inner, outer), max(inner, outer), foot, 640 / depth)
            person(booth, inner + (outer - inner) * 0.62, foot - 110 / depth, 330 / depth)
            sheet.lay(booth, [(foot - 700 / depth, haze), (foot, haze + 20)])
            low, high = min(inner, outer), max(inner, outer)
            wide, top = high - low, foot - 640 / depth
            for stripe in range(0, 10, 2):
                ends = [low - wide * 0.06 + wide * 1.12 * (stripe + step) / 10 for step in (0, 1)]
                heads = [low + wide * 0.06 + wide * 0.88 * (stripe + step) / 10 for step in (0, 1)]
                sheet.shape(
                    [
                        (ends[0], top + 77 / depth),
                        (heads[0], top - 77 / depth),
                        (heads[1], top - 77 / depth),
                        (ends[1], top + 77 / depth),
                    ],
                    haze + 84,
                )
            for scallop in range(10):
                middle = low - wide * 0.06 + wide * 1.12 * (scallop + 0.5) / 10
                sheet.disc(middle, top + 77 / depth, wide * 0.056, haze + (74 if scallop % 2 == 0 else -8), 26 / depth)
            for heap in range(3):
                base = foot - 230 / depth
                start = low + wide * (0.06 + 0.31 * heap)
                for layer_row in range(3):
                    for fruit in range(7 - layer_row):
                        spot = start + wide * 0.036 * (fruit + layer_row / 2) + wide * 0.02
                        sheet.disc(
                            spot, base - layer_row * wide * 0.03, wide * 0.021, haze + 30 + 30 * ((fruit + heap) % 3)
                        )
                sheet.box(start - wide * 0.005, base, start + wide * 0.27, base + 60 / depth, haze + 30)
            bulb = ((low + high) / 2, top + 150 / depth)
            sheet.line([(bulb[0], top), bulb], haze, 2 / depth)
            sheet.flame.disc(*bulb, 15 / depth, 255, 19 / depth)
            sheet.shine(*bulb, 330 / depth, 0.6)
    crowd = sheet.layer()
    for x, foot, height, stride in (
        (760, 716, 90, 0.3),
        (800, 724, 98, 0.1),
        (850, 730, 100, 0.5),
        (720, 760, 130, 0.5),
        (890, 800, 170, 0.2),
    ):
        person(crowd, x, foot, height, stride=stride)
    sheet.lay(crowd, [(600, 110), (800, 60)])
    front = sheet.layer()
    person(front, 740, 1010, 330, stride=0.5, hood=True)
    front.shape([(690, 880), (640, 884), (648, 960), (700, 960)])
    front.line([(652, 884), (668, 846), (684, 882)], 255, 4)
    person(front, 850, 1006, 300, stride=0.3)
    sheet.lay(front, [(660, 26), (1020, 14)])
    return sheet.finish(vignette=0.4)
