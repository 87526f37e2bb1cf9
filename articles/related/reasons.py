"""Why something is related, in words."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from articles.models import Tag

TAGS_NAMED = 4
WORDS_NAMED = 3
# From here on of 1 it is the text that makes them related, whatever tags they share: four of five such texts are.
ALIKE = 0.45
WEEKS_FROM, MONTHS_FROM, YEARS_FROM = 14, 60, 730


def reasons(
    *,
    shared: Iterable[Tag] = (),
    words: Iterable[str] = (),
    likeness: float = 0.0,
    days: int,
    language: str = "",
    is_trusted: bool = False,
) -> list[str]:
    """Return why one thing is related to another, what says the most first.

    Args:
        words: what both texts say, besides the names of `shared` tags.
        likeness: of the texts, from 0 to 1; said where no word or tag says it.
        days: how far apart they appeared.
        language: of the candidate, if it is another one.
        is_trusted: whether it comes from a source that the newsroom trusts.
    """
    found = []
    names = [str(tag.local.name) for tag in shared]
    said = {word.casefold() for name in names for word in name.split()}
    words = [word for word in words if word.casefold() not in said][:WORDS_NAMED]
    if names:
        found.append(_("shares %(tags)s") % {"tags": _some(names)})
    if words:
        found.append(_("both say %(words)s") % {"words": ", ".join(words)})
    elif likeness >= ALIKE or (likeness and not names):
        found.append(_("reads alike"))
    found.append(apart(days))
    if language:
        found.append(_("in another language: %(language)s") % {"language": name_of(language)})
    if is_trusted:
        found.append(_("trusted source"))
    return found


def days_between(one: datetime, other: datetime) -> int:
    """Return how many days lie between two moments, as the newsroom's calendar has them."""
    zone = timezone.get_default_timezone()
    return abs((timezone.localdate(one, zone) - timezone.localdate(other, zone)).days)


def apart(days: int) -> str:
    """Return a distance in days as people say it."""
    if days == 0:
        return _("the same day")
    if days < WEEKS_FROM:
        return ngettext("%(count)d day apart", "%(count)d days apart", days) % {"count": days}
    if days < MONTHS_FROM:
        weeks = round(days / 7)
        return ngettext("%(count)d week apart", "%(count)d weeks apart", weeks) % {"count": weeks}
    if days < YEARS_FROM:
        months = round(days / 30.4)
        return ngettext("%(count)d month apart", "%(count)d months apart", months) % {"count": months}
    years = round(days / 365.25)
    return ngettext("%(count)d year apart", "%(count)d years apart", years) % {"count": years}


def name_of(language: str) -> str:
    """Return what a language is called, or its code where nobody knows."""
    try:
        return str(get_language_info(language.lower())["name_translated"])
    except KeyError:
        return language.upper()


def same_language(one: str, other: str) -> bool:
    """Say whether two codes name one language: en and en-GB do; an unknown one is no other one."""
    return not one or not other or one.lower().split("-")[0] == other.lower().split("-")[0]


def _some(names: list[str]) -> str:
    named, further = names[:TAGS_NAMED], len(names) - TAGS_NAMED
    if further <= 0:
        return ", ".join(named)
    more = ngettext("%(tags)s and %(count)d more", "%(tags)s and %(count)d more", further)
    return more % {"tags": ", ".join(named), "count": further}
