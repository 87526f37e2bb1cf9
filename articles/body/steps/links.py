"""Links to own articles are stored by number."""

from articles.body.rendering import Rendering
from articles.body.tree import unwrap


def resolve_article_links(rendering: Rendering) -> None:
    """Give links to own articles their present address; without one only the words stay."""
    missing = []
    for link in rendering.root.iter("a"):
        number = link.attrib.pop("data-article", None)
        if number is None:
            continue
        if article := rendering.sources.articles.get(int(number)):
            link.set("href", article.url)
        else:
            missing.append(link)
    unwrap(rendering.root, *missing)
