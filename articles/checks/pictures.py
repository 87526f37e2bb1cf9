"""Checks of pictures: that there is one on top, and that each says what it shows and whose it is."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Picture

from .base import Found
from .material import Material


def lead_picture(material: Material) -> Iterator[Found]:
    if material.article.lead_picture_id is None:
        yield Found(_("There is no lead picture."), "id_lead_picture")


def alt_text(material: Material) -> Iterator[Found]:
    yield from _without(
        material,
        lambda picture: picture.alt,
        _("The lead picture “%(title)s” has no alt text."),
        _("The picture “%(title)s” has no alt text."),
    )


def credit(material: Material) -> Iterator[Found]:
    yield from _without(
        material,
        lambda picture: picture.credit,
        _("The lead picture “%(title)s” has no credit."),
        _("The picture “%(title)s” has no credit."),
    )


def gone(material: Material) -> Iterator[Found]:
    for block in material.blocks:
        for number in block.pictures():
            if number not in material.pictures:
                sentence = _("The picture with the number %(number)d is gone from the library: readers see nothing.")
                yield Found(sentence % {"number": number}, block.spot)


def _without(material: Material, words: Callable[[Picture], str], of_lead: Any, of_other: Any) -> Iterator[Found]:
    lead = material.pictures.get(material.article.lead_picture_id or 0)
    if lead and not words(lead).strip():
        yield Found(of_lead % {"title": lead.title}, "id_lead_picture")
    said = {lead.pk} if lead else set()
    for block in material.blocks:
        for number in block.pictures():
            picture = material.pictures.get(number)
            # A picture that stands twice is put right once.
            if picture and picture.pk not in said and not words(picture).strip():
                said.add(picture.pk)
                yield Found(of_other % {"title": picture.title}, block.spot)
