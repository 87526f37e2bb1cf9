"""What refers to a picture."""

from django.db.models import Q

from articles.models import Article, Page, Picture, PublishedArticle

from .deleting import protected_uses


def uses_of_picture(picture: Picture) -> list[str]:
    """Name some of the records that show `picture`; none means that it may go."""
    reference = Q(body__contains=f'data-picture="{picture.pk}"') | Q(
        body__regex=rf'data-pictures="([0-9]+,)*{picture.pk}(,[0-9]+)*"'
    )
    in_bodies = [
        f"{model._meta.verbose_name}: {found}"
        for model in (Article, PublishedArticle, Page)
        for found in model._default_manager.filter(reference)[:5]
    ]
    return list(dict.fromkeys(protected_uses(picture) + in_bodies))
