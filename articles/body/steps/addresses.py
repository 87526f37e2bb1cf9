"""How addresses are written depends on whose page they are read on."""

from articles.body.rendering import Rendering


def write_addresses(rendering: Rendering) -> None:
    """Mark links that leave the site, and make a feed's links absolute."""
    base = rendering.sources.base_url
    own = f"{base.rstrip('/')}/" if base else None
    for link in rendering.root.iter("a"):
        href = rendering.address(link.get("href", ""))
        link.set("href", href)
        leaves = href.lower().startswith(("http:", "https:"))
        if leaves and not (own and f"{href}/".startswith(own)):
            link.set("rel", "noopener")
