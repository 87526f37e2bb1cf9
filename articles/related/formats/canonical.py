"""One story, one address: what a feed adds to an address is taken away, and what only looks different is equal."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from .addresses import web_address
from .titles import near, title_key

__all__ = ["canonical_url", "identity_key", "near", "title_key"]

# What says where a reader came from and never which page is meant.
_TRACKING = re.compile(
    r"""(?: utm_?\w* | at_(?:medium|campaign|link\w*|format|ptr\w*|custom\d*|bbc\w*) | ns_(?:source|mchannel
    |campaign|linkname|fee)
    | mc_(?:cid|eid) | pk_\w+ | piwik_\w+ | mtm_\w+ | matomo_\w+ | hsa_\w+ | _hs\w+ | oly_(?:anon|enc)_id
    | trk\w* | wt_?mc(?:_\w+)?
    | fb_(?:action|ref|source)\w* | fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | yclid
    | ysclid | twclid | igshid | igsh | ttclid
    | ocid | cmp(?:id)? | icid | intcid | intcmp | ncid | ito | sr_share | xtor | xtref | ftag | feedtype | feedname
    | __twitter_impression | _ga | _gl | vero_id | wickedid | s_cid | mkt_tok | sc_(?:cid|channel|content)
    | soc_\w+ | spm | tag_?rss | wtrid
    | ref_?(?:src|url) | taid | smid | smtyp | cx_\w+ | guccounter | guce_\w+ | traffic_source | from_rss )""",
    re.IGNORECASE | re.VERBOSE,
)
# These may name a page: they go only when what they say is where the reader was.
_PERHAPS = re.compile(
    r"(?:ref|referr?er|cid|via|from|source|src|partner|origin|medium|rss|share|campaign|mod|cmpid)", re.IGNORECASE
)
_CHANNEL = re.compile(
    r"""(?: rss\w* | feed\w* | atom | \w*[-_]rss | yahoo\w* | google\w* | twitter\w* | tw | x | facebook\w*
    | fb\w* | telegram\w* | tg | viber
    | social\w* | newsletter\w* | e?mail\w* | push\w* | home(?:page)?\w* | main | app\w* | share\w*
    | whatsapp\w* | msn\w* | flipboard | 1 | true )""",
    re.IGNORECASE | re.VERBOSE,
)
# Their addresses work only whole.
_LEADING_ON = frozenset({"news.google.com", "feedproxy.google.com", "feeds.feedburner.com"})
_PORTS = {"http": ":80", "https": ":443"}
_ALIASES = re.compile(r"^(?:www\d?|m|mobile|amp|touch|pda|wap|lite)\.(?=[^.]+\..)")
_AMP_END = re.compile(r"(?:/amp|\.amp|/amphtml|\.amp\.html?)$")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$")


def canonical_url(url: str) -> str:
    """Return `url` as it is kept and shown: without tracking, fragment and default port, the rest in its order.

    "" when it is no http or https address. Addresses of Google News and FeedBurner lead on only as
    they are, and are left so; the one in a Google Alert is taken out.
    """
    address = web_address(url)
    if not address:
        return ""
    parts = urlsplit(address)
    host = parts.netloc.lower().removesuffix(_PORTS[parts.scheme]).rstrip(".")
    bare = host.removeprefix("www.")
    if re.fullmatch(r"google\.[a-z.]+", bare) and parts.path == "/url":
        query = dict(parse_qsl(parts.query))
        if target := web_address(query.get("url") or query.get("q")):
            return canonical_url(target) if "google." not in urlsplit(target).netloc else target
    if bare in _LEADING_ON:
        return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))
    # "#!" and "#/" name a page on sites that a script draws.
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((parts.scheme, host, _escaped(parts.path or "/"), _kept(parts.query), fragment))


def identity_key(url: str) -> str:
    """Return what two addresses of one page have in common, or "": it is compared, never opened.

    http and https, www, m. and amp., a trailing slash, /amp, index.html and the order of the
    parameters make no difference.
    """
    address = canonical_url(url)
    if not address:
        return ""
    parts = urlsplit(address)
    host = parts.netloc
    while shorter := _ALIASES.sub("", host):
        if shorter == host:
            break
        host = shorter
    path = _AMP_END.sub("", _INDEX.sub("/", re.sub(r"(?<!:)//+", "/", parts.path)).rstrip("/"))
    path = re.sub(r"^/amp(?=/)", "", path)
    pairs = sorted(pair for pair in parts.query.split("&") if pair and not _is_amp(pair))
    query = "?" + "&".join(pairs) if pairs else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{unquote(path)}{query}{fragment}"


def _kept(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if pair and not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name, _equals, value = pair.removeprefix("amp;").partition("=")
    return bool(_TRACKING.fullmatch(name) or (_PERHAPS.fullmatch(name) and _CHANNEL.fullmatch(value)))


def _is_amp(pair: str) -> bool:
    name, _equals, value = pair.lower().partition("=")
    return name in ("amp", "amp_js_v") or (name == "outputtype" and value == "amp")


def _escaped(path: str) -> str:
    """Escapes in capitals, and none where none is needed: %7e is ~, %d0 is %D0."""
    plain = re.compile(r"[A-Za-z0-9._~-]")

    def tidy(found: re.Match[str]) -> str:
        char = chr(int(found[0][1:], 16))
        return char if plain.fullmatch(char) else found[0].upper()

    return re.sub(r"%[0-9A-Fa-f]{2}", tidy, path)
