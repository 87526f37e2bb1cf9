"""What the audit log says of pictures. It is never edited, so it takes no word that came from a file.

A source may be protected later, and then the log must not keep what the library forgets.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from newsroom.audit.log import record

from .file_words import words_of
from .models import Picture


def record_made(picture: Picture, *, by: Any = None) -> None:
    """Write down that a picture came into the library."""
    record("picture.made", picture, by=by, called=_name(picture), protected_source=picture.protects_source)


def record_changed(picture: Picture, changed: Mapping[str, Any], *, by: Any = None) -> None:
    """Write down changed words. Nothing is written when there are none.

    Args:
        changed: before and after by the field's name (see `newsroom.audit.recording.changes_of`).
    """
    brought = set(filter(None, words_of(picture.file_says).values()))
    kept = {name: None if pair and brought & set(map(str, pair)) else pair for name, pair in changed.items()}
    if kept:
        record("picture.changed", picture, by=by, called=_name(picture), changed=kept)


def _name(picture: Picture) -> str:
    said = picture.file_says
    is_typed = picture.title not in {said.get("title"), said.get("name")}
    return picture.title if is_typed else _("Picture %(number)d") % {"number": picture.pk}
