"""Ghost's cards as its own renderer would show them, from the name and the payload that its editors store.

Both editors' documents (`lexical`, `mobiledoc`) hold the same cards; what becomes of them is decided once,
in `articles.importers.html_cards`, by the class names written here.
"""

from collections.abc import Callable
from html import escape
from typing import Any

from ..json_values import text
from ..markdown import markdown_as_html

type Payload = dict[str, Any]


def card_as_html(name: str, payload: Any) -> str:
    """Return a card as HTML; one of an unknown name keeps it, so that the report can say which."""
    fields: Payload = payload if isinstance(payload, dict) else {}
    name = RENAMED.get(name, name)
    if name in CARDS:
        return CARDS[name](fields)
    return f'<div class="kg-unknown-card" title="{escape(name)}"></div>'


def _caption(fields: Payload) -> str:
    said = text(fields.get("caption"))
    return f"<figcaption>{said}</figcaption>" if said else ""


def _image(source: Any, alt: Any = "", title: Any = "") -> str:
    url = text(source)
    return f'<img src="{escape(url)}" alt="{escape(text(alt))}" title="{escape(text(title))}">' if url else ""


def _link(url: Any, words: Any) -> str:
    return f'<a href="{escape(text(url))}">{escape(text(words) or text(url))}</a>'


def _picture(fields: Payload) -> str:
    shown = _image(fields.get("src"), fields.get("alt"), fields.get("title"))
    return f'<figure class="kg-card kg-image-card">{shown}{_caption(fields)}</figure>'


def _gallery(fields: Payload) -> str:
    held = fields.get("images")
    images = [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
    shown = "".join(_image(one.get("src"), one.get("alt"), one.get("title")) for one in images)
    return f'<figure class="kg-card kg-gallery-card">{shown}{_caption(fields)}</figure>'


def _html(fields: Payload) -> str:
    return text(fields.get("html"))


def _markdown(fields: Payload) -> str:
    return markdown_as_html(text(fields.get("markdown")))


def _code(fields: Payload) -> str:
    return f"<pre><code>{escape(text(fields.get('code'), keep_lines=True))}</code></pre>{_said_below(fields)}"


def _said_below(fields: Payload) -> str:
    said = text(fields.get("caption"))
    return f"<p>{said}</p>" if said else ""


def _bookmark(fields: Payload) -> str:
    about = fields.get("metadata")
    meta: Payload = about if isinstance(about, dict) else {}
    url = fields.get("url") or meta.get("url")
    return (
        f'<figure class="kg-card kg-bookmark-card">{_link(url, meta.get("title") or fields.get("title"))}'
        f"{_caption(fields)}</figure>"
    )


def _embed(fields: Payload) -> str:
    if url := text(fields.get("url")):
        return f'<figure class="kg-card kg-embed-card"><iframe src="{escape(url)}"></iframe>{_caption(fields)}</figure>'
    return f'<figure class="kg-card kg-embed-card">{text(fields.get("html"))}{_caption(fields)}</figure>'


def _callout(fields: Payload) -> str:
    emoji = escape(text(fields.get("calloutEmoji")))
    said = text(fields.get("calloutText"))
    return (
        f'<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">{emoji}</div>'
        f'<div class="kg-callout-text">{said}</div></div>'
    )


def _toggle(fields: Payload) -> str:
    return (
        f'<div class="kg-card kg-toggle-card"><h4 class="kg-toggle-heading-text">{text(fields.get("heading"))}</h4>'
        f'<div class="kg-toggle-content">{text(fields.get("content"))}</div></div>'
    )


def _button(fields: Payload) -> str:
    return f'<div class="kg-card kg-button-card">{_link(fields.get("buttonUrl"), fields.get("buttonText"))}</div>'


def _file(fields: Payload) -> str:
    title = escape(text(fields.get("fileTitle") or fields.get("fileName")))
    return (
        f'<div class="kg-card kg-file-card"><a href="{escape(text(fields.get("src")))}">'
        f'<span class="kg-file-card-title">{title}</span>'
        f'<span class="kg-file-card-caption">{escape(text(fields.get("fileCaption")))}</span></a></div>'
    )


def _audio(fields: Payload) -> str:
    title = escape(text(fields.get("title")))
    return (
        f'<div class="kg-card kg-audio-card"><audio src="{escape(text(fields.get("src")))}"></audio>'
        f'<div class="kg-audio-title">{title}</div></div>'
    )


def _video(fields: Payload) -> str:
    source = escape(text(fields.get("src")))
    return f'<figure class="kg-card kg-video-card"><video src="{source}"></video>{_caption(fields)}</figure>'


def _product(fields: Payload) -> str:
    button = ""
    if fields.get("productButtonEnabled") is not False and fields.get("productUrl"):
        url, words = escape(text(fields.get("productUrl"))), escape(text(fields.get("productButton")))
        button = f'<a class="kg-product-card-button" href="{url}">{words}</a>'
    return (
        f'<div class="kg-card kg-product-card">{_image(fields.get("productImageSrc"))}'
        f'<h4 class="kg-product-card-title">{text(fields.get("productTitle"))}</h4>'
        f'<div class="kg-product-card-description">{text(fields.get("productDescription"))}</div>{button}</div>'
    )


def _header(fields: Payload) -> str:
    heading = text(fields.get("heading") or fields.get("header"))
    below = text(fields.get("subheading") or fields.get("subheader"))
    url = fields.get("buttonUrl") if fields.get("buttonEnabled") is not False else ""
    button = f"<p>{_link(url, fields.get('buttonText'))}</p>" if url else ""
    return f"<h2>{heading}</h2><p>{below}</p>{button}"


def _rule(fields: Payload) -> str:
    return "<hr>"


def _left_out(name: str) -> Callable[[Payload], str]:
    return lambda fields: f'<div class="kg-{name}-card"></div>'


# The words that one editor and the other have for the same card.
RENAMED = {
    "card-markdown": "markdown",
    "codeblock": "code",
    "horizontalrule": "hr",
    "call-to-action": "cta",
}

CARDS: dict[str, Callable[[Payload], str]] = {
    "image": _picture,
    "gallery": _gallery,
    "html": _html,
    "markdown": _markdown,
    "code": _code,
    "bookmark": _bookmark,
    "embed": _embed,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "file": _file,
    "audio": _audio,
    "video": _video,
    "product": _product,
    "header": _header,
    "hr": _rule,
    # Parts of the old site and of its letters, not of an article.
    "paywall": _left_out("paywall"),
    **{name: _left_out(name) for name in ("signup", "cta", "email", "email-cta", "collection")},
}
