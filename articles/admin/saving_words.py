"""What the page tells saving.js: where it is, which addresses it asks, and its words."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, Autosave


def saving_state(
    user: Any, article: Article | None, key: uuid.UUID, restored: Autosave | None, *, is_behind: bool
) -> dict[str, Any]:
    """Return what saving.js begins with.

    Args:
        key: the name of a new article's words, until it is saved.
        restored: what was put back into the form.
        is_behind: whether the form holds what was just sent and not saved.
    """
    return {
        "article": article.pk if article else None,
        "key": str(key),
        "tab": str(uuid.uuid4()),
        "user": user.pk,
        "isBehind": is_behind,
        "keptAt": restored.saved_at.timestamp() * 1000 if restored else None,
        "autosave": reverse("desk_autosave"),
        "presence": reverse("desk_presence"),
        "leave": reverse("desk_leave"),
        "check": reverse("desk_signed_in"),
        "signIn": reverse("admin:login") + "?next=" + reverse("admin:index"),
        "words": {
            "typing": _("Not kept yet…"),
            "kept": _("Kept in your drafts at %(time)s."),
            "keptFor": _("Only you see it before you press Save."),
            "offline": _("No connection: your words are kept in this browser. Trying again…"),
            "failed": _("The server does not answer as it should: your words are kept in this browser. Trying again…"),
            "signedOut": _("You are signed out: your words are kept in this browser."),
            "signedInAs": _("Somebody else is signed in in this browser: your words are kept for you."),
            "signInLink": _("Sign in in another tab"),
            "nowhere": _("This browser keeps nothing, and the server does not answer: do not close this page."),
            "notSent": _("It was not saved: there is no connection. Nothing is lost; press the button again later."),
            "notSentSignedOut": _("It was not saved: you are signed out. Sign in, then press the button again."),
            "checking": _("Saving…"),
            "back": _("The connection is back."),
        },
    }
