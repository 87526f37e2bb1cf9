"""Photographs drawn by code: never twice the same, and nothing like a single colour."""

import io
import random

from PIL import ExifTags, Image


def photograph(
    seed: object = 1, *, size: tuple[int, int] = (900, 600), format: str = "PNG", says: str = "", **options: object
) -> bytes:
    """The bytes of a picture that is the same motif for the same `seed`, in any size and format.

    `says` is written into it as artist, caption, camera, date and place.
    """
    chance = random.Random(str(seed))
    motif = Image.new("L", (9, 8))
    motif.putdata([chance.randrange(256) for _pixel in range(72)])
    image = motif.resize(size, Image.Resampling.BICUBIC).convert("RGB")
    if says:
        exif = Image.Exif()
        exif[ExifTags.Base.Artist] = exif[ExifTags.Base.ImageDescription] = exif[ExifTags.Base.Model] = says
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:01 11:30:00"
        exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (50.0, 27.0, 0.0), 3: "E"})
        options["exif"] = exif.tobytes()
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()
