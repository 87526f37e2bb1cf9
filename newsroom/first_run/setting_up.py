"""The one verb: an empty database becomes a newspaper with a name and a chief."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from newsroom.accounts.models import User
from newsroom.accounts.roles import CHIEF_EDITOR, ensure_roles, give_role
from newsroom.audit import log
from newsroom.site.models import SiteSettings

from . import codes, kept, state
from .signals import site_set_up


class AlreadySetUp(Exception):
    """Somebody was faster."""


@dataclass(frozen=True)
class Answers:
    """What the first-run page asks."""

    name: str
    tagline: str
    language: str
    time_zone: str
    person: str
    email: str
    password: str


def set_up(answers: Answers, desk_language: str = "") -> tuple[User, str]:
    """Make the settings, the chief's account and what the rooms add, all or nothing.

    Args:
        desk_language: in which the desk speaks to the first account; empty: as the browser says.

    Returns:
        The account, and the address of the desk's page to begin on (empty when no room named one).

    Raises:
        AlreadySetUp: there is a newspaper here.
        OSError: what the next start needs to know cannot be kept; nothing was made.
    """
    try:
        with transaction.atomic():
            user, landing = _set_up(answers, desk_language)
    except IntegrityError:
        # The row of settings exists once: of two who set up at the same moment one stops here.
        if SiteSettings.objects.exists():
            raise AlreadySetUp from None
        raise
    codes.use_up(settings.SETUP_CODE)
    state.take_up()
    return user, landing


def _set_up(answers: Answers, desk_language: str) -> tuple[User, str]:
    site = SiteSettings(name=answers.name, tagline=answers.tagline)
    site.save(force_insert=True)
    if User.objects.exists():
        raise AlreadySetUp
    ensure_roles()
    user = User.objects.create_superuser(answers.email, answers.password, name=answers.person, language=desk_language)
    give_role(user, CHIEF_EDITOR)
    answered = site_set_up.send(sender=None, by=user, language=answers.language)
    log.record("site.set_up", site, by=user, language=answers.language, time_zone=answers.time_zone)
    kept.write(settings.SITE_ENV, _to_keep(answers))
    return user, next((str(address) for _receiver, address in answered if address), "")


def _to_keep(answers: Answers) -> dict[str, Any]:
    chosen = {"TIME_ZONE": answers.time_zone, "LANGUAGE_CODE": answers.language}
    return {name: value for name, value in chosen.items() if name not in settings.FIXED_BY_ENVIRONMENT}
