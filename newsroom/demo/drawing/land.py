"""Open country: the line, the border, fields, roads."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import HEIGHT, WIDTH, Canvas, Point
from .figures import along, bird, forest, lattice, person, poplar, pylon, reeds, ridge, sag, smooth, toward


def pylons() -> Image.Image:
    sheet = Canvas("pylons")
    sheet.fill([(0, 58), (260, 104), (520, 178), (650, 214), (1067, 190)])
    sheet.clouds(38, [(0, 200), (260, 120), (520, 0)], grain=(4, 10))
    sheet.clouds(225, [(200, 0), (380, 90), (560, 140), (640, 60)], grain=(3, 26))
    sheet.glow(560, 600, 620, 0.95, 252, tall=430)
    sheet.disc(560, 560, 27, 252)
    for level, swing, top, foot in ((612, 26, 158, 205), (640, 18, 118, 190)):
        hills = sheet.layer()
        hills.shape(ridge(sheet.random, level, swing))
        sheet.lay(hills, [(level - 30, top), (level + 60, foot)])
    woods = sheet.layer()
    forest(woods, sheet.random, 690, 18, 44, 9)
    sheet.lay(woods, [(640, 84), (692, 170)])
    # the river plain: ice between snow banks
    sheet.shape([(-5, 684), (1605, 684), (1605, 1070), (-5, 1070)], 176)
    ice = sheet.layer()
    banks = [(560, 686), (640, 686), (720, 712), (540, 764), (720, 836), (1040, 920)]
    banks += [(1240, 1180), (60, 1180), (150, 940), (330, 836), (280, 760), (540, 712)]
    ice.shape(smooth(banks))
    sheet.lay(ice, [(686, 236), (800, 150), (1067, 74)])
    sheet.glow(480, 860, 300, 0.55, 245, tall=210)
    for _ in range(26):
        x, y = sheet.random.uniform(250, 900), sheet.random.uniform(790, 1060)
        crack = [(x, y)]
        for _ in range(6):
            crack.append((crack[-1][0] + sheet.random.uniform(-60, 70), crack[-1][1] + sheet.random.uniform(-4, 12)))
        sheet.line(crack, 205 if sheet.random.random() < 0.6 else 70, 1.1)
    sheet.mist(700, 60, 226, 0.75)
    vanishing, near = (330, 676), (1262, 1040)
    previous: list[Point] = []
    for depth in (9.6, 7.0, 5.2, 3.9, 2.75, 1.8, 1.0):
        x, foot = toward(vanishing, near, depth)
        haze = min(135, 16 + 17 * (depth - 1))
        mast = sheet.layer()
        hooks = pylon(mast, x, foot, 1000 / depth)
        for start, end in zip(previous, hooks, strict=False):
            mast.line(sag(start, end, 26 / depth), 255, max(0.5, 2.0 / depth))
        if depth == 1.0:
            for hook in hooks:
                mast.line(sag(hook, (hook[0] + 1000, hook[1] - 130), 60), 255, 2.6)
        sheet.lay(mast, [(foot - 700 / depth, haze), (foot - 60, haze + 8), (foot, haze + 34 / depth)])
        previous = hooks
    sheet.mist(760, 70, 222, 0.35)
    bank = sheet.layer()
    bank.shape([(820, 1070), (960, 1012), (1150, 1000), (1400, 1024), (1610, 985), (1610, 1070)])
    bank.shape([(-5, 960), (120, 985), (240, 1040), (330, 1070), (-5, 1070)])
    reeds(bank, sheet.random, -10, 260, 1075, 60, 190, 90)
    reeds(bank, sheet.random, 880, 1610, 1050, 30, 90, 130)
    for x, height in ((1030, 62), (1075, 66), (1118, 60)):
        person(bank, x, 1012, height)
    person(bank, 1276, 574, 58)  # the lineman at the lower arm
    bank.line([(1060, 1010), (1250, 520)], 255, 1.2)
    sheet.lay(bank, [(900, 22), (1067, 14)])
    return sheet.finish()


def border() -> Image.Image:
    sheet = Canvas("border")
    sheet.fill([(0, 76), (300, 150), (560, 216), (1067, 150)])
    sheet.clouds(52, [(0, 190), (300, 60), (480, 0)], grain=(4, 9))
    sheet.glow(620, 380, 640, 0.85, 250, tall=430)
    for foot, low, high, gap, top, base in (
        (560, 110, 190, 22, 172, 214),
        (610, 150, 250, 26, 124, 200),
        (660, 180, 330, 38, 76, 172),
    ):
        woods = sheet.layer()
        forest(woods, sheet.random, foot, low, high, gap)
        woods.box(0, foot - 22, WIDTH, foot + 90)
        sheet.lay(woods, [(foot - high, top), (foot - 20, base)])
        sheet.mist(foot + 10, 80, 222, 0.6)
    strip = sheet.layer()
    strip.shape([(-5, 690), (1605, 672), (1605, 1070), (-5, 1070)])
    sheet.lay(strip, [(672, 178), (790, 128), (1067, 44)])
    for furrow in range(46):  # the raked control strip
        x = -900 + furrow * 76
        sheet.line(
            [(along((700, 690), (x, 1070), 0.14)), along((700, 690), (x, 1070), 1.1)], 92 if furrow % 2 else 62, 1.6
        )
    sheet.mist(700, 60, 214, 0.7)
    tower = sheet.layer()
    x, deck = 1180, 330
    lattice(tower, x, 850, deck, 150, 76, 6, 255, 6)
    lattice(tower, x + 12, 846, deck, 110, 60, 6, 255, 2.5)
    tower.box(x - 84, deck - 4, x + 84, deck + 8)
    for post in range(-78, 79, 26):
        tower.line([(x + post, deck), (x + post, deck - 38)], 255, 2)
    tower.line([(x - 82, deck - 38), (x + 82, deck - 38)], 255, 3)
    tower.box(x - 58, deck - 112, x + 58, deck)
    tower.shape([(x - 84, deck - 108), (x, deck - 158), (x + 84, deck - 108)])
    tower.line([(x, deck - 150), (x, deck - 250)], 255, 2.5)
    tower.line([(x - 22, deck - 205), (x + 22, deck - 205)], 255, 1.6)
    tower.line([(x + 30, 850), (x + 66, deck)], 255, 2)
    tower.line([(x + 46, 850), (x + 78, deck)], 255, 2)
    for rung in range(24):
        left = along((x + 30, 850), (x + 66, deck), rung / 24)
        tower.line([left, (left[0] + 14, left[1])], 255, 1.6)
    sheet.lay(tower, [(100, 18), (600, 24), (850, 54)])
    for pane in (-50, -14, 22):
        sheet.box(x + pane, deck - 98, x + pane + 28, deck - 62, 196)
    person(sheet, x - 2, deck - 40, 66, 22)
    sheet.box(x - 58, deck - 62, x + 58, deck, 20)
    fence = sheet.layer()
    posts = [(-60 + post * 150, 800 + (7 - post) * 5.5) for post in range(13)]
    for (left, foot), (right, next_foot) in zip(posts, posts[1:], strict=False):
        fence.line([(left, foot + 190), (left, foot), (left - 24, foot - 44)], 255, 9)
        for wire in range(7):
            fence.line(sag((left, foot + 6 + wire * 25), (right, next_foot + 6 + wire * 25), 4, 8), 255, 1.8)
            for barb in range(5):
                spot = along((left, foot + 8 + wire * 25), (right, next_foot + 8 + wire * 25), (barb + 0.5) / 5)
                fence.line([(spot[0] - 4, spot[1] - 3), (spot[0] + 4, spot[1] + 6)], 255, 1.3)
        for coil in range(9):
            spot = along((left - 12, foot - 30), (right - 12, next_foot - 30), coil / 9)
            fence.arc(*spot, 26, 33, 0, 360, 255, 1.7)
    sheet.lay(fence, [(760, 26), (1067, 12)])
    post = sheet.layer()
    post.box(300, 660, 336, 1010, radius=6)
    post.shape([(296, 662), (318, 636), (340, 662)])
    sheet.lay(post, [(640, 40), (1010, 22)])
    for stripe in range(4):
        top = 690 + stripe * 80
        sheet.shape([(300, top + 14), (336, top), (336, top + 38), (300, top + 52)], 186 - 14 * stripe)
    grass = sheet.layer()
    reeds(grass, sheet.random, -20, 1620, 1085, 30, 105, 420)
    sheet.lay(grass, 11)
    bird(sheet, 800, 250, 20, 50)
    bird(sheet, 858, 222, 15, 62)
    return sheet.finish()


def steppe() -> Image.Image:
    sheet = Canvas("steppe")
    sheet.fill([(0, 44), (300, 96), (520, 166), (628, 222), (640, 170), (1067, 60)])
    sheet.clouds(24, [(0, 220), (330, 150), (560, 0)], grain=(5, 9))
    sheet.clouds(236, [(60, 0), (250, 90), (470, 130), (600, 40)], grain=(4, 16))
    sheet.glow(940, 600, 560, 0.9, 252, tall=330)
    vanishing = (930, 636)
    rays = sheet.layer(soft=True)
    for left, right in ((380, 520), (690, 770), (1120, 1250), (1480, 1560)):
        rays.shape([(940 + (left - 940) * 0.3, 210), (940 + (right - 940) * 0.3, 210), (right, 640), (left, 640)])
    sheet.lay(rays, [(200, 190), (640, 240)], opacity=0.22, blur=16)
    hills = sheet.layer()
    hills.shape(ridge(sheet.random, 626, 9))
    sheet.lay(hills, [(610, 132), (650, 168)])
    village = sheet.layer()
    for house in range(11):
        x = 1130 + house * 34 + sheet.random.uniform(-9, 9)
        village.shape([(x - 12, 640), (x - 12, 628), (x, 617), (x + 12, 628), (x + 12, 640)])
    village.line([(1300, 640), (1300, 590)], 255, 3)
    village.shape([(1294, 592), (1300, 578), (1306, 592)])
    sheet.lay(village, 104)
    plain = sheet.layer()
    plain.box(-5, 638, WIDTH + 5, HEIGHT + 5)
    sheet.lay(plain, [(638, 186), (700, 122), (1067, 36)])
    for furrow in range(-44, 60):
        end = (vanishing[0] + furrow * 120, 1100)
        sheet.line([along(vanishing, end, 0.05), end], 84 if furrow % 2 else 46, 1.5)
    for _ in range(330):  # stubble catching the light
        depth = sheet.random.uniform(1, 7)
        x, y = toward(vanishing, (sheet.random.uniform(-3000, 5000), 1080), depth)
        sheet.line([(x, y), (x + 5 / depth, y - 22 / depth)], 140 + 9 * depth, 1.2)
    road = sheet.layer()
    road.shape([vanishing, (1240, 1070), (430, 1070)])
    sheet.lay(road, [(638, 228), (760, 176), (1067, 104)])
    ruts = sheet.layer(soft=True)
    for rut in (610, 985):
        ruts.shape([vanishing, (rut, 1070), (rut + 74, 1070)])
    sheet.lay(ruts, [(640, 150), (1067, 58)], opacity=0.75, blur=3)
    for pebble in range(500):
        x, y = toward(vanishing, (sheet.random.uniform(440, 1230), 1080), sheet.random.uniform(1, 4) ** 1.3)
        sheet.disc(x, y, (y - 630) / 190, 82 if pebble % 2 else 186, (y - 630) / 420)
    sheet.mist(640, 46, 232, 0.7)
    shade = sheet.layer(soft=True)
    for depth in (12, 9, 7, 5.5, 4.3, 3.4, 2.65, 2.05, 1.55, 1.12):
        haze = min(150, 14 + 15 * depth)
        row = sheet.layer()
        for base, size in ((210, 930), (1590, 840)):
            x, foot = toward(vanishing, (base, 1064), depth)
            end, drop = x + (x - 930) * 0.75, foot + 130 / depth
            shade.shape(
                [(x - 10 / depth, foot), (x + 10 / depth, foot), (end + 60 / depth, drop), (end - 60 / depth, drop)]
            )
            poplar(row, sheet.random, x, foot, size / depth)
        sheet.lay(row, [(foot - 900 / depth, haze), (foot, haze + 10)])
    sheet.lay(shade, 12, opacity=0.5, blur=7)
    rider = sheet.layer()
    person(rider, 905, 850, 128, stride=0.5, hood=True)
    for wheel in (938, 1014):
        rider.arc(wheel, 824, 25, 25, 0, 360, 255, 3)
    rider.line([(938, 824), (960, 786), (1002, 784), (1014, 824), (974, 826), (938, 824)], 255, 3.4)
    rider.line([(960, 788), (955, 776), (966, 776)], 255, 3.4)
    rider.line([(1003, 788), (999, 766), (986, 764), (914, 782)], 255, 3.4)
    sheet.lay(rider, 14)
    for x, y, span in ((560, 200, 15), (610, 180, 11), (646, 214, 12), (700, 190, 9)):
        bird(sheet, x, y, span, 30)
    return sheet.finish()


def fields() -> Image.Image:
    sheet = Canvas("fields")
    sheet.fill([(0, 120), (150, 222), (240, 232), (1067, 120)])
    sheet.clouds(90, [(0, 160), (130, 40), (200, 0)], grain=(5, 12))
    sheet.glow(1150, 150, 560, 0.8, 252, tall=200)
    horizon = 196

    def ground(across: float, away: float) -> Point:
        """From a plan (0..1 across, 0 near .. 1 far) to the slanting view from the air."""
        depth = 1 + away * away * 5 + away * 2.2
        return (830 + (across - 0.5) * 3300 / depth + (away - 0.4) * 160, horizon + 1010 / depth - 18)

    def plot(corners: list[Point], level: int) -> None:
        sides = [math.dist(corners[side], corners[(side + 1) % 4]) for side in range(4)]
        if level > 0 and (level > 3 or sheet.random.random() < 0.86):
            turn = 0 if sides[0] + sides[2] > sides[1] + sides[3] else 1
            near, right, far, left = corners[turn:] + corners[:turn]
            first, second = (sheet.random.uniform(0.36, 0.64) for _ in range(2))
            low, high = along(near, right, first), along(left, far, second)
            plot([near, low, high, left], level - 1)
            plot([low, right, far, high], level - 1)
            return
        middle = sum(corner[1] for corner in corners) / 4
        haze = max(0.0, min(1.0, middle)) ** 0.8
        tone = sheet.random.choice((34, 52, 66, 82, 96, 112, 134, 160)) * (1 - haze) + 206 * haze
        sheet.shape([ground(*corner) for corner in corners], tone)
        near, right, far, left = corners
        rows = int(16 * (1 - haze)) + 5
        for row in range(rows):
            share = (row + 0.5) / rows
            start, end = along(near, right, share), along(left, far, share)
            sheet.line([ground(*start), ground(*end)], tone + (9 if row % 2 else -9) * (1 - haze), 1.1)
        edge = [ground(*corner) for corner in (*corners, near)]
        sheet.line(edge, tone * 0.62 + 70 * haze, 1.8 * (1 - haze) + 0.6)
        if sheet.random.random() < 0.4:  # a shelter belt of trees with its shadow
            for tree in range(24):
                x, y = ground(*along(near, left, tree / 24))
                size = (9 - 7 * haze) * sheet.random.uniform(0.7, 1.3)
                sheet.disc(x + size * 0.9, y + size * 0.3, size * 1.2, tone * 0.55 + 90 * haze, size * 0.5)
                sheet.disc(x, y - size * 0.5, size, 20 + 150 * haze)

    strips = (-2.8, -1.9, -1.0, -0.4, 0.0, 0.5, 1.0, 1.4, 2.0, 2.9, 3.8)
    for left, right in zip(strips, strips[1:], strict=False):  # wide strips far out, narrow ones below us
        start = 0.0 if -0.1 < left < 0.9 else 0.1
        plot([(left, start), (right, start), (right, 1.6), (left, 1.6)], 6)
    course = [(0.52 + 0.17 * math.sin(step / 7.2) + 0.05 * math.sin(step / 2.9), step / 48) for step in range(-2, 62)]
    for width, tone in ((0.019, 26), (0.014, 214)):
        left = [ground(x - width, y) for x, y in course]
        right = [ground(x + width, y) for x, y in course]
        sheet.shape([*left, *reversed(right)], tone)
    road = [(-1, 0.42), (-0.3, 0.4), (0.2, 0.33), (0.44, 0.32), (0.75, 0.36), (1.3, 0.3), (2, 0.34)]
    sheet.line([ground(*spot) for spot in road], 196, 6)
    for row in range(3):  # parked in rows beside the road, with the tracks that brought them
        for place in range(13):
            x, y = ground(0.74 + place * 0.013, 0.17 + row * 0.03)
            sheet.box(x - 6, y - 3, x + 7, y + 4, 14)
            sheet.box(x - 6, y - 4, x + 4, y, 198)
    for track in range(5):
        start = ground(0.8 + track * 0.012, 0.355)
        sheet.line([start, ground(0.79 + track * 0.02, 0.29), ground(0.75 + track * 0.034, 0.15)], 190, 2)
    sheet.mist(horizon + 20, 110, 232, 0.9)
    sheet.clouds(240, [(180, 0), (330, 90), (520, 30), (700, 0)], grain=(4, 10))
    shade = sheet.layer(soft=True)
    for x, y, size in ((260, 780, 330), (1280, 520, 260), (620, 420, 150)):
        shade.disc(x, y, size, 255, size * 0.3)
    sheet.lay(shade, 10, opacity=0.4, blur=46)
    return sheet.finish(vignette=0.42)
