"""What staff read before two patrons become one: who goes, who stays, what comes along, and what readers then see."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patrons import people, what_came
from patrons.models import Patron
from patrons.models.columns import Visibility

SHOWN = 100


def called(patron: Patron) -> str:
    """Return name and address of a patron: two of one name are the usual case."""
    known = [one for one in (patron.name, patron.email) if one]
    return ", ".join(known) or people.number_of(patron)


def what_follows(patron: Patron, into: Patron) -> list[str]:
    """Return what putting `patron` into `into` means, a sentence a line."""
    return [
        _("Is put into the other one: %(patron)s") % {"patron": called(patron)}, _pledges(patron), _along(patron),
        _("Stays: %(patron)s") % {"patron": called(into)}, _pledges(into),
        _("Pledges, rights, votes and mails of both are then those of the one that stays."),
        *_shown(patron, into),
        _("It cannot be undone."),
    ]  # fmt: skip


def _pledges(patron: Patron) -> str:
    rows = patron.pledges.select_related("account").prefetch_related(what_came.with_kept())[:SHOWN]
    listed = "; ".join(f"{what_came.name(pledge)}, {pledge.get_state_display()}, {pledge.account}" for pledge in rows)
    return _("Pledges of %(patron)s: %(pledges)s") % {"patron": called(patron), "pledges": listed or _("none")}


def _along(patron: Patron) -> str:
    rights, votes, mails = patron.grants.count(), patron.votes.count(), patron.mails.count()
    parts = [
        ngettext("%(number)s right", "%(number)s rights", rights) % {"number": rights},
        ngettext("%(number)s vote", "%(number)s votes", votes) % {"number": votes},
        ngettext("%(number)s mail that was sent", "%(number)s mails that were sent", mails) % {"number": mails},
    ]
    return _("Comes along: %(what)s") % {"what": ", ".join(parts)}


def _shown(patron: Patron, into: Patron) -> list[str]:
    after = people.shown_after_merge(patron, into)
    lines = [
        _("Visibility is then “%(visibility)s”: of two choices the one that shows less is right for both.")
        % {"visibility": after.get_visibility_display()}
    ]
    stays = after.wall_name if after.wall_approved_at else ""
    gone = [one.wall_name for one in (patron, into) if _on_wall(one) and one.wall_name != stays]
    lines += [_("“%(name)s” goes off the wall.") % {"name": name} for name in gone]
    return [*lines, _("“%(name)s” stays on the wall.") % {"name": stays}] if stays else lines


def _on_wall(patron: Patron) -> bool:
    return bool(patron.wall_name and patron.wall_approved_at and patron.visibility == Visibility.PUBLIC)
