"""Puts the drawn pictures into the library: drawn in parallel, because each takes a moment."""

import io
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import django

from articles.library import DuplicatePicture, add_picture, described, make_renditions
from articles.models import Picture
from newsroom.demo.drawing import SCENES, draw

CREDIT = "Illustration: The Lantern"
CREDIT_UK = "Ілюстрація: «Ліхтар»"


def draw_file(key: str) -> bytes:
    """Return one scene as the bytes of a JPEG file."""
    file = io.BytesIO()
    draw(key).save(file, "JPEG", quality=95, subsampling=0)
    return file.getvalue()


def prepare(key: str) -> bytes:
    """Draw one scene and write its renditions, in a process of its own; the record is made by the builder."""
    data = draw_file(key)
    x, y = SCENES[key].focus
    make_renditions(described(io.BytesIO(data), focus_x=x, focus_y=y), io.BytesIO(data))
    return data


def illustrate(progress: Callable[[int, int], None]) -> dict[str, int]:
    """Make sure that every scene is in the library.

    Args:
        progress: called with how many are done, and how many there are.

    Returns:
        The number of the picture's record by the key of its scene.
    """
    known = dict(Picture.objects.filter(licence="demo").values_list("title", "pk"))
    numbers = {key: known[scene.title] for key, scene in SCENES.items() if scene.title in known}
    missing = [key for key in SCENES if key not in numbers]
    if not missing:
        return numbers
    with ProcessPoolExecutor(min(len(missing), os.cpu_count() or 1), initializer=django.setup) as pool:
        for key, data in zip(missing, pool.map(prepare, missing), strict=True):
            scene = SCENES[key]
            try:
                picture = add_picture(
                    io.BytesIO(data), title=scene.title, alt=scene.alt, credit=CREDIT, licence="demo",
                    focus_x=scene.focus[0], focus_y=scene.focus[1],
                    translations={"uk": {"alt": scene.alt_uk, "credit": CREDIT_UK}},
                )  # fmt: skip
            except DuplicatePicture as duplicate:
                picture = duplicate.picture
            numbers[key] = picture.pk
            progress(len(numbers), len(SCENES))
    return numbers
