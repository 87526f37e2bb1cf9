"""Public life: parliament, vigil, podium."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import HEIGHT, WIDTH, Canvas
from .figures import bare_tree, bird, bust, person


def parliament() -> Image.Image:
    sheet = Canvas("parliament")
    sheet.fill([(0, 60), (320, 120), (640, 206), (1067, 150)])
    sheet.clouds(30, [(0, 210), (300, 120), (520, 0)], grain=(4, 10))
    sheet.clouds(240, [(160, 0), (380, 120), (600, 40)], grain=(3, 16))
    sheet.glow(520, 480, 640, 0.8, 252, tall=440)
    far = sheet.layer()
    for left, top, right in ((-20, 560, 130), (110, 520, 230), (1400, 540, 1500), (1480, 500, 1620)):
        far.box(left, top, right, 820)
    sheet.lay(far, [(500, 150), (800, 196)])
    wings = sheet.layer()
    wings.box(190, 520, 1410, 830)
    wings.box(180, 506, 1420, 524)
    sheet.lay(wings, [(190, 116), (800, 132), (1410, 60)], sideways=True)
    for x in [*range(216, 440, 44), *range(1166, 1400, 44)]:
        tone = 72 if x < 700 else 34
        sheet.box(x, 552, x + 22, 616, tone)
        sheet.box(x, 664, x + 22, 744, tone)
        sheet.box(x - 4, 546, x + 26, 552, 150 if x < 700 else 84)
    drum = sheet.layer()
    drum.box(610, 330, 990, 480)
    sheet.lay(drum, [(610, 168), (720, 136), (990, 34)], sideways=True)
    for column in range(15):
        angle = math.pi * (column + 0.5) / 15
        x = 800 - 182 * math.cos(angle)
        wide = 4 + 9 * math.sin(angle)
        sheet.box(x - wide * 0.75, 356, x + wide * 0.75, 466, 44 if x < 760 else 22)
    for top, bottom, reach in ((322, 344, 202), (466, 506, 212)):
        band = sheet.layer()
        band.box(800 - reach, top, 800 + reach, bottom)
        sheet.lay(band, [(600, 204), (740, 170), (1000, 46)], sideways=True)
    cupola = sheet.layer()
    cupola.shape(
        [
            (800 + 186 * math.cos(math.radians(turn)), 324 - 206 * math.sin(math.radians(turn)))
            for turn in range(0, 181, 4)
        ]
    )
    sheet.lay(cupola, [(614, 150), (720, 176), (840, 96), (990, 26)], sideways=True)
    for rib in range(1, 14):
        swing = math.cos(math.pi * rib / 14)
        line = [
            (800 + 186 * swing * math.sin(math.radians(turn)), 324 - 206 * math.cos(math.radians(turn)))
            for turn in range(0, 91, 6)
        ]
        sheet.line(line, 74 if swing < 0.1 else 18, 2)
    lantern = sheet.layer()
    lantern.box(772, 76, 828, 126)
    lantern.box(764, 118, 836, 128)
    lantern.shape([(766, 78), (800, 44), (834, 78)])
    lantern.line([(800, 50), (800, -40)], 255, 5)
    sheet.lay(lantern, [(764, 120), (836, 24)], sideways=True)
    for x in (782, 798, 814):
        sheet.box(x - 4, 86, x + 4, 118, 200)
    portico = sheet.layer()
    portico.box(440, 540, 1160, 830)
    sheet.lay(portico, [(540, 24), (830, 52)])
    for column in range(8):
        x = 474 + column * 93
        shaft = sheet.layer()
        shaft.shape([(x - 24, 806), (x - 22, 590), (x + 22, 590), (x + 24, 806)])
        shine = 226 - column * 12
        sheet.lay(
            shaft,
            [
                (x - 25, shine * 0.7),
                (x - 12, shine),
                (x + 6, shine * 0.7),
                (x + 18, shine * 0.4),
                (x + 25, shine * 0.46),
            ],
            sideways=True,
        )
        for flute in (-12, -4, 4, 12):
            sheet.line([(x + flute, 596), (x + flute * 1.08, 804)], shine * 0.5, 0.9)
        sheet.box(x - 30, 574, x + 30, 592, shine * 0.85)
        sheet.box(x - 32, 802, x + 32, 818, shine * 0.75)
    sheet.flame.box(780, 690, 820, 812, 180)
    sheet.shine(800, 760, 170, 0.45)
    entablature = sheet.layer()
    entablature.box(424, 534, 1176, 576)
    sheet.lay(entablature, [(424, 214), (800, 176), (1176, 84)], sideways=True)
    sheet.line([(424, 556), (1176, 556)], 96, 1.6)
    gable = sheet.layer()
    gable.shape([(410, 536), (800, 424), (1190, 536)])
    sheet.lay(gable, [(410, 224), (800, 178), (1190, 70)], sideways=True)
    sheet.shape([(484, 526), (800, 438), (1116, 526)], 78)
    sheet.disc(800, 494, 26, 150)
    sheet.disc(800, 494, 19, 70)
    for step in range(9):
        y = 818 + step * 14
        tread = sheet.layer()
        tread.box(420 - step * 26, y, 1180 + step * 26, y + 15)
        sheet.lay(tread, [(420 - step * 26, 206 - step * 4), (1180, 96 - step * 4)], sideways=True)
        sheet.line([(420 - step * 26, y + 14), (1180 + step * 26, y + 14)], 60, 1.6)
    square = sheet.layer()
    square.box(-5, 942, 1605, 1070)
    sheet.lay(square, [(942, 142), (1067, 52)])
    sheet.mirror(944, 0.4, [(944, 170), (1067, 56)], swell=2)
    sheet.mist(900, 50, 226, 0.3)
    front = sheet.layer()
    for x, foot, height, stride in (
        (560, 912, 70, 0.5),
        (600, 916, 74, 0.2),
        (900, 884, 62, 0.6),
        (1010, 960, 96, 0.3),
        (1056, 962, 92, 0.0),
        (330, 990, 128, 0.7),
    ):
        person(front, x, foot, height, stride=stride)
    for x in (150, 1450):
        front.line([(x, 1040), (x, 640)], 255, 10)
        front.box(x - 18, 980, x + 18, 1050)
        front.line([(x - 46, 668), (x, 650), (x + 46, 668)], 255, 5)
    bare_tree(front, sheet.random, 40, 1060, 900, lean=0.12)
    bare_tree(front, sheet.random, 1580, 1050, 760, lean=-0.1)
    sheet.lay(front, [(300, 30), (1060, 14)])
    for x in (150, 1450):
        for side in (-46, 46):
            sheet.flame.disc(x + side, 656, 15, 255, 19)
            sheet.shine(x + side, 656, 120, 0.6)
    for x, y, span in ((420, 250, 16), (470, 226, 13), (520, 262, 15)):
        bird(sheet, x, y, span, 60)
    return sheet.finish()


def candles() -> Image.Image:
    sheet = Canvas("candles")
    sheet.fill([(0, 30), (330, 96), (700, 90), (1067, 24)])
    sheet.glow(800, 330, 700, 0.3, 190, tall=300)
    sheet.clouds(130, [(0, 60), (260, 110), (520, 0)], grain=(4, 9))
    wall = sheet.layer()
    wall.box(-5, 330, 1605, 760)
    for x in (180, 1370):
        wall.box(x - 70, 170, x + 70, 700)
        wall.shape([(x - 84, 174), (x, 60), (x + 84, 174)])
    wall.shape([(480, 334), (800, 190), (1120, 334)])
    sheet.lay(wall, [(100, 22), (420, 34), (700, 66)])
    for x in (560, 720, 880, 1040):
        sheet.box(x - 34, 410, x + 34, 620, 20, radius=34)
    sheet.glow(800, 640, 1100, 0.55, 176, tall=230)
    sheet.shine(800, 640, 1000, 0.3, tall=170)
    for rank, (foot, size, count) in enumerate(((600, 40, 34), (640, 56, 25), (694, 80, 18), (770, 118, 12))):
        sheet.mist(foot - size * 0.3, size * 1.3, 150 - 16 * rank, 0.6, patchy=False)
        people = sheet.layer()
        spots = []
        for place in range(count):
            x = (place + 0.5 + sheet.random.uniform(-0.28, 0.28)) * 1700 / count - 50
            y = foot - size * 0.5 + sheet.random.uniform(-0.2, 0.2) * size
            bust(people, x, y, size * sheet.random.uniform(0.62, 0.78))
            spots.append((x, y))
        sheet.lay(people, [(foot - size, 62 - rank * 17), (foot + size * 0.8, 46 - rank * 12)])
        for x, y in spots:
            side = sheet.random.choice((-1, 1))
            hand, height = (x + side * size * 0.2, y + size * 0.78), size * 0.12
            sheet.box(hand[0] - size * 0.045, hand[1], hand[0] + size * 0.045, hand[1] + size * 0.3, 150)
            sheet.flame.disc(hand[0], hand[1] - height * 0.5, size * 0.045, 255, height)
            sheet.shine(hand[0], hand[1], size * 1.05, 0.5)
    ground = sheet.layer()
    ground.shape([(-5, 860), (1605, 860), (1605, 1070), (-5, 1070)])
    sheet.lay(ground, [(860, 20), (1067, 30)])
    for step in (858, 930):
        sheet.line([(-5, step), (1605, step)], 96, 3)
    jars = sorted(
        ((sheet.random.uniform(20, 1580), sheet.random.choice((916, 926, 1010, 1022, 1050))) for _ in range(34)),
        key=lambda spot: spot[1],
    )
    for x, foot in jars:
        wide = 20 + (foot - 900) * 0.14
        tall = wide * sheet.random.uniform(2.0, 2.9)
        sheet.box(x - wide, foot - tall, x + wide, foot, 62, radius=wide * 0.3)
        sheet.box(x - wide, foot - tall, x - wide * 0.84, foot - wide * 0.2, 150)
        sheet.box(x + wide * 0.86, foot - tall, x + wide, foot - wide * 0.2, 110)
        sheet.flame.box(x - wide * 0.72, foot - tall * 0.6, x + wide * 0.72, foot - wide * 0.25, 110, radius=wide * 0.3)
        sheet.disc(x, foot - tall, wide, 170, wide * 0.22)
        sheet.disc(x, foot - tall, wide * 0.84, 60, wide * 0.15)
        sheet.flame.shape(
            [
                (x - wide * 0.16, foot - tall * 0.62),
                (x - wide * 0.2, foot - tall * 0.72),
                (x, foot - tall * 1.0),
                (x + wide * 0.2, foot - tall * 0.72),
                (x + wide * 0.16, foot - tall * 0.62),
            ]
        )
        sheet.shine(x, foot - tall * 0.7, wide * 4.4, 0.5)
    return sheet.finish(vignette=0.45)


def podium() -> Image.Image:
    sheet = Canvas("podium")
    sheet.fill([(0, 26), (760, 74), (1067, 30)])
    for fold in range(34):  # the curtain behind
        x = fold * 50 + sheet.random.uniform(-9, 9)
        pleat = sheet.layer()
        pleat.box(x, -5, x + 50, 830)
        sheet.lay(pleat, [(x, 28), (x + 16, 88 + 20 * math.sin(fold)), (x + 34, 50), (x + 50, 22)], sideways=True)
    sheet.glow(800, 430, 640, 0.42, 226, tall=520)
    for x in (250, 1350):
        flag = sheet.layer()
        flag.line([(x, 130), (x, 830)], 255, 8)
        flag.disc(x, 124, 12)
        sheet.lay(flag, 22)
        cloth = sheet.layer()
        cloth.shape([(x, 160), (x + 110, 210), (x + 92, 420), (x + 100, 640), (x + 50, 690), (x + 6, 640)])
        sheet.lay(cloth, [(x, 96), (x + 28, 150), (x + 60, 74), (x + 90, 126), (x + 110, 60)], sideways=True)
    stage = sheet.layer()
    stage.box(-5, 826, WIDTH + 5, HEIGHT + 5)
    sheet.lay(stage, [(826, 124), (850, 78), (1067, 24)])
    cone = sheet.layer(soft=True)
    cone.shape([(730, -40), (870, -40), (1180, 860), (420, 860)])
    sheet.lay(cone, [(0, 240), (860, 200)], opacity=0.3, blur=36)
    pool = sheet.layer(soft=True)
    pool.disc(800, 862, 380, 255, 40)
    sheet.lay(pool, 224, opacity=0.6, blur=24)
    desk = sheet.layer()
    desk.shape([(652, 520), (948, 520), (918, 880), (682, 880)])
    sheet.lay(desk, [(650, 20), (690, 74), (740, 34), (860, 26), (950, 12)], sideways=True)
    desk = sheet.layer()
    desk.shape([(620, 500), (980, 500), (960, 540), (640, 540)])
    desk.box(660, 876, 940, 900, radius=4)
    sheet.lay(desk, [(500, 60), (900, 16)])
    sheet.line([(622, 500), (978, 500)], 226, 4)
    sheet.disc(800, 690, 58, 96)
    sheet.disc(800, 690, 53, 30)
    for ray in range(12):
        angle = ray * math.tau / 12
        sheet.line(
            [
                (800 + 18 * math.sin(angle), 690 - 18 * math.cos(angle)),
                (800 + 44 * math.sin(angle), 690 - 44 * math.cos(angle)),
            ],
            150,
            3,
        )
    sheet.shape([(730, 494), (790, 484), (794, 498), (734, 502)], 234)
    sheet.shape([(798, 498), (794, 484), (858, 490), (862, 502)], 216)
    for foot, tip, size in (
        ((690, 506), (724, 366), 1.0),
        ((730, 506), (758, 344), 1.1),
        ((800, 506), (800, 322), 1.2),
        ((868, 506), (842, 344), 1.1),
        ((912, 506), (880, 362), 1.0),
        ((770, 506), (690, 402), 0.9),
        ((840, 506), (918, 400), 0.9),
    ):
        bend = (foot[0] + (tip[0] - foot[0]) * 0.25, tip[1] + 70)
        sheet.line([foot, bend, tip], 14, 5)
        sheet.line([(foot[0] - 1.5, foot[1]), (bend[0] - 1.5, bend[1]), (tip[0] - 1.5, tip[1])], 150, 1.2)
        sheet.disc(tip[0], tip[1] - 18 * size, 15 * size, 18, 24 * size)
        sheet.disc(tip[0] - 4 * size, tip[1] - 26 * size, 6 * size, 150, 11 * size)
        sheet.disc(tip[0] - 3 * size, tip[1] - 23 * size, 6 * size, 60, 11 * size)
    press = sheet.layer()
    for x, y, size in (
        (80, 850, 120),
        (330, 890, 130),
        (560, 930, 120),
        (1040, 920, 126),
        (1270, 870, 136),
        (1530, 860, 124),
    ):
        bust(press, x, y, size)
    press.box(1214, 760, 1330, 838, radius=12)
    press.box(1174, 778, 1220, 824, radius=6)
    press.line([(1330, 820), (1372, 930)], 255, 40)
    press.line([(430, 1070), (418, 850), (432, 690)], 255, 26)
    press.box(398, 604, 452, 704, radius=10)
    for x, top in ((170, 640), (180, 640)):
        press.line([(x + 40, 1070), (x, top)], 255, 7)
    press.disc(172, 620, 30, 255, 48)
    sheet.lay(press, [(600, 24), (1067, 6)])
    sheet.box(404, 612, 446, 690, 132, radius=6)
    sheet.glow(425, 650, 90, 0.4, 220)
    sheet.disc(1197, 801, 9, 150)
    return sheet.finish(vignette=0.5)
