"""Long rooms: library, archive, hospital corridor."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import HEIGHT, WIDTH, Canvas, Point
from .figures import along, person, toward


def corridor_quad(vanishing: Point, x: float, top: float, bottom: float, near: float, far: float) -> list[Point]:
    """An upright rectangle that runs away from us along a side wall."""
    return [
        toward(vanishing, (x, top), near),
        toward(vanishing, (x, top), far),
        toward(vanishing, (x, bottom), far),
        toward(vanishing, (x, bottom), near),
    ]


def library() -> Image.Image:
    sheet = Canvas("library")
    sheet.fill([(0, 26), (480, 90), (1067, 30)])
    vanishing = (820, 500)
    sheet.shape([(400, 100), (1240, 100), (1240, 780), (400, 780)], 110)
    sheet.glow(820, 440, 330, 0.95, 252, tall=380)
    window = [
        (730, 690),
        (730, 360),
        *[(820 - 90 * math.cos(math.pi * step / 16), 360 - 90 * math.sin(math.pi * step / 16)) for step in range(17)],
        (910, 690),
    ]
    sheet.shape(window, 238)
    for x in (775, 820, 865):
        sheet.line([(x, 280), (x, 690)], 120, 4)
    for y in (360, 450, 540, 620):
        sheet.line([(730, y), (910, y)], 120, 4)
    floor = sheet.layer()
    floor.shape(
        [
            toward(vanishing, (-900, 1120), 0.8),
            toward(vanishing, (2500, 1120), 0.8),
            toward(vanishing, (2500, 1120), 4.4),
            toward(vanishing, (-900, 1120), 4.4),
        ]
    )
    sheet.lay(floor, [(640, 190), (760, 110), (1067, 40)])
    for plank in range(-9, 10):
        sheet.line(
            [toward(vanishing, (820 + plank * 110, 1120), 4.4), toward(vanishing, (820 + plank * 110, 1120), 0.8)],
            54,
            1.4,
        )
    light = sheet.layer(soft=True)
    light.shape([(740, 690), (900, 690), (1080, 1067), (520, 1067)])
    sheet.lay(light, 226, opacity=0.4, blur=30)
    shelves, low, high = 8, 1090.0, -330.0
    for side in (-1, 1):
        wall = 820 + side * 640
        sheet.shape(corridor_quad(vanishing, wall, high - 30, low + 20, 0.72, 4.0), 16)
        bays = [0.72 * 1.24**bay for bay in range(9)]
        for near, far in zip(bays, bays[1:], strict=False):
            haze = min(120, 12 + 24 * (near - 0.6))
            for shelf in range(shelves):
                top = high + (low - high) * shelf / shelves
                bottom = high + (low - high) * (shelf + 1) / shelves
                depth = near * 1.02
                while depth < far * 0.985:
                    thick = sheet.random.uniform(0.010, 0.026) * near
                    if sheet.random.random() < 0.05:
                        depth += thick * 2
                        continue
                    height = sheet.random.uniform(0.62, 0.9) * (bottom - top)
                    tone = haze + sheet.random.choice((10, 22, 36, 52, 78, 116))
                    sheet.shape(
                        corridor_quad(
                            vanishing,
                            wall - side * 8,
                            bottom - 16 - height,
                            bottom - 16,
                            depth,
                            min(far * 0.985, depth + thick * 0.9),
                        ),
                        tone,
                    )
                    depth += thick
                sheet.shape(corridor_quad(vanishing, wall - side * 14, bottom - 16, bottom, near, far), haze + 60)
            sheet.shape(
                corridor_quad(vanishing, wall - side * 30, high - 30, low + 20, far * 0.985, far * 1.012), haze + 44
            )
    ladder = sheet.layer()
    top_near, top_far = toward(vanishing, (1400, -60), 1.52), toward(vanishing, (1400, -60), 1.66)
    foot_near, foot_far = toward(vanishing, (1240, 1110), 1.5), toward(vanishing, (1240, 1110), 1.64)
    for top, foot in ((top_near, foot_near), (top_far, foot_far)):
        ladder.line([top, foot], 255, 8)
    for rung in range(1, 14):
        ladder.line([along(foot_near, top_near, rung / 14), along(foot_far, top_far, rung / 14)], 255, 6)
    person(ladder, 1110, 640, 250)
    ladder.line([(1120, 470), (1180, 400)], 255, 15)
    sheet.lay(ladder, [(100, 30), (1000, 18)])
    cart = sheet.layer()
    cart.box(470, 800, 700, 812)
    cart.box(470, 900, 700, 914)
    for x in (478, 692):
        cart.line([(x, 770), (x, 940)], 255, 7)
        cart.disc(x, 946, 12)
    x = 484.0
    while x < 680:
        thick = sheet.random.uniform(10, 20)
        cart.box(x, 800 - sheet.random.uniform(52, 84), x + thick - 2, 800)
        cart.box(x, 900 - sheet.random.uniform(46, 78), x + thick - 2, 900)
        x += thick
    sheet.lay(cart, [(720, 44), (950, 18)])
    for depth in (3.2, 2.2, 1.5):
        x, y = toward(vanishing, (820, -120), depth)
        sheet.line([(x, y), toward(vanishing, (820, -700), depth)], 30, 5 / depth)
        sheet.flame.disc(x, y + 10 / depth, 40 / depth, 255, 22 / depth)
        sheet.shape(
            [
                (x - 62 / depth, y + 10 / depth),
                (x - 30 / depth, y - 34 / depth),
                (x + 30 / depth, y - 34 / depth),
                (x + 62 / depth, y + 10 / depth),
            ],
            22,
        )
        sheet.shine(x, y + 16 / depth, 420 / depth, 0.6)
    return sheet.finish(vignette=0.5)


def archive() -> Image.Image:
    sheet = Canvas("archive")
    sheet.fill([(0, 34), (600, 70), (1067, 26)])
    sheet.glow(1030, 500, 480, 0.9, 236, tall=520)
    clerk = sheet.layer()
    person(clerk, 1040, 850, 520)
    sheet.lay(clerk, 30)
    rows, top, pitch = 5, 24, 176
    uprights = (-40, 300, 640, 900, 1180, 1420, 1640)
    for row in range(rows):
        shelf = top + pitch * (row + 1)
        for left, right in zip(uprights, uprights[1:], strict=False):
            open_bay = left == 900 and row in (1, 2, 3)
            x = left + 16.0
            while x < right - 40:
                wide = sheet.random.uniform(62, 82)
                if x + wide > right - 10:
                    break
                if open_bay or sheet.random.random() < 0.07:
                    x += wide
                    continue
                lit = max(0.0, 1 - math.dist((x, shelf), (1030, 560)) / 900)
                height = sheet.random.choice((124, 130, 136, 118))
                tone = 34 + 66 * lit + sheet.random.uniform(-10, 22)
                sheet.box(x, shelf - height, x + wide - 4, shelf, tone)
                sheet.box(x, shelf - height, x + 5, shelf, tone + 24)
                sheet.box(x, shelf - height, x + wide - 4, shelf - height + 20, tone + 14)
                sheet.box(x + wide * 0.2, shelf - height + 40, x + wide * 0.74, shelf - height + 76, tone + 78)
                for mark in range(3):
                    sheet.line(
                        [
                            (x + wide * 0.26, shelf - height + 48 + mark * 9),
                            (x + wide * (0.66 - 0.1 * (mark % 2)), shelf - height + 48 + mark * 9),
                        ],
                        tone,
                        2,
                    )
                sheet.disc(x + wide * 0.47, shelf - 26, 9, 10)
                x += wide
        sheet.box(-5, shelf, WIDTH + 5, shelf + 14, 16)
        sheet.line([(-5, shelf + 1), (WIDTH + 5, shelf + 1)], 120, 1.6)
    for x in uprights:
        sheet.box(x - 9, -5, x + 9, 940, 14)
        sheet.line([(x - 8, -5), (x - 8, 940)], 100, 1.4)
    sheet.shine(1030, 420, 420, 0.4)
    floor = sheet.layer()
    floor.box(-5, 920, WIDTH + 5, HEIGHT + 5)
    sheet.lay(floor, [(920, 110), (1067, 34)])
    trolley = sheet.layer()
    trolley.box(180, 900, 720, 918)
    trolley.line([(190, 910), (170, 620), (140, 600)], 255, 9)
    for x in (240, 660):
        trolley.disc(x, 946, 28)
    sheet.lay(trolley, 10)
    for left, bottom, wide, height, tone in (
        (220, 900, 230, 130, 96),
        (462, 900, 236, 130, 84),
        (250, 770, 220, 120, 112),
        (480, 770, 200, 110, 98),
    ):
        crate = sheet.layer()
        crate.box(left, bottom - height, left + wide, bottom)
        sheet.lay(crate, [(left, tone * 0.6), (left + wide, tone * 1.25)], sideways=True)
        sheet.box(left - 5, bottom - height, left + wide + 5, bottom - height + 26, tone * 1.1)
        sheet.box(left + wide * 0.3, bottom - height + 48, left + wide * 0.7, bottom - height + 84, 204)
        sheet.disc(left + wide * 0.5, bottom - 18, 12, 14, 8)
    for sheaf in range(9):
        x = 492 + sheaf * 20
        sheet.shape(
            [(x, 664), (x + 8, 600 - (sheaf * 13) % 30), (x + 30, 596 - (sheaf * 13) % 30), (x + 26, 664)],
            150 + (sheaf * 31) % 80,
        )
    return sheet.finish(vignette=0.5)


def hospital() -> Image.Image:
    sheet = Canvas("hospital")
    sheet.fill([(0, 40), (520, 90), (1067, 34)])
    vanishing = (860, 500)
    left, right, ceiling, floor = 120, 1600, -120, 1120
    corners = [
        [toward(vanishing, spot, depth) for spot in ((left, ceiling), (right, ceiling), (right, floor), (left, floor))]
        for depth in (0.7, 8.0)
    ]
    near, far = corners
    for (first, second), tones in (((0, 1), [(0, 44), (430, 150)]), ((3, 2), [(570, 214), (700, 120), (1067, 50)])):
        face = sheet.layer()
        face.shape([near[first], near[second], far[second], far[first]])
        sheet.lay(face, tones)
    for (first, second), tones in (
        ((0, 3), [(0, 40), (500, 96), (770, 190)]),
        ((1, 2), [(950, 190), (1300, 84), (1600, 34)]),
    ):
        face = sheet.layer()
        face.shape([near[first], near[second], far[second], far[first]])
        sheet.lay(face, tones, sideways=True)
    sheet.shape(far, 246)
    sheet.glow(860, 500, 300, 0.9, 254)
    for step in range(9):
        depth = 0.82 * 1.33**step
        on = step % 2 == 0 or step > 4
        panel = [
            toward(vanishing, (x, ceiling), spot)
            for spot, x in ((depth, 700), (depth, 1020), (depth * 1.13, 1020), (depth * 1.13, 700))
        ]
        sheet.shape(panel, 238 if on else 34)
        if on:
            patch = sheet.layer(soft=True)
            patch.shape(
                [
                    toward(vanishing, (x, floor), spot)
                    for spot, x in ((depth, 640), (depth, 1080), (depth * 1.16, 1080), (depth * 1.16, 640))
                ]
            )
            sheet.lay(patch, 240, opacity=0.55, blur=14 / depth + 2)
    for wall, side in ((left, 1), (right, -1)):
        sheet.shape(corridor_quad(vanishing, wall, 690, 730, 0.7, 8), 70)
        sheet.line([toward(vanishing, (wall, 690), 0.7), toward(vanishing, (wall, 690), 8)], 196, 2)
        sheet.shape(corridor_quad(vanishing, wall, 1070, 1120, 0.7, 8), 40)
        for start in (0.98, 1.5, 2.3, 3.6, 5.4):
            haze = min(130, 18 + 20 * start)
            sheet.shape(corridor_quad(vanishing, wall, 130, 1118, start, start * 1.24), haze + 34)
            sheet.shape(corridor_quad(vanishing, wall + side * 3, 150, 1118, start * 1.015, start * 1.22), haze)
            glazed = corridor_quad(vanishing, wall + side * 3, 280, 520, start * 1.09, start * 1.15)
            if wall == left and start == 1.5:
                sheet.flame.shape(glazed, 220)
                sheet.shine(*along(glazed[0], glazed[2], 0.5), 190, 0.5)
            else:
                sheet.shape(glazed, haze + 60)
    sheet.shape([(860 - 92, 578), (860 - 92, 430), (860 + 92, 430), (860 + 92, 578)], 232)
    sheet.line([(860, 424), (860, 578)], 130, 3)
    nurse = sheet.layer()
    person(nurse, 890, 664, 190, stride=0.6)
    person(nurse, 820, 640, 150, stride=0.3)
    sheet.lay(nurse, [(480, 44), (660, 28)])
    shade = sheet.layer(soft=True)
    shade.shape([(876, 664), (906, 664), (960, 860), (900, 860)])
    shade.shape([(240, 980), (720, 960), (760, 1010), (260, 1040)])
    sheet.lay(shade, 14, opacity=0.55, blur=10)
    bed = sheet.layer()
    bed.shape([(230, 760), (640, 730), (690, 752), (270, 790)])
    bed.shape([(270, 788), (690, 752), (690, 790), (270, 826)])
    bed.line([(230, 690), (230, 850), (270, 960)], 255, 9)
    bed.line([(690, 700), (690, 930)], 255, 9)
    bed.line([(640, 690), (640, 880)], 255, 7)
    bed.line([(240, 850), (690, 810)], 255, 8)
    bed.line([(290, 826), (660, 930)], 255, 6)
    bed.line([(660, 800), (290, 950)], 255, 6)
    for x, y in ((272, 970), (690, 940), (640, 890)):
        bed.disc(x, y, 15)
    bed.line([(640, 700), (690, 712)], 255, 7)
    bed.line([(720, 940), (720, 380), (690, 366), (750, 366)], 255, 5)
    sheet.lay(bed, [(360, 36), (960, 14)])
    sheet.shape([(234, 752), (640, 722), (690, 744), (276, 782)], 216)
    sheet.shape([(560, 728), (636, 700), (684, 722), (676, 744), (610, 752)], 238)
    sheet.shape([(742, 370), (766, 370), (764, 430), (754, 440), (744, 430)], 214)
    sheet.line([(754, 440), (740, 560), (690, 690)], 150, 1.6)
    return sheet.finish(vignette=0.5)
