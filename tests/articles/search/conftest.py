import pytest

from articles.search import engine


@pytest.fixture
def find(db):
    """Search and return the headlines found, best first."""
    from articles.models import PublishedArticle

    def find(query: str, language: str = "en", limit: int = 20) -> list[str]:
        pks = [hit.pk for hit in engine().search(query, language=language, limit=limit).hits]
        headlines = dict(PublishedArticle.objects.filter(pk__in=pks).values_list("pk", "headline"))
        return [headlines[pk] for pk in pks]

    return find
