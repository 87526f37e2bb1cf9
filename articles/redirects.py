"""Redirects that somebody at the desk adds and removes."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.audit.log import record as note_down
from newsroom.site.addresses import is_whole

from . import old_addresses
from .models import Redirect
from .own_addresses import Answer, look_up, with_slash
from .references import own_path


class Refused(Exception):
    """A redirect cannot be; the sentence says why, and the way out."""


@transaction.atomic
def add(old: str, new: str, *, by: Any = None) -> Redirect:
    """Let an old address lead somewhere, as somebody at the desk typed both.

    What it leads to is followed to its end, so that readers are sent on once; what led to the old
    address leads there too.

    Args:
        old: a path of this site, or its whole address.
        new: a path of this site, or a whole https address of another.

    Raises:
        Refused: one of them is no such address, the old one is a page, or the two would make a loop.
    """
    if max(len(unquote(old)), len(unquote(new))) > old_addresses.LONGEST:
        words = _("An address may have %(limit)d characters: this one is longer.")
        raise Refused(words % {"limit": old_addresses.LONGEST})
    before = _own(old)
    if not before or "?" in before:
        raise Refused(
            _("“%(address)s” is no old address: write a path of this site that begins with a slash.")
            % {"address": old[:200]}
        )
    after = _own(new) or (new.strip() if _is_elsewhere(new.strip()) else "")
    if not after:
        words = _("“%(address)s” leads nowhere: write a path that begins with a slash, or a whole https:// address.")
        raise Refused(words % {"address": new[:200]})
    standing = look_up([before, *([_path(after)] if _is_own(after) else [])])
    if standing[before].answer in (Answer.PAGE, Answer.DESK):
        words = _("“%(address)s” is a page that answers by itself: a redirect there would never be asked.")
        raise Refused(words % {"address": before})
    chain = [before, after]
    # Rows hold no chains, but what stands here may be older than that rule.
    while (row := _row_at(chain[-1])) is not None and len(chain) < 10:
        if not row.new_path:
            raise Refused(
                _("“%(address)s” is gone itself: choose where readers find the matter now.") % {"address": after}
            )
        chain.append(row.new_path)
        if with_slash(row.new_path) == with_slash(before):
            break
    if with_slash(chain[-1]) == with_slash(before):
        raise Refused(_("That would be a loop: %(chain)s.") % {"chain": " → ".join(chain)})
    after = chain[-1]
    if _is_own(after) and len(chain) == 2 and standing[_path(after)].answer in (Answer.NOTHING, Answer.DESK):
        raise Refused(
            _("Readers find nothing at “%(address)s”: look whether it is written right.") % {"address": after}
        )
    if there := Redirect.objects.filter(old_path__in=[before, with_slash(before)]).first():
        if there.new_path:
            words = _("“%(old)s” leads to “%(new)s” already: delete that redirect first.")
            raise Refused(words % {"old": before, "new": there.new_path})
    old_addresses.lead([before], after, Redirect.Origin.HAND)
    row = Redirect.objects.get(old_path=before)
    note_down("redirect.added", row, by=by, old=before, new=after)
    return row


@transaction.atomic
def remove(row: Redirect, *, by: Any = None) -> None:
    """Forget a redirect: its old address leads nowhere from now on."""
    note_down("redirect.removed", row, by=by, old=row.old_path, new=row.new_path, hits=row.hits)
    row.delete()


def _own(typed: str) -> str:
    """Return an address of this site as rows keep it: decoded, with its query; empty for any other."""
    address = typed.replace("\0", "").strip()
    path = own_path(address)
    query = urlsplit(address).query if path else ""
    return f"{path}?{query}" if query else path


def _is_elsewhere(address: str) -> bool:
    return address.lower().startswith("https://") and is_whole(address)


def _path(address: str) -> str:
    return address.partition("?")[0]


def _row_at(address: str) -> Redirect | None:
    if not _is_own(address):
        return None
    path = _path(address)
    if look_up([path])[path].answer is Answer.PAGE:
        return None
    return Redirect.objects.filter(old_path__in=[path, with_slash(path)]).first()


def _is_own(address: str) -> bool:
    return address.startswith("/")
