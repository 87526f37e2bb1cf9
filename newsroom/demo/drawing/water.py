"""Water: marsh, river, port."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import WIDTH, Canvas, Pen
from .figures import along, bare_tree, bird, forest, lattice, person, reeds, ridge, sag


def marsh() -> Image.Image:
    sheet = Canvas("marsh")
    sheet.fill([(0, 120), (300, 188), (520, 232), (1067, 160)])
    sheet.clouds(70, [(0, 170), (260, 60), (400, 0)], grain=(4, 12))
    sheet.glow(1080, 430, 620, 0.9, 254, tall=380)
    sheet.disc(1080, 400, 34, 253)
    for foot, top, base, low, high in ((520, 176, 222, 30, 70), (548, 132, 208, 60, 130)):
        woods = sheet.layer()
        forest(woods, sheet.random, foot, low, high, 26)
        for _ in range(5):
            bare_tree(woods, sheet.random, sheet.random.uniform(0, WIDTH), foot, high * 1.25, bend=0.3)
        woods.box(0, foot - 14, WIDTH, foot + 40)
        sheet.lay(woods, [(foot - high, top), (foot + 20, base)])
        sheet.mist(foot + 4, 60, 236, 0.7)
    sheet.mirror(575, 0.72, [(575, 214), (760, 150), (1067, 70)], swell=4)
    for foot, tone, spans in (
        (640, 138, ((0, 330), (760, 1010), (1300, 1620))),
        (720, 92, ((-20, 210), (520, 760), (1180, 1620))),
        (830, 54, ((-20, 420), (1020, 1500))),
    ):
        islands = sheet.layer()
        for start, end in spans:
            middle, reach = (start + end) / 2, (end - start) / 2
            islands.disc(middle, foot + 2, reach, 255, reach * 0.012 + 5)
            reeds(
                islands,
                sheet.random,
                start + reach * 0.1,
                end - reach * 0.1,
                foot + 4,
                (foot - 540) * 0.14,
                (foot - 540) * 0.5,
                int(reach * 1.1),
            )
        sheet.lay(islands, [(foot - 110, tone), (foot + 30, tone * 0.8)])
        sheet.mist(foot - 20, 60, 232, 0.4)
    tree = sheet.layer()
    bare_tree(tree, sheet.random, 300, 850, 640, lean=0.08)
    sheet.lay(tree, [(240, 46), (850, 30)])
    heron = sheet.layer()
    heron.shape([(862, 792), (876, 750), (920, 728), (966, 742), (1004, 786), (960, 784), (912, 800)])
    heron.line([(882, 768), (862, 730), (876, 700), (862, 662), (844, 650)], 255, 9)
    heron.shape([(858, 640), (838, 642), (782, 662), (842, 662), (866, 658)])
    heron.line([(856, 646), (892, 660)], 255, 2.5)
    for foot in (902, 922):
        heron.line([(foot + 6, 790), (foot - 6, 850), (foot, 908)], 255, 3.6)
    sheet.lay(heron, [(640, 26), (900, 18)])
    for ring in range(4):
        sheet.arc(910, 908, 30 + ring * 34, 5 + ring * 6, 0, 360, 188 - ring * 24, 1.4)
    front = sheet.layer()
    front.shape([(-5, 1010), (300, 1000), (620, 1050), (760, 1070), (-5, 1070)])
    reeds(front, sheet.random, -20, 520, 1080, 90, 330, 260)
    reeds(front, sheet.random, 1180, 1620, 1090, 90, 380, 210)
    sheet.lay(front, [(740, 24), (1067, 10)])
    for x, y, span in ((640, 210, 26), (706, 188, 24), (770, 172, 22), (700, 236, 22), (580, 240, 20)):
        bird(sheet, x, y, span, 58)
    return sheet.finish()


def river() -> Image.Image:
    sheet = Canvas("river")
    sheet.fill([(0, 84), (260, 140), (470, 218), (1067, 120)])
    sheet.clouds(46, [(0, 200), (260, 100), (420, 0)], grain=(4, 11))
    sheet.glow(420, 440, 620, 0.85, 252, tall=300)
    for level, swing, top, base in ((440, 24, 172, 214), (470, 16, 128, 196)):
        hills = sheet.layer()
        hills.shape(ridge(sheet.random, level, swing))
        forest(hills, sheet.random, level + 14, 14, 34, 10)
        sheet.lay(hills, [(level - 30, top), (level + 60, base)])
    sheet.mist(500, 60, 230, 0.7)
    sheet.mirror(516, 0.6, [(516, 196), (700, 96), (1067, 26)], swell=3)
    barge = sheet.layer()
    barge.shape([(640, 560), (1420, 548), (1476, 556), (1440, 640), (700, 648), (664, 622)])
    barge.box(1200, 440, 1370, 556)
    barge.shape([(1186, 440), (1384, 440), (1374, 424), (1196, 424)])
    barge.box(1230, 380, 1330, 428)
    barge.box(1296, 316, 1326, 384)
    barge.line([(1262, 380), (1262, 268)], 255, 4)
    barge.line([(1262, 284), (690, 556)], 255, 1.6)
    barge.line([(690, 560), (690, 486)], 255, 4)
    for hatch in range(5):
        barge.shape(
            [(726 + hatch * 92, 562), (736 + hatch * 92, 534), (798 + hatch * 92, 534), (808 + hatch * 92, 562)]
        )
    sheet.lay(barge, [(300, 62), (560, 34), (650, 20)])
    for pane in range(4):
        sheet.box(1214 + pane * 38, 462, 1240 + pane * 38, 496, 150)
    sheet.box(1242, 392, 1318, 414, 170)
    sheet.line([(642, 563), (1420, 551)], 188, 5)  # snow on the gunwale
    for hatch in range(5):
        sheet.line([(735 + hatch * 92, 534), (799 + hatch * 92, 534)], 196, 5)
    sheet.line([(1186, 438), (1384, 438)], 200, 6)
    for _ in range(330):  # floes, smaller and denser toward the far bank
        depth = sheet.random.uniform(0, 1) ** 1.5
        y = 640 + 420 * depth + sheet.random.uniform(-6, 6)
        x = sheet.random.uniform(-60, WIDTH + 60)
        size = 16 + 105 * depth * sheet.random.uniform(0.4, 1.1)
        if abs(x - (800 - 500 * depth)) < 40 + 170 * depth:
            continue  # the open lane the icebreaker left
        rim = [
            (
                x + size * math.cos(turn / 9 * math.tau) * sheet.random.uniform(0.72, 1.05),
                y + size * 0.24 * math.sin(turn / 9 * math.tau) * sheet.random.uniform(0.72, 1.05),
            )
            for turn in range(9)
        ]
        tone = sheet.random.uniform(146, 226) - 40 * depth
        sheet.shape([(px, py + 3 + 7 * depth) for px, py in rim], 60)
        sheet.shape(rim, tone)
        sheet.shape([(x + (px - x) * 0.82, y + (py - y) * 0.74 - 1) for px, py in rim], min(250, tone + 16))
    sheet.mist(640, 40, 226, 0.45)
    bank = sheet.layer()
    bank.shape([(-5, 870), (90, 880), (210, 940), (380, 1010), (560, 1070), (-5, 1070)])
    bank.box(236, 890, 268, 1010, radius=8)
    bank.box(226, 880, 278, 902, radius=8)
    bank.line(sag((252, 908), (700, 618), 52), 255, 4.5)
    person(bank, 128, 892, 178, hood=True)
    reeds(bank, sheet.random, 300, 560, 1085, 40, 120, 70)
    sheet.lay(bank, [(700, 24), (1067, 11)])
    sheet.line([(-5, 868), (90, 878), (210, 938), (300, 974)], 190, 5)
    for x, y, span in ((520, 330, 22), (590, 300, 18), (850, 360, 16), (480, 390, 14)):
        bird(sheet, x, y, span, 54)
    return sheet.finish()


def crane(pen: Pen, x: float, quay: float, height: float, facing: int = 1) -> None:
    """A slewing harbour crane on four legs."""
    unit = height / 100
    for side in (-1, 1):
        pen.line([(x + side * 15 * unit, quay), (x + side * 10 * unit, quay - 42 * unit)], 255, 3.4 * unit)
        pen.box(x + side * 15 * unit - 4 * unit, quay - 4 * unit, x + side * 15 * unit + 4 * unit, quay)
    pen.line([(x - 14 * unit, quay - 14 * unit), (x + 14 * unit, quay - 14 * unit)], 255, 1.8 * unit)
    pen.line([(x - 14 * unit, quay - 14 * unit), (x + 10 * unit, quay - 40 * unit)], 255, 1.1 * unit)
    pen.box(x - 13 * unit, quay - 46 * unit, x + 13 * unit, quay - 42 * unit)
    pen.box(x - facing * 17 * unit, quay - 58 * unit, x + facing * 11 * unit, quay - 46 * unit)
    pen.box(x + facing * 8 * unit, quay - 66 * unit, x + facing * 15 * unit, quay - 55 * unit)
    peak = (x - facing * 2 * unit, quay - 84 * unit)
    pen.shape([(x - facing * 10 * unit, quay - 58 * unit), peak, (x + facing * 4 * unit, quay - 58 * unit)])
    root, tip = (x + facing * 9 * unit, quay - 60 * unit), (x + facing * 62 * unit, quay - 98 * unit)
    upper = (root[0], root[1] - 6 * unit)
    pen.line([root, tip, upper], 255, 0.9 * unit)
    for bay in range(10):
        pen.line(
            [along(root, tip, bay / 10), along(upper, tip, (bay + 0.5) / 10), along(root, tip, (bay + 1) / 10)],
            255,
            0.5 * unit,
        )
    pen.line([peak, tip], 255, 0.5 * unit)
    pen.line([peak, (x - facing * 20 * unit, quay - 66 * unit)], 255, 1 * unit)
    pen.box(x - facing * 25 * unit, quay - 68 * unit, x - facing * 17 * unit, quay - 58 * unit)
    pen.line([tip, (tip[0], quay - 50 * unit)], 255, 0.45 * unit)
    pen.shape(
        [(tip[0] - 4 * unit, quay - 44 * unit), (tip[0], quay - 51 * unit), (tip[0] + 4 * unit, quay - 44 * unit)]
    )


def port() -> Image.Image:
    sheet = Canvas("port")
    sheet.fill([(0, 54), (280, 112), (520, 200), (700, 234)])
    sheet.clouds(30, [(0, 210), (280, 120), (480, 0)], grain=(4, 10))
    sheet.clouds(240, [(260, 0), (460, 110), (640, 60)], grain=(3, 20))
    sheet.glow(640, 560, 640, 0.95, 254, tall=420)
    sheet.disc(640, 520, 30, 253)
    hills = sheet.layer()
    hills.shape(ridge(sheet.random, 650, 16))
    sheet.lay(hills, [(630, 164), (690, 204)])
    far = sheet.layer()
    for x, size, facing in ((420, 190, -1), (560, 170, 1), (860, 200, 1), (1010, 180, -1)):
        crane(far, x, 690, size, facing)
    for silo in range(7):
        far.box(700 + silo * 22, 600, 720 + silo * 22, 690)
    sheet.lay(far, [(500, 138), (690, 180)])
    sheet.mist(680, 60, 236, 0.6)
    works = sheet.layer()
    for silo in range(6):
        left = 60 + silo * 74
        works.box(left, 470, left + 68, 722)
        works.disc(left + 34, 470, 34, 255, 14)
    works.box(60, 430, 504, 448)
    works.box(40, 380, 110, 470)
    works.line([(110, 400), (330, 436), (504, 436), (640, 560)], 255, 7)
    lattice(works, 640, 722, 556, 40, 26, 5, 255, 3)
    crane(works, 730, 722, 410, 1)
    sheet.lay(works, [(380, 72), (722, 92)])
    for silo in range(6):
        left = 60 + silo * 74
        sheet.box(left + 8, 476, left + 14, 716, 122)
    works_quay = sheet.layer()
    works_quay.box(-5, 718, 1130, 754)
    sheet.lay(works_quay, [(718, 66), (754, 48)])
    ship = sheet.layer()
    ship.shape([(590, 700), (1180, 694), (1216, 660), (1230, 660), (1196, 748), (640, 752), (606, 736)])
    for hatch in range(4):
        ship.box(790 + hatch * 92, 672, 866 + hatch * 92, 700)
    ship.box(640, 590, 740, 702)
    ship.box(626, 584, 756, 596)
    ship.box(664, 540, 730, 590)
    ship.box(690, 486, 716, 545)
    ship.line([(1150, 694), (1150, 590)], 255, 4)
    ship.line([(1150, 600), (740, 560)], 255, 1.4)
    sheet.lay(ship, [(480, 44), (752, 22)])
    for pane in range(4):
        sheet.box(652 + pane * 22, 606, 666 + pane * 22, 620, 190)
    near = sheet.layer()
    crane(near, 1330, 748, 690, -1)
    near.box(1120, 742, 1605, 790)
    for crate in range(5):
        near.box(1450 + crate * 34, 700 - (crate % 2) * 30, 1482 + crate * 34, 745)
    sheet.lay(near, [(60, 16), (750, 30)])
    sheet.mirror(752, 0.66, [(752, 190), (860, 110), (1067, 34)], swell=5)
    near_quay = sheet.layer()
    near_quay.box(1100, 742, 1605, 776)
    sheet.lay(near_quay, 18)
    for _ in range(90):
        depth = sheet.random.random() ** 1.6
        x, y = sheet.random.uniform(-40, 1640), 780 + depth * 250
        size = 10 + 60 * depth
        sheet.disc(x, y, size, 204 - 40 * depth, size * 0.12 + 1)
    for x, y, span in ((900, 330, 20), (960, 300, 17), (1010, 350, 18), (420, 300, 14), (470, 280, 12)):
        bird(sheet, x, y, span, 44)
    quay = sheet.layer()
    quay.shape([(-5, 968), (560, 1010), (760, 1070), (-5, 1070)])
    quay.box(170, 900, 230, 990, radius=10)
    quay.box(154, 886, 246, 914, radius=12)
    quay.line(sag((212, 926), (622, 730), 60), 255, 6)
    person(quay, 372, 1000, 180, hood=False)
    sheet.lay(quay, [(800, 22), (1067, 10)])
    sheet.line([(-5, 967), (560, 1009)], 130, 2)
    return sheet.finish()
