"""What a picture's file said of itself: which words the library takes from it, and which it forgets again."""

from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from .models import Picture
from .pictures.embedded import Embedded, plain

WORDS_AT_MOST = {"title": 200, "alt": 400, "caption": 400, "credit": 160}


def sayings(says: Embedded, file_name: str = "") -> dict[str, Any]:
    """Return what is kept of the file's own words for the desk: only what is there. Never the place."""
    kept: dict[str, Any] = {
        # PurePath: some browsers send a path along. `plain`: names may hold what no database takes.
        "name": plain(PurePath(file_name.replace("\\", "/")).stem.replace("_", " "), 200),
        "title": says.title,
        "alt": says.suggested_alt,
        "caption": says.caption,
        "credit": says.credit,
        "rights": says.rights,
        "keywords": list(says.keywords),
        "camera": says.camera,
        "taken_at": says.taken_at.isoformat() if says.taken_at else "",
        "has_gps": says.has_gps,
    }
    return {name: value for name, value in kept.items() if value}


def words_of(said: dict[str, Any]) -> dict[str, str]:
    """Return the words that a picture has when nobody typed any: title, alt, caption and credit."""
    words = {name: str(said.get(name, ""))[:most] for name, most in WORDS_AT_MOST.items()}
    words["title"] = words["title"] or str(said.get("name", "")) or _("Picture")
    return words


def forget(picture: Picture, said: dict[str, Any]) -> None:
    """Take from `picture` the words that came from its file; what somebody typed stays. The caller saves."""
    brought = words_of(said)
    for name in ("alt", "caption", "credit"):
        if getattr(picture, name) == brought[name]:
            setattr(picture, name, "")
    if picture.title in {brought["title"], said.get("name")}:
        picture.title = _("Picture")
    picture.file_says = {}
