"""Instruments and machines: map, generator, drone."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import HEIGHT, WIDTH, Canvas, Point
from .figures import along, bird, forest, person, reeds, ridge


def map_sheet() -> Image.Image:
    sheet = Canvas("map")
    sheet.fill([(0, 34), (500, 62), (1067, 30)])
    for plank in range(9):
        sheet.line([(-5, plank * 130 + 20), (WIDTH + 5, plank * 130 - 60)], 20, 3)
    for _ in range(120):
        x, y = sheet.random.uniform(-100, WIDTH), sheet.random.uniform(0, HEIGHT)
        length = sheet.random.uniform(80, 320)
        sheet.line([(x, y), (x + length, y - length * 0.05)], sheet.random.uniform(40, 64), 1.2)

    columns, rows = 6, 3

    def fold(across: float, down: float) -> Point:
        """From the flat map (0..1) to the sheet lying creased on the table."""
        crease = abs((across * columns) % 2 - 1)
        depth = 1.34 - 0.36 * down
        return (
            800 + (across - 0.5) * 1560 / depth + (down - 0.5) * -60,
            130 + 800 * down**1.12 - 34 * crease / depth + (across - 0.5) * -46,
        )

    def patch(left: float, top: float, right: float, bottom: float) -> list[Point]:
        edge = [(left, top), (right, top), (right, bottom), (left, bottom)]
        return [fold(*corner) for corner in edge]

    shade = sheet.layer(soft=True)
    shade.shape([(x + 26, y + 34) for x, y in patch(-0.01, 0, 1.01, 1.02)])
    sheet.lay(shade, 4, opacity=0.8, blur=16)
    for column in range(columns):
        for row in range(rows):
            tone = (214 if column % 2 else 168) - 10 * row + 14 * (column == 2)
            sheet.shape(patch(column / columns, row / rows, (column + 1) / columns, (row + 1) / rows), tone)
    for hill_x, hill_y, size in ((0.2, 0.3, 0.15), (0.78, 0.72, 0.17), (0.86, 0.24, 0.1), (0.3, 0.82, 0.1)):
        for ring in range(1, 8):
            wobble = [sheet.random.uniform(0.93, 1.07) for _ in range(8)]
            path = []
            for step in range(49):
                angle = step / 48 * math.tau
                reach = (
                    size
                    * ring
                    / 7
                    * (wobble[step // 6 % 8] * (1 - step % 6 / 6) + wobble[(step // 6 + 1) % 8] * (step % 6 / 6))
                )
                path.append(
                    fold(
                        min(0.995, max(0.005, hill_x + reach * math.cos(angle) * 0.8)),
                        min(0.99, max(0.01, hill_y + reach * math.sin(angle) * 1.2)),
                    )
                )
            sheet.line(path, 128, 1.4)
    for _ in range(240):  # woods
        across, down = sheet.random.gauss(0.58, 0.06), sheet.random.gauss(0.26, 0.09)
        if 0.02 < across < 0.98 and 0.02 < down < 0.98:
            sheet.disc(*fold(across, down), 5, 116, 4)
    river = [fold(step / 60, 0.56 + 0.13 * math.sin(step / 7) + 0.05 * math.sin(step / 2.7)) for step in range(61)]
    sheet.line(river, 92, 15)
    sheet.line(river, 150, 10)
    for road in (
        [(0.04, 0.1), (0.26, 0.44), (0.46, 0.5), (0.64, 0.78), (0.97, 0.9)],
        [(0.5, 0.01), (0.47, 0.3), (0.46, 0.5), (0.36, 0.98)],
        [(0.46, 0.5), (0.7, 0.44), (0.98, 0.5)],
    ):
        path = [
            fold(*along(start, end, step / 20))
            for start, end in zip(road, road[1:], strict=False)
            for step in range(21)
        ]
        sheet.line(path, 60, 6)
        sheet.line(path, 230, 3)
    for dash in range(46):  # the border
        start, end = (
            (0.62 + 0.1 * math.sin(down * 5) + 0.03 * math.sin(down * 17), down)
            for down in (dash / 46, (dash + 0.55) / 46)
        )
        sheet.line([fold(*start), fold(*end)], 24, 6)
    for town_x, town_y, size in ((0.46, 0.5, 12), (0.26, 0.44, 8), (0.64, 0.78, 9), (0.7, 0.44, 7), (0.36, 0.9, 7)):
        spot = fold(town_x, town_y)
        sheet.disc(*spot, size, 24, size * 0.8)
        sheet.disc(*spot, size * 0.55, 226, size * 0.42)
    for column in range(1, columns):
        sheet.line([fold(column / columns, 0), fold(column / columns, 1)], 236 if column % 2 else 110, 2)
    for row in range(1, rows):
        sheet.line([fold(step / 60, row / rows) for step in range(61)], 130, 1.6)
    sheet.shine(500, 330, 760, 0.34)
    sheet.glow(1500, 1000, 800, 0.5, 6)
    glass = sheet.layer(soft=True)
    glass.disc(1086, 640, 180, 255, 150)
    sheet.lay(glass, 4, opacity=0.5, blur=20)
    lens = sheet.image.crop((1920, 1060, 2280, 1340)).resize((600, 460))
    mask = sheet.layer()
    mask.disc(1060, 600, 150, 255, 116)
    sheet.image.paste(lens, (1820, 970), mask.image.crop((1820, 970, 2420, 1430)))
    sheet.line([(1180, 690), (1390, 880)], 10, 34)
    sheet.line([(1186, 688), (1380, 864)], 90, 4)
    sheet.arc(1060, 600, 158, 124, 0, 360, 14, 13)
    sheet.arc(1058, 598, 152, 118, 160, 290, 220, 4)
    sheet.glow(1016, 560, 90, 0.5, 255, tall=50)
    sheet.shape([(250, 862), (610, 950), (604, 972), (244, 884)], 30)
    sheet.shape([(250, 862), (610, 950), (608, 957), (248, 869)], 130)
    sheet.shape([(250, 862), (244, 884), (196, 860)], 206)
    sheet.shape([(214, 861), (212, 868), (196, 860)], 14)
    return sheet.finish(vignette=0.5)


def generator() -> Image.Image:
    sheet = Canvas("generator")
    sheet.fill([(0, 30), (500, 84), (760, 120), (1067, 120)])
    wall = sheet.layer()
    wall.box(-5, -5, WIDTH + 5, 760)
    sheet.lay(wall, [(0, 34), (760, 78)])
    for row in range(19):
        for brick in range(-1, 15):
            x, y = brick * 118 + (row % 2) * 59, row * 40
            sheet.box(x, y, x + 113, y + 35, 30 + row * 1.7 + sheet.random.uniform(-5, 7))
    sheet.box(980, 120, 1520, 600, 20)
    sheet.flame.box(1000, 140, 1500, 580, 150)
    sheet.shine(1250, 380, 700, 0.5)
    for shelf in (270, 430):
        sheet.box(1000, shelf, 1500, shelf + 10, 22)
        x = 1014.0
        while x < 1470:
            wide, tall = sheet.random.uniform(18, 44), sheet.random.uniform(36, 96)
            sheet.box(x, shelf - tall, x + wide, shelf, 24, radius=5)
            x += wide + sheet.random.uniform(4, 26)
    seller = sheet.layer()
    person(seller, 1350, 860, 480)
    seller.box(0, 582, WIDTH, HEIGHT, 0)
    sheet.lay(seller, 16)
    sheet.box(1244, 130, 1256, 590, 24)
    sheet.box(960, 580, 1540, 612, 64)
    sheet.box(960, 578, 1540, 586, 214)
    awning = sheet.layer()
    awning.shape([(930, 130), (980, 40), (1520, 40), (1570, 130)])
    sheet.lay(awning, [(40, 200), (130, 46)])
    ground = sheet.layer()
    ground.shape([(-5, 752), (500, 744), (1605, 756), (1605, 1070), (-5, 1070)])
    sheet.lay(ground, [(744, 196), (860, 168), (1067, 84)])
    spill = sheet.layer(soft=True)
    spill.shape([(1000, 760), (1500, 760), (1640, 1067), (700, 1067)])
    sheet.shine_through(spill, 0.24, 36)
    shade = sheet.layer(soft=True)
    shade.shape([(150, 960), (820, 960), (640, 1030), (60, 1030)])
    sheet.lay(shade, 6, opacity=0.75, blur=16)
    for _ in range(14):
        x, y = sheet.random.uniform(0, WIDTH), sheet.random.uniform(790, 1040)
        sheet.disc(x, y, sheet.random.uniform(60, 180), 200, 4)
    body = sheet.layer()
    body.box(230, 560, 760, 690, radius=40)  # tank
    body.box(250, 690, 470, 900, radius=14)
    body.box(486, 700, 744, 890, radius=10)
    body.box(200, 720, 260, 860, radius=18)
    sheet.lay(body, [(560, 110), (600, 74), (690, 30), (720, 66), (900, 18)])
    sheet.line([(270, 574), (720, 574)], 206, 5)
    sheet.box(450, 542, 540, 566, 26, radius=8)
    for fin in range(8):
        sheet.line([(268, 716 + fin * 21), (452, 716 + fin * 21)], 16, 5)
        sheet.line([(268, 720 + fin * 21), (452, 720 + fin * 21)], 104, 1.6)
    sheet.disc(360, 800, 64, 22)
    sheet.disc(360, 800, 50, 84)
    sheet.disc(360, 800, 18, 20)
    for spoke in range(9):
        angle = spoke * math.tau / 9
        sheet.line(
            [
                (360 + 20 * math.cos(angle), 800 + 20 * math.sin(angle)),
                (360 + 48 * math.cos(angle), 800 + 48 * math.sin(angle)),
            ],
            26,
            5,
        )
    sheet.box(506, 716, 724, 872, 132, radius=8)
    for socket in (550, 620):
        sheet.disc(socket, 830, 26, 24)
        for pin in (-8, 8):
            sheet.disc(socket + pin, 830, 3.5, 150)
    sheet.disc(556, 760, 28, 216)
    sheet.line([(556, 760), (572, 742)], 20, 3)
    sheet.box(610, 740, 640, 778, 22, radius=4)
    sheet.flame.disc(684, 760, 9)
    sheet.shine(684, 760, 80, 0.7)
    frame = sheet.layer()
    for path in (
        [(170, 920), (170, 560), (200, 516), (790, 516), (822, 560), (822, 920), (170, 920)],
        [(170, 700), (250, 700)],
        [(744, 700), (822, 700)],
    ):
        frame.line(path, 255, 20)
    for joint in ((200, 516), (790, 516), (170, 560), (822, 560)):
        frame.disc(*joint, 10)
    frame.disc(230, 924, 52)
    frame.box(750, 920, 800, 966, radius=6)
    sheet.lay(frame, [(500, 34), (930, 12)])
    sheet.line([(204, 510), (788, 510)], 222, 6)
    sheet.disc(230, 924, 26, 70)
    cable = [
        (620 + 530 * share, 836 + 300 * math.sin(math.pi * share) ** 1.3 * (1 - share * 0.55) - 220 * share**3)
        for share in [step / 40 for step in range(41)]
    ]
    sheet.line(cable, 10, 8)
    smoke = sheet.layer(soft=True)
    for puff in range(16):
        smoke.disc(190 - puff * 14 + 20 * math.sin(puff), 720 - puff * 42, 22 + puff * 6.4)
    sheet.lay(smoke, [(0, 110), (720, 190)], opacity=0.36, blur=26)
    flakes = sheet.layer()
    for _ in range(260):
        flakes.disc(
            sheet.random.uniform(0, WIDTH), sheet.random.uniform(0, HEIGHT), sheet.random.choice((1.2, 1.8, 2.6, 3.6))
        )
    sheet.veil(flakes.image, 232)
    return sheet.finish(vignette=0.45)


def drone() -> Image.Image:
    sheet = Canvas("drone")
    sheet.fill([(0, 70), (340, 140), (700, 224), (1067, 170)])
    sheet.clouds(42, [(0, 190), (320, 90), (520, 0)], grain=(4, 9))
    sheet.clouds(242, [(100, 0), (340, 120), (560, 60)], grain=(4, 14))
    sheet.glow(1150, 640, 620, 0.9, 253, tall=400)
    for level, swing, top, base in ((720, 30, 170, 214), (776, 26, 128, 200), (840, 24, 80, 168)):
        hills = sheet.layer()
        hills.shape(ridge(sheet.random, level, swing))
        forest(hills, sheet.random, level + 26, 24, 64, 17)
        sheet.lay(hills, [(level - 60, top), (level + 50, base)])
        sheet.mist(level + 50, 56, 234, 0.55)
    x, y = 690, 380
    craft = sheet.layer()
    for side in (-1, 1):
        craft.shape(
            [(x + side * 60, y - 22), (x + side * 330, y - 66), (x + side * 334, y - 44), (x + side * 70, y + 22)]
        )
        craft.shape(
            [(x + side * 50, y + 4), (x + side * 220, y + 66), (x + side * 214, y + 86), (x + side * 40, y + 34)]
        )
        for motor_x, motor_y, size in ((x + side * 332, y - 60, 1.0), (x + side * 218, y + 72, 1.18)):
            craft.box(motor_x - 20 * size, motor_y - 34 * size, motor_x + 20 * size, motor_y + 20 * size, radius=6)
            craft.box(motor_x - 6 * size, motor_y - 46 * size, motor_x + 6 * size, motor_y - 30 * size)
        craft.line([(x + side * 50, y + 40), (x + side * 96, y + 128), (x + side * 118, y + 132)], 255, 9)
    craft.shape(
        [
            (x - 116, y - 4),
            (x - 92, y - 42),
            (x - 40, y - 62),
            (x + 40, y - 62),
            (x + 92, y - 42),
            (x + 116, y - 4),
            (x + 92, y + 40),
            (x + 50, y + 56),
            (x - 50, y + 56),
            (x - 92, y + 40),
        ]
    )
    craft.box(x - 34, y + 50, x + 34, y + 76)
    craft.disc(x, y + 96, 36)
    craft.line([(x - 52, y - 52), (x - 64, y - 118)], 255, 5)
    sheet.lay(craft, [(y - 120, 34), (y - 20, 22), (y + 140, 10)])
    sheet.line([(x - 92, y - 40), (x - 40, y - 60), (x + 40, y - 60), (x + 92, y - 40)], 150, 3)
    sheet.disc(x, y + 96, 24, 60)
    sheet.disc(x, y + 96, 17, 12)
    sheet.disc(x - 7, y + 89, 6, 200)
    blur_discs = sheet.layer()
    for side in (-1, 1):
        blur_discs.disc(x + side * 332, y - 108, 168, 255, 17)
        blur_discs.disc(x + side * 218, y + 14, 190, 255, 21)
    sheet.lay(blur_discs, 40, opacity=0.3)
    for side in (-1, 1):
        for middle, height, reach in ((x + side * 332, y - 108, 168), (x + side * 218, y + 14, 190)):
            sheet.arc(middle, height, reach, reach * 0.105, 0, 360, 70, 1.6)
            sheet.line(
                [(middle - reach * 0.9, height + 6), (middle, height), (middle + reach * 0.9, height - 6)], 26, 4
            )
        sheet.flame.disc(x + side * 334, y - 38, 6)
        sheet.shine(x + side * 334, y - 38, 60, 0.7)
    front = sheet.layer()
    front.shape([(-5, 1000), (240, 960), (620, 990), (1000, 976), (1320, 930), (1605, 948), (1605, 1070), (-5, 1070)])
    person(front, 1330, 942, 150, hood=True)
    front.box(1316, 862, 1372, 878, radius=4)
    front.line([(1362, 864), (1378, 834)], 255, 2)
    person(front, 1396, 940, 144)
    reeds(front, sheet.random, -10, 1610, 1080, 30, 130, 330)
    sheet.lay(front, [(780, 30), (1067, 12)])
    for spot in ((330, 560), (370, 540), (420, 556)):
        bird(sheet, *spot, 13, 80)
    return sheet.finish()
