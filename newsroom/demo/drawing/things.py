"""Workplaces and what lies on their tables: bakery, school, helmets."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import HEIGHT, WIDTH, Canvas, Point
from .figures import person, toward


def bakery() -> Image.Image:
    sheet = Canvas("bakery")
    sheet.fill([(0, 22), (600, 60), (1067, 24)])
    for row in range(20):  # brick wall
        for brick in range(-1, 19):
            x, y = brick * 92 + (row % 2) * 46, row * 38
            lit = max(0.0, 1 - math.dist((x, y), (980, 430)) / 900)
            sheet.box(x, y, x + 88, y + 34, 20 + 58 * lit + sheet.random.uniform(-5, 6), radius=3)
    arch = [
        (980 + 270 * math.cos(math.radians(turn)), 430 - 230 * math.sin(math.radians(turn)))
        for turn in range(0, 181, 6)
    ]
    for stone in range(16):
        inner, outer = (
            [
                (980 + reach * math.cos(math.radians(turn)), 430 - reach * 0.86 * math.sin(math.radians(turn)))
                for turn in (stone * 11.25 + 0.7, stone * 11.25 + 10.5)
            ]
            for reach in (272, 336)
        )
        sheet.shape([*inner, *reversed(outer)], 84 + (stone * 37) % 26)
    sheet.shape([*arch, (710, 590), (1250, 590)], 12)
    fire = sheet.layer(soft=True)
    fire.disc(980, 560, 220, 255, 150)
    sheet.shine_through(fire, 0.55, 46)
    for x, height in ((840, 70), (900, 120), (960, 90), (1030, 134), (1100, 84)):
        sheet.flame.shape([(x - 26, 580), (x - 22, 540), (x, 580 - height), (x + 20, 540), (x + 26, 580)], 190)
    sheet.shine(980, 500, 620, 0.42)
    for loaf in range(5):
        sheet.disc(790 + loaf * 96, 586, 46, 18, 28)
    sheet.box(690, 588, 1270, 626, 92)
    sheet.box(690, 588, 1270, 596, 156)
    sheet.glow(520, 480, 420, 0.5, 170, tall=460)
    baker = sheet.layer()
    person(baker, 480, 960, 640)
    baker.shape([(440, 372), (432, 306), (456, 290), (480, 286), (508, 292), (530, 308), (522, 372)])
    baker.line([(530, 520), (620, 590), (720, 560)], 255, 48)
    baker.line([(300, 690), (960, 562)], 255, 11)
    baker.shape([(820, 582), (1000, 540), (1020, 556), (830, 602)])
    sheet.lay(baker, [(440, 14), (560, 30), (760, 46)], sideways=True)
    table = sheet.layer()
    table.box(-5, 846, WIDTH + 5, HEIGHT + 5)
    sheet.lay(table, [(846, 150), (870, 96), (1067, 34)])
    for row, (foot, size, shift) in enumerate(((886, 92, 40), (960, 116, -30), (1050, 146, 60))):
        shade, crust = sheet.layer(soft=True), sheet.layer()
        spots = [shift + size * 2.12 * place for place in range(int((WIDTH + 100 - shift) / (size * 2.12)) + 1)]
        for x in spots:
            shade.disc(x, foot, size * 1.05, 255, size * 0.2)
            crust.disc(x, foot - size * 0.42, size, 255, size * 0.5)
        sheet.lay(shade, 8, opacity=0.7, blur=8)
        sheet.lay(crust, [(foot - size * 0.95, 190 - 12 * row), (foot - size * 0.6, 132 - 10 * row), (foot, 34)])
        for x in spots:
            for cut in (-0.5, -0.08, 0.34):
                start, end = (x + size * (cut - 0.06), foot - size * 0.56), (x + size * (cut + 0.2), foot - size * 0.84)
                sheet.line([start, end], 46, size * 0.06)
                sheet.line([(start[0] + 4, start[1] + 2), (end[0] + 4, end[1] + 2)], 222, size * 0.035)
            for _ in range(14):
                sheet.disc(
                    x + sheet.random.uniform(-0.6, 0.6) * size, foot - size * sheet.random.uniform(0.5, 0.86), 1.6, 226
                )
    steam = sheet.layer(soft=True)
    for _ in range(16):
        x = sheet.random.uniform(60, 1540)
        steam.line([(x + 26 * math.sin(step * 0.9 + x), 850 - step * 34) for step in range(9)], 255, 16)
    sheet.lay(steam, 226, opacity=0.2, blur=18)
    sheet.shine(1000, 860, 640, 0.3, tall=160)
    return sheet.finish(vignette=0.5)


def school() -> Image.Image:
    sheet = Canvas("school")
    sheet.fill([(0, 150), (560, 176), (820, 120)])
    sheet.fill([(0, 190), (500, 140), (1600, 66)], sideways=True)
    sheet.box(-5, 640, 1605, 1070, 74)
    floor = sheet.layer()
    floor.box(-5, 800, WIDTH + 5, HEIGHT + 5)
    sheet.lay(floor, [(800, 140), (1067, 46)])
    for plank in range(-16, 18):
        sheet.line(
            [toward((800, 420), (800 + plank * 140, 1080), 1.7), toward((800, 420), (800 + plank * 140, 1080), 1)],
            66,
            1.6,
        )
    for left in (-40, 130):
        sheet.shape([(left, 90), (left + 130, 150 - 20), (left + 130, 610), (left, 660)], 246)
        sheet.line([(left + 65, 112), (left + 65, 634)], 110, 6)
        sheet.line([(left, 330), (left + 130, 336)], 110, 6)
    board = sheet.layer()
    board.box(400, 150, 1320, 600)
    sheet.lay(board, [(150, 120), (600, 90)])
    slate = sheet.layer()
    slate.box(420, 168, 1300, 582)
    sheet.lay(slate, [(420, 62), (800, 38), (1300, 20)], sideways=True)
    smear = sheet.layer(soft=True)
    for _ in range(9):
        x, y = sheet.random.uniform(480, 1200), sheet.random.uniform(220, 520)
        smear.line([(x, y), (x + 150, y - 40)], 255, 40)
    sheet.lay(smear, 190, opacity=0.12, blur=12)
    chalk = 222
    triangle = [(500, 500), (760, 500), (760, 300), (500, 500)]
    sheet.line(triangle, chalk, 4)
    sheet.line([(738, 500), (738, 478), (760, 478)], chalk, 3)
    sheet.shape([(766, 300), (872, 300), (872, 500), (766, 500)], 48)
    sheet.line([(760, 300), (872, 300), (872, 500), (760, 500)], chalk, 3)
    for hatch in range(7):
        sheet.line([(764, 330 + hatch * 26), (796 + hatch * 2, 302 + hatch * 26)], 130, 1.6)
    sheet.line([(960, 520), (960, 240)], chalk, 3)
    sheet.line([(940, 500), (1250, 500)], chalk, 3)
    sheet.line([(960 + step * 14, 480 - 200 * math.sin(step / 20 * math.pi) ** 2) for step in range(21)], 240, 4)
    sheet.arc(610, 250, 40, 40, 0, 360, chalk, 3)
    sheet.line([(570, 250), (650, 250)], chalk, 2)
    sheet.box(400, 596, 1320, 612, 150)
    for x in (520, 560, 1180):
        sheet.box(x, 588, x + 26, 596, 236)
    sheet.box(1080, 574, 1150, 596, 30, radius=4)
    sheet.disc(1470, 236, 66, 30)
    sheet.disc(1470, 236, 58, 206)
    sheet.line([(1470, 236), (1470, 198)], 30, 5)
    sheet.line([(1470, 236), (1498, 252)], 30, 5)
    teacher = sheet.layer()
    person(teacher, 1210, 860, 440)
    teacher.line([(1180, 560), (1120, 470), (1090, 420)], 255, 26)
    sheet.lay(teacher, [(1130, 46), (1260, 20)], sideways=True)
    shafts = sheet.layer(soft=True)
    for left in (-40, 130):
        shafts.shape([(left, 90), (left + 130, 130), (left + 980, 1067), (left + 520, 1067)])
    sheet.lay(shafts, 240, opacity=0.2, blur=22)
    for foot, wide, xs, tone in (
        (880, 150, (150, 470, 790), 62),
        (990, 200, (60, 480, 900, 1320), 36),
        (1130, 270, (-60, 500, 1080, 1600), 12),
    ):
        desks = sheet.layer()
        for x in xs:
            desks.shape(
                [
                    (x - wide * 0.62, foot - wide * 0.5),
                    (x - wide * 0.5, foot - wide * 0.66),
                    (x + wide * 0.5, foot - wide * 0.66),
                    (x + wide * 0.62, foot - wide * 0.5),
                ]
            )
            desks.box(x - wide * 0.62, foot - wide * 0.51, x + wide * 0.62, foot - wide * 0.43)
            for side in (-1, 1):
                desks.line(
                    [(x + side * wide * 0.54, foot - wide * 0.46), (x + side * wide * 0.58, foot)], 255, wide * 0.05
                )
                desks.line(
                    [(x + side * wide * 0.26, foot + wide * 0.05), (x + side * wide * 0.28, foot - wide * 1.02)],
                    255,
                    wide * 0.045,
                )
            desks.box(x - wide * 0.31, foot - wide * 1.04, x + wide * 0.31, foot - wide * 0.84, radius=wide * 0.05)
        sheet.lay(desks, [(foot - wide, tone + 18), (foot, tone)])
        for x in xs:
            sheet.line([(x - wide * 0.5, foot - wide * 0.66), (x + wide * 0.5, foot - wide * 0.66)], tone + 120, 2)
            sheet.line([(x - wide * 0.31, foot - wide * 1.04), (x + wide * 0.31, foot - wide * 1.04)], tone + 90, 2)
    return sheet.finish(vignette=0.45)


def helmets() -> Image.Image:
    sheet = Canvas("helmets")
    sheet.fill([(0, 40), (600, 66), (1067, 26)])
    for plank in range(15):
        x = plank * 112 - 20
        board = sheet.layer()
        board.box(x, -5, x + 110, 760)
        tone = 64 - abs(x - 500) * 0.03 + (plank * 29) % 14
        sheet.lay(board, [(x, tone + 12), (x + 104, tone), (x + 110, 10)], sideways=True)
        for _ in range(4):
            y = sheet.random.uniform(0, 700)
            sheet.line(
                [
                    (x + sheet.random.uniform(10, 90), y),
                    (x + sheet.random.uniform(10, 90), y + sheet.random.uniform(40, 180)),
                ],
                tone - 12,
                1.2,
            )
    sheet.glow(330, 120, 760, 0.55, 244, tall=560)
    beam = sheet.layer(soft=True)
    beam.shape([(-40, 20), (-40, 210), (1500, 900), (1700, 640)])
    sheet.lay(beam, 244, opacity=0.2, blur=40)

    def helmet(x: float, foot: float, size: float, low: float) -> None:
        shell = sheet.layer()
        rim = [
            (x + size * math.cos(math.radians(turn)), foot - size * 0.95 * math.sin(math.radians(turn)) ** 0.8)
            for turn in range(0, 181, 5)
        ]
        shell.shape(
            [
                *rim,
                (x - size * 1.06, foot + size * 0.1),
                (x - size * 0.9, foot + size * 0.2),
                (x - size * 0.5, foot + size * 0.06),
                (x + size * 0.4, foot + size * 0.06),
                (x + size * 0.86, foot + size * 0.3),
                (x + size * 1.06, foot + size * 0.26),
            ]
        )
        sheet.lay(
            shell,
            [(x - size, low + 84), (x - size * 0.45, low + 106), (x + size * 0.3, low + 38), (x + size, low * 0.5)],
            sideways=True,
        )
        for stroke in range(60):  # worn cloth cover
            turn, reach = sheet.random.uniform(0.3, 2.9), sheet.random.uniform(0.2, 0.86)
            spot = (x + size * reach * math.cos(turn), foot - size * 0.9 * reach * math.sin(turn))
            sheet.line(
                [spot, (spot[0] + size * 0.07, spot[1] + size * 0.02)],
                low + (20 if stroke % 2 else 70) * (1.2 - reach * 0.5) - 26 * (spot[0] > x + size * 0.3),
                1.3,
            )
        sheet.arc(x, foot - size * 0.02, size * 0.98, size * 0.36, 182, 358, low * 0.7, size * 0.03)
        sheet.line(
            [
                (x - size * 0.72, foot + size * 0.1),
                (x - size * 0.5, foot + size * 0.46),
                (x - size * 0.1, foot + size * 0.52),
            ],
            16,
            size * 0.06,
        )

    for peg, x in enumerate((250, 560, 870, 1180, 1490)):
        coat = sheet.layer()
        coat.shape([(x - 60, 330), (x + 60, 330), (x + 104, 400), (x + 120, 720), (x - 120, 720), (x - 104, 400)])
        sheet.lay(coat, [(x - 110, 76 - peg * 6), (x, 34), (x + 110, 14)], sideways=True)
        sheet.line([(x, 350), (x + 4, 720)], 14, 2.4)
        sheet.line([(x - 66, 400), (x - 78, 720)], 16, 2)
    sheet.box(-5, 300, WIDTH + 5, 322, 24)
    sheet.line([(-5, 301), (WIDTH + 5, 301)], 170, 2)
    for place, x in enumerate((250, 560, 870, 1180, 1490)):
        helmet(x, 272, 104, 74 - place * 8)
    table = sheet.layer()
    table.box(-5, 716, WIDTH + 5, HEIGHT + 5)
    sheet.lay(table, [(716, 168), (740, 120), (1067, 36)])
    for seam in (772, 850, 950):
        sheet.line([(-5, seam), (WIDTH + 5, seam)], 56, 2.4)
    shade = sheet.layer(soft=True)
    shade.disc(620, 956, 460, 255, 50)
    shade.disc(1190, 930, 310, 255, 44)
    sheet.lay(shade, 6, opacity=0.75, blur=20)
    helmet(540, 890, 270, 84)
    for slip, (x, y, turn) in enumerate(((1130, 930, -4), (1120, 890, 7), (1150, 850, -9))):
        angle = math.radians(turn)

        def place_at(across: float, up: float, x: float = x, y: float = y, angle: float = angle) -> Point:
            return (
                x + across * math.cos(angle) - up * 0.62 * math.sin(angle),
                y + across * math.sin(angle) + up * 0.62,
            )

        sheet.shape([place_at(-214, -134), (place_at(218, -134)), place_at(218, 148), place_at(-214, 148)], 40)
        sheet.shape(
            [place_at(-220, -140), place_at(212, -140), place_at(212, 140), place_at(-220, 140)], 178 + slip * 26
        )
        if slip == 2:
            sheet.line([place_at(-220, -140), place_at(-4, 30), place_at(212, -140)], 120, 2.4)
            sheet.line([place_at(-220, 140), place_at(-60, -14)], 176, 1.6)
            sheet.line([place_at(212, 140), place_at(54, -14)], 176, 1.6)
    sheet.line([(930, 862), (1370, 836)], 60, 4)
    sheet.line([(1150, 760), (1158, 940)], 60, 4)
    return sheet.finish(vignette=0.5)
