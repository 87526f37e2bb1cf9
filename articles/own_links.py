"""Links by address to what is ours, in the form in which they last: an article by its number, a page by its path.

Whoever writes types or pastes addresses, and imports bring them. `versions.snapshot` and `publishing` settle
whatever is stored or made public, the admin of standing pages what is saved there.
"""

from urllib.parse import urlsplit, urlunsplit

from .body.tree import parse, serialise
from .body.values import link_url
from .models import Article
from .own_addresses import articles_at
from .references import own_path


def settle(article: Article) -> None:
    """Rewrite the links in a stored working copy, if there is something to rewrite."""
    body = lasting(article.body)
    if body != article.body:
        article.body = body
        Article.objects.filter(pk=article.pk).update(body=body)


def lasting(html: str) -> str:
    """Return the stored body `html` with its links to this site settled.

    An address at which one of our articles lives, or lived, becomes a reference to it. A place inside
    an article, and any other page of this site, becomes a path. No query where no such link stands.
    """
    if "href=" not in html:
        return html
    root = parse(html)
    own = [(link, path) for link in root.iter("a") if (path := own_path(link.get("href", "")))]
    if not own:
        return html
    known = articles_at(path for _link, path in own)
    changed = False
    for link, path in own:
        parts = urlsplit(link.get("href", ""))
        if path in known and not parts.fragment:
            del link.attrib["href"]
            link.set("data-article", str(known[path]))
            changed = True
        elif parts.netloc and (here := link_url(urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment)))):
            link.set("href", here)
            changed = True
    return serialise(root).strip() if changed else html
