"""Pictures that look alike: smaller copies, other formats, other qualities of one."""

from .models import Picture, PictureBand
from .pictures.fingerprint import ALIKE_WITHIN, bands, distance

SHOWN_AT_MOST = 8
# A piece of a fingerprint that very many pictures share (a white sky) must not make the question slow.
LOOKED_AT_AT_MOST = 5000


def remember(picture: Picture) -> None:
    """Write the pieces of the fingerprint of a saved `picture`, so that it is found."""
    PictureBand.objects.filter(picture=picture).delete()
    if picture.fingerprint:
        PictureBand.objects.bulk_create(PictureBand(picture=picture, band=band) for band in bands(picture.fingerprint))


def pictures_like(picture: Picture) -> list[Picture]:
    """Return up to eight pictures that look like `picture`, the likest first.

    Two queries, however large the library. Of a fingerprint that thousands share in part, the
    newest five thousand are compared.
    """
    if not picture.fingerprint:
        return []
    sharing = PictureBand.objects.filter(band__in=bands(picture.fingerprint)).exclude(picture=picture.pk)
    found = sharing.order_by("-picture").values_list("picture", "picture__fingerprint")[:LOOKED_AT_AT_MOST]
    near = {pk: distance(picture.fingerprint, other) for pk, other in set(found) if other}
    nearest = sorted((apart, -pk) for pk, apart in near.items() if apart <= ALIKE_WITHIN)[:SHOWN_AT_MOST]
    pictures = Picture.objects.in_bulk([-pk for _apart, pk in nearest])
    return [pictures[-pk] for _apart, pk in nearest if -pk in pictures]
