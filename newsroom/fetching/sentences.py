"""What an editor is told when nothing came: what, the address, the way out. Nothing of our insides."""

import re

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from newsroom.fetching.values import Failure, Limits
from newsroom.said import said as _

_LONGEST = 150
# What stands before the host may be a secret, and sentences are kept and shown.
_NAME = re.compile(r"(//|^)[^/?#]*@")


def address_words(url: str, asked: str = "") -> str:
    """Return the address for a sentence, shortened; with the one that was asked for when that led here."""
    if not asked or asked == url:
        return _short(url)
    return _("%(asked)s (which leads to %(url)s)") % {"asked": _short(asked), "url": _short(url)}


def not_web(address: str, has_name: bool = False) -> str:
    """Say that a text is no web address."""
    words = {"address": address}
    if has_name:
        return _("%(address)s carries a user name or a password. Give the address without them.") % words
    return (
        _(
            "%(address)s is no web address. It begins with https:// or http://, names a host, "
            "and has at most 2,000 characters: copy it from the address line of a browser."
        )
        % words
    )


def wrong_port(address: str) -> str:
    """Say that a port is never asked."""
    return _(
        "%(address)s names a port, and only these are asked: %(ports)s. "
        "Give an address without a number behind the host."
    ) % {"address": address, "ports": ", ".join(map(str, settings.FETCH_PORTS))}


def failed(kind: Failure, address: str, limits: Limits) -> str:
    """Say why nothing came, for every failure that needs no more words."""
    sentences = {
        Failure.REFUSED_ADDRESS: _(
            "%(address)s is not on the public web, and machines inside a network are never asked. "
            "Give the address that readers use."
        ),
        Failure.UNKNOWN_HOST: _("The host of %(address)s is not known. Check how it is spelt."),
        Failure.NO_ANSWER: _(
            "%(address)s does not answer. Open it in a browser to see whether it is there, and try again later."
        ),
        Failure.BAD_CERTIFICATE: _(
            "%(address)s cannot prove who it is: its certificate is not valid. "
            "Try its other name, with or without www, or tell the outlet."
        ),
        Failure.BROKEN_ANSWER: _(
            "%(address)s sent an answer that breaks off or cannot be read. Try again later, or tell the outlet."
        ),
        Failure.TOO_SLOW: _("%(address)s took longer than %(seconds)s seconds. Try again later."),
        Failure.TOO_LARGE: _("%(address)s sends more than %(size)s. Look for a shorter feed, page or picture there."),
        Failure.TOO_MANY_HOPS: _(
            "%(address)s leads from one address to the next without an end. "
            "Open it in a browser and give the address where it arrives."
        ),
    }
    return sentences[kind] % {
        "address": address,
        "seconds": f"{limits.total_seconds:g}",
        "size": filesizeformat(limits.bytes),
    }


def bad_status(address: str, status: int, wait: int | None = None) -> str:
    """Say what an answer other than the one that was hoped for means.

    Args:
        wait: the seconds for which the server asked to be left alone, if it did.
    """
    words = {"address": address, "status": status}
    if status == 410:
        return _("%(address)s is gone for good (410). Look for another address, or give it up.") % words
    if status == 404:
        return _("There is nothing at %(address)s (404). Open it in a browser and look for where it is now.") % words
    if status in (401, 402, 403, 407, 451):
        return (
            _(
                "%(address)s is not open to everybody (%(status)s). "
                "Ask the outlet for an address that programs may read."
            )
            % words
        )
    if wait and status in (420, 429, 503):
        return _(
            "%(address)s asks to be left alone for %(minutes)s min (%(status)s). It can be asked again after that."
        ) % (words | {"minutes": -(-wait // 60)})
    if status in (420, 429):
        return _("%(address)s asks to be left alone for a while (%(status)s). Ask it less often.") % words
    if status >= 500:
        return _("%(address)s has trouble of its own (%(status)s). Try again later.") % words
    return _("%(address)s answered with %(status)s and no content. Open it in a browser to see what is there.") % words


def _short(url: str) -> str:
    url = _NAME.sub(r"\1…@", url[: 10 * _LONGEST])
    shown = "".join(character if character.isprintable() else " " for character in url[:_LONGEST]).strip()
    return f"{shown}…" if len(url) > _LONGEST else shown
