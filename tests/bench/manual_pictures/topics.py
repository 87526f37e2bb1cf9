"""Pictures of topics: what editors see of one, and what readers see of all of them."""

from patrons.models import Topic

from .camera import Cut, Studio, picture
from .people import EDITOR


@picture("topics-topic")
def topic(studio: Studio) -> Cut:
    proposed = Topic.objects.filter(state=Topic.State.PROPOSED).order_by("pk")[0]
    page = studio.page(f"/admin/patrons/topic/{proposed.pk}/change/", who=EDITOR, width=900, scale=1.25)
    return Cut(page, "[aria-labelledby=topic-state]", "#id_pitch", height=570)


@picture("topics-readers")
def readers(studio: Studio) -> Cut:
    page = studio.page("/support/topics/", width=1100, scale=1)
    return Cut(page, "main", margin=0, height=945)
