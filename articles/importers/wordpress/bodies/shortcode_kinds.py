"""The shortcodes of WordPress itself and of Jetpack, each as the HTML that means the same."""

import re
from collections.abc import Callable
from html import escape

from django.utils.translation import gettext_noop

from ..plain import plain
from .working import Working

type Kind = Callable[[dict[str, str], str, Working], str | None]

# What these hold is no HTML and no shortcode: code to be shown.
RAW = frozenset({"sourcecode", "code", "cc", "highlight", "php", "css", "javascript", "python", "bash", "html"})
SOUNDS = ("src", "mp3", "m4a", "ogg", "oga", "wav", "wma", "flac")
FILMS = ("src", "mp4", "m4v", "webm", "ogv", "mov", "wmv", "flv", "youtube", "vimeo")
IMAGE = re.compile(r"(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?", re.IGNORECASE)
GALLERY_AT_MOST = 500

LIST_LOST = gettext_noop("The playlist {what} was left out: players of several files do not exist here.")
UNKNOWN_GALLERY = gettext_noop("The gallery {what} was left out: the export does not say which pictures it shows.")


def _caption(attributes: dict[str, str], content: str, _working: Working) -> str:
    # https://developer.wordpress.org/reference/functions/img_caption_shortcode/
    image = IMAGE.search(content)
    if image is None:
        return content
    number = re.search(r"\d+", attributes.get("id", ""))
    words = attributes.get("caption") or content[: image.start()] + content[image.end() :]
    shown = image[0]
    if number and "wp-image-" not in shown:
        shown = re.sub(r"<img\b", f'<img data-id="{number[0]}"', shown, count=1, flags=re.IGNORECASE)
    return f'\n\n<figure class="wp-caption">{shown}<figcaption>{escape(plain(words))}</figcaption></figure>\n\n'


def _gallery(attributes: dict[str, str], _content: str, working: Working) -> str:
    # https://developer.wordpress.org/reference/functions/gallery_shortcode/
    said = attributes.get("ids") or attributes.get("include") or ""
    left_out = set(re.findall(r"\d+", attributes.get("exclude", "")))
    numbers = re.findall(r"\d+", said)[:GALLERY_AT_MOST]
    numbers = numbers or [key for key in working.around.beside[:GALLERY_AT_MOST] if key not in left_out]
    if attributes.get("order", "").upper() == "DESC" and not attributes.get("ids"):
        numbers = numbers[::-1]
    if not numbers:
        working.note("gallery", f"[gallery{' ' + said if said else ''}]", UNKNOWN_GALLERY)
    pictures = "".join(f'<img class="wp-image-{number}">' for number in dict.fromkeys(numbers))
    return f'\n\n<figure class="wp-block-gallery">{pictures}</figure>\n\n'


def embed_html(url: str) -> str:
    """Return what stands for something from another site until it is known whether it can be shown."""
    return f'\n\n<figure class="wp-block-embed" data-address="{escape(url)}"></figure>\n\n'


def _embed(attributes: dict[str, str], content: str, _working: Working) -> str | None:
    url = plain(content) or attributes.get("src") or attributes.get("url") or attributes.get("0", "")
    return embed_html(url) if url else ""


def _file(names: tuple[str, ...]) -> Kind:
    def html(attributes: dict[str, str], content: str, _working: Working) -> str | None:
        url = next((attributes[name] for name in (*names, "0") if attributes.get(name)), "") or plain(content)
        return embed_html(url) if url else ""

    return html


def _by_number(pattern: str, address: str) -> Kind:
    def html(attributes: dict[str, str], content: str, _working: Working) -> str | None:
        said = attributes.get("0") or attributes.get("id") or attributes.get("url") or attributes.get("src")
        said = said or plain(content)
        if "://" in said or said.startswith("//"):
            return embed_html(said)
        return embed_html(address.format(said)) if re.fullmatch(pattern, said) else None

    return html


def _playlist(attributes: dict[str, str], _content: str, working: Working) -> str:
    working.note("shortcode", f"[playlist {attributes.get('ids', '')}]".replace(" ]", "]"), LIST_LOST)
    return ""


def _pull_quote(_attributes: dict[str, str], content: str, _working: Working) -> str:
    return f'\n\n<aside data-pullquote="">{content}</aside>\n\n'


def _footnote(_attributes: dict[str, str], content: str, _working: Working) -> str:
    return f'<sup data-words="{escape(plain(content))}"></sup>' if plain(content) else ""


def _nothing(_attributes: dict[str, str], _content: str, _working: Working) -> str:
    return ""


KINDS: dict[str, Kind] = {
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "embed": _embed,
    "audio": _file(SOUNDS),
    "video": _file(FILMS),
    "playlist": _playlist,
    "youtube": _by_number(r"[\w-]{11}", "https://www.youtube.com/watch?v={}"),
    "vimeo": _by_number(r"\d{1,12}", "https://vimeo.com/{}"),
    "tweet": _by_number(r"\d{5,20}", "https://x.com/i/status/{}"),
    "twitter": _by_number(r"\d{5,20}", "https://x.com/i/status/{}"),
    "soundcloud": _embed,
    "instagram": _embed,
    "facebook": _embed,
    "dailymotion": _by_number(r"[A-Za-z0-9]{5,12}", "https://www.dailymotion.com/video/{}"),
    "ted": _embed,
    "iframe": _embed,
    "pullquote": _pull_quote,
    "footnote": _footnote,
    "efn_note": _footnote,
    "ref": _footnote,
    "toc": _nothing,
    "nextpage": _nothing,
    "more": _nothing,
}
