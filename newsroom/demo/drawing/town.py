"""Streets and squares."""

from __future__ import annotations

from PIL import Image

from .canvas import WIDTH, Canvas, Pen
from .figures import bare_tree, bird, person, reeds, ridge, toward


def blackout() -> Image.Image:
    sheet = Canvas("blackout")
    sheet.fill([(0, 24), (380, 58), (720, 118), (1067, 90)])
    sheet.clouds(120, [(0, 70), (260, 120), (560, 60), (760, 0)], grain=(4, 8))
    sheet.clouds(8, [(0, 170), (240, 120), (480, 0)], grain=(5, 10))
    sheet.glow(1010, 210, 420, 0.6, 220)
    sheet.disc(1010, 190, 30, 236)
    rows = (
        (
            (
                (-30, 420, 190),
                (210, 380, 150),
                (420, 460, 210),
                (690, 350, 130),
                (860, 430, 230),
                (1140, 390, 150),
                (1330, 450, 290),
            ),
            74,
            112,
            860,
            15,
            0,
        ),
        (((70, 330, 250), (520, 290, 170), (880, 480, 200), (1290, 240, 190)), 40, 84, 900, 21, 3),
        (((-60, 120, 330), (1060, 180, 240), (1470, 70, 200)), 16, 48, 960, 30, 6),
    )
    for blocks, top, base, foot, storey, lit in rows:
        mass = sheet.layer()
        for left, roof, width in blocks:
            mass.box(left, roof, left + width, foot)
            mass.box(left + width * 0.4, roof - storey * 1.3, left + width * 0.62, roof)
            mass.line([(left + width * 0.5, roof), (left + width * 0.5, roof - storey * 3)], 255, 1.6)
            mass.line(
                [
                    (left + width * 0.5 - storey * 0.5, roof - storey * 2.6),
                    (left + width * 0.5 + storey * 0.5, roof - storey * 2.6),
                ],
                255,
                1.4,
            )
        sheet.lay(mass, [(120, top), (foot - 140, top + 8), (foot, base)])
        for left, roof, width in blocks:
            columns = max(3, round(width / (storey * 1.35)))
            pitch = width / columns
            floors = int((foot - roof - storey * 2) / (storey * 1.5))
            for floor in range(floors):
                y = roof + storey * (0.8 + 1.5 * floor)
                sheet.line([(left, y - storey * 0.35), (left + width, y - storey * 0.35)], top + 9, 0.8)
                for column in range(columns):
                    x = left + pitch * (column + 0.26)
                    sheet.box(
                        x,
                        y,
                        x + pitch * 0.48,
                        y + storey * 0.72,
                        max(6, top - 11) if (column + floor) % 7 else top + 16,
                    )
            for _ in range(lit):
                x = left + pitch * (sheet.random.randrange(columns) + 0.26)
                y = roof + storey * (0.8 + 1.5 * sheet.random.randrange(2, floors - 2))
                sheet.flame.box(x, y, x + pitch * 0.48, y + storey * 0.72, 225)
                sheet.shine(x + pitch * 0.24, y + storey * 0.4, storey * 3.2, 0.5)
        sheet.mist(foot - 20, 110, 150, 0.4)
    yard = sheet.layer()
    yard.shape([(-5, 930), (700, 900), (1605, 936), (1605, 1070), (-5, 1070)])
    sheet.lay(yard, [(900, 128), (1067, 70)])
    beam = sheet.layer(soft=True)
    beam.shape([(748, 952), (1040, 1005), (1150, 1055), (960, 1062), (748, 962)])
    sheet.shine_through(beam, 0.5, 12)
    front = sheet.layer()
    person(front, 700, 1012, 150, stride=0.6)
    front.line([(704, 935), (746, 956)], 255, 9)
    person(front, 628, 1006, 104, stride=0.4, hood=True)
    bare_tree(front, sheet.random, 400, 1010, 620, lean=-0.05)
    for x in (1150, 1340):
        front.shape(
            [(x, 1000), (x + 14, 962), (x + 46, 938), (x + 110, 938), (x + 140, 966), (x + 172, 974), (x + 176, 1000)]
        )
        front.disc(x + 40, 1000, 17)
        front.disc(x + 138, 1000, 17)
    front.line([(880, 1000), (880, 690), (912, 672), (946, 676)], 255, 5)
    front.shape([(930, 672), (972, 674), (968, 684), (932, 684)])
    sheet.lay(front, [(400, 12), (1010, 9)])
    sheet.flame.disc(748, 957, 5)
    sheet.shine(752, 958, 90, 0.8)
    for x in (1150, 1340):
        sheet.line([(x + 46, 938), (x + 110, 938), (x + 140, 966)], 150, 3)
    return sheet.finish(vignette=0.45)


def snow() -> Image.Image:
    sheet = Canvas("snow")
    sheet.fill([(0, 112), (400, 170), (700, 210), (1067, 190)])
    vanishing = (760, 690)
    sheet.glow(760, 600, 520, 0.7, 240, tall=420)
    for depth, haze in ((6.5, 186), (4.6, 172), (3.2, 150), (2.2, 122), (1.5, 92), (1.02, 58)):
        for side in (-1, 1):
            house = sheet.layer()
            wall, back = 760 + side * 520, 760 + side * 1500
            height = sheet.random.uniform(860, 1080)
            foot, top = toward(vanishing, (wall, 960), depth), toward(vanishing, (wall, 960 - height), depth)
            outer = toward(vanishing, (back, 960), depth)[0]
            far_foot, far_top = (
                toward(vanishing, (wall, 960), depth * 1.42),
                toward(vanishing, (wall, 960 - height), depth * 1.42),
            )
            house.shape([foot, top, (outer, top[1]), (outer, foot[1])])
            house.shape([(top[0], top[1]), ((top[0] + outer) / 2, top[1] - 170 / depth), (outer, top[1])])
            house.shape([foot, top, far_top, far_foot])
            sheet.lay(house, [(top[1], haze), (foot[1], haze + 40)])
            for floor in range(4):
                for column in range(3):
                    near, far = depth * (1.05 + 0.125 * column), depth * (1.12 + 0.125 * column)
                    base = 960 - height * (0.2 + 0.2 * floor)
                    pane = [
                        toward(vanishing, (wall, y), spot)
                        for spot, y in ((near, base), (near, base - 110), (far, base - 110), (far, base))
                    ]
                    sheet.shape(pane, haze - 22)
                    sheet.line([pane[0], pane[3]], min(245, haze + 100), 5 / depth)
            sheet.line([top, far_top], min(245, haze + 110), 9 / depth)
    street = sheet.layer()
    street.shape([(-5, 980), (700, 712), (820, 712), (1605, 990), (1605, 1070), (-5, 1070)])
    sheet.lay(street, [(700, 226), (1067, 214)])
    for rail in (430, 560, 900, 1040):
        sheet.line([toward(vanishing, (rail, 1120), 14), (rail, 1120)], 120, 3)
    sheet.mist(716, 60, 236, 0.6)
    tram = sheet.layer()
    tram.box(700, 548, 824, 744, radius=14)
    tram.line([(762, 548), (740, 500), (786, 478)], 255, 4)
    sheet.lay(tram, [(540, 84), (744, 62)])
    sheet.box(714, 580, 810, 650, 168, radius=6)
    for x in (724, 800):
        sheet.flame.disc(x, 706, 7)
        sheet.shine(x, 706, 110, 0.7)
    sheet.line([(786, 478), toward(vanishing, (900, 60), 0.7)], 90, 1.6)
    sheet.line([(762, 560), toward(vanishing, (620, 60), 0.7)], 96, 1.6)
    lamp = sheet.layer()
    lamp.line([(1190, 1000), (1190, 430)], 255, 11)
    lamp.box(1172, 930, 1208, 1004)
    lamp.line([(1190, 440), (1150, 392), (1100, 400)], 255, 7)
    lamp.shape([(1070, 410), (1088, 386), (1112, 386), (1130, 410)])
    sheet.lay(lamp, 28)
    sheet.flame.shape([(1074, 410), (1126, 410), (1114, 440), (1086, 440)])
    sheet.shine(1100, 428, 330, 0.75)
    pool = sheet.layer(soft=True)
    pool.shape([(1086, 430), (1114, 430), (1270, 970), (930, 970)])
    sheet.shine_through(pool, 0.22, 26)
    walker = sheet.layer()
    person(walker, 500, 1000, 290, stride=0.8)
    walker.line([(522, 800), (536, 660)], 255, 5)
    walker.shape(
        [
            (400, 712),
            (420, 664),
            (470, 630),
            (534, 620),
            (600, 636),
            (648, 676),
            (664, 724),
            (630, 706),
            (596, 722),
            (560, 704),
            (520, 716),
            (478, 700),
            (440, 718),
        ]
    )
    sheet.lay(walker, [(620, 22), (1000, 34)])
    sheet.line([(420, 662), (470, 629), (534, 619), (600, 635), (648, 674)], 226, 6)
    for step in range(9):
        sheet.disc(470 - step * 44, 1010 + step * 6 + (step % 2) * 12, 12, 158, 4)
    for count, low, high in ((900, 0.8, 1.8), (360, 1.8, 3.4)):
        flakes = sheet.layer()
        for _ in range(count):
            x, y = sheet.random.uniform(0, WIDTH), sheet.random.uniform(0, 1067)
            size = sheet.random.uniform(low, high)
            flakes.line([(x, y), (x - size * 2.4, y + size * 4)], 255, size * 1.5)
        sheet.veil(flakes.image, 250)
    big = sheet.layer(soft=True)
    for _ in range(70):
        x, y = sheet.random.uniform(0, WIDTH), sheet.random.uniform(0, 1067)
        big.line([(x, y), (x - 18, y + 30)], 255, 9)
    sheet.lay(big, 252, opacity=0.7, blur=5)
    return sheet.finish(vignette=0.2)


def church() -> Image.Image:
    sheet = Canvas("church")
    sheet.fill([(0, 70), (320, 138), (620, 216), (1067, 180)])
    sheet.clouds(40, [(0, 200), (300, 110), (500, 0)], grain=(4, 10))
    sheet.glow(720, 520, 640, 0.9, 253, tall=440)
    for level, swing, top, base in ((640, 34, 168, 216), (700, 28, 130, 204)):
        hills = sheet.layer()
        hills.shape(ridge(sheet.random, level, swing))
        sheet.lay(hills, [(level - 40, top), (level + 70, base)])
    sheet.mist(720, 70, 236, 0.7)

    def dome(pen: Pen, x: float, base: float, size: float) -> None:
        pen.box(x - size * 0.52, base - size * 1.0, x + size * 0.52, base)
        pen.box(x - size * 0.62, base - size * 1.06, x + size * 0.62, base - size * 0.96)
        outline = [(0.5, 1.0), (0.78, 1.22), (0.86, 1.5), (0.74, 1.78), (0.46, 2.02), (0.18, 2.22), (0.05, 2.46)]
        pen.shape(
            [
                (x + side * size * out, base - size * up)
                for side, part in ((1, outline), (-1, outline[::-1]))
                for out, up in part
            ]
        )
        pen.line([(x, base - size * 2.3), (x, base - size * 3.15)], 255, max(1.6, size * 0.06))
        pen.line([(x - size * 0.2, base - size * 2.9), (x + size * 0.2, base - size * 2.9)], 255, max(1.4, size * 0.05))
        pen.line(
            [(x - size * 0.1, base - size * 2.68), (x + size * 0.1, base - size * 2.62)], 255, max(1.2, size * 0.04)
        )

    nave = sheet.layer()
    nave.box(760, 560, 1240, 860)
    nave.shape([(740, 564), (840, 480), (1160, 480), (1260, 564)])
    for x, base, size in ((1000, 486, 96), (840, 520, 54), (1160, 520, 54)):
        dome(nave, x, base, size)
    nave.box(1236, 640, 1330, 860)
    nave.shape([(1228, 644), (1283, 592), (1340, 644)])
    dome(nave, 1283, 612, 34)
    nave.box(590, 560, 700, 860)  # the bell tower, open at the top
    nave.box(700, 700, 770, 860)
    for x in (598, 645, 692):
        nave.box(x - 8, 440, x + 8, 566)
    nave.shape([(570, 446), (600, 412), (690, 412), (720, 446)])
    dome(nave, 645, 416, 44)
    nave.shape([(626, 500), (632, 470), (645, 462), (658, 470), (664, 500), (670, 508), (620, 508)])
    sheet.lay(nave, [(150, 22), (560, 30), (860, 78)])
    for x in (830, 915, 1000, 1085, 1170):
        sheet.box(x - 15, 630, x + 15, 730, 92, radius=15)
        sheet.line([(x, 632), (x, 730)], 40, 2)
    sheet.line([(740, 563), (840, 480), (1160, 480), (1260, 563)], 206, 5)
    for x, base, size in ((1000, 486, 96), (840, 520, 54), (1160, 520, 54), (645, 416, 44), (1283, 612, 34)):
        sheet.line(
            [
                (x - size * 0.78, base - size * 1.22),
                (x - size * 0.86, base - size * 1.5),
                (x - size * 0.74, base - size * 1.78),
                (x - size * 0.46, base - size * 2.02),
            ],
            196,
            size * 0.05,
        )
    sheet.box(985, 770, 1015, 860, 150, radius=14)
    sheet.shine(1000, 800, 190, 0.35)
    sheet.flame.box(988, 774, 1012, 858, 190, radius=12)
    sheet.mist(866, 60, 234, 0.7)
    hill = sheet.layer()
    hill.shape([(-5, 940), (300, 892), (760, 866), (1200, 862), (1605, 910), (1605, 1070), (-5, 1070)])
    sheet.lay(hill, [(860, 206), (1067, 96)])
    path = sheet.layer()
    path.shape([(986, 862), (1014, 862), (960, 930), (860, 1000), (800, 1070), (520, 1070), (700, 980), (900, 920)])
    sheet.lay(path, [(860, 150), (1067, 62)])
    front = sheet.layer()
    for x, foot, height in ((880, 966, 92), (912, 962, 86), (806, 1004, 112)):
        person(front, x, foot, height, stride=0.4, hood=True)
    bare_tree(front, sheet.random, 250, 1010, 800, lean=0.05)
    bare_tree(front, sheet.random, 1490, 980, 560, lean=-0.08)
    for post in range(12):
        x = 1080 + post * 48
        front.line([(x, 1070), (x, 980 - (post % 2) * 4)], 255, 6)
    front.line([(1060, 1004), (1605, 996)], 255, 4)
    front.line([(1060, 1040), (1605, 1034)], 255, 4)
    reeds(front, sheet.random, -10, 560, 1082, 30, 96, 150)
    sheet.lay(front, [(300, 34), (1067, 13)])
    for _ in range(22):
        x, y = sheet.random.gauss(560, 130), sheet.random.gauss(270, 70)
        bird(sheet, x, y, sheet.random.uniform(7, 15), 36, sheet.random.uniform(0.1, 0.5))
    return sheet.finish()
