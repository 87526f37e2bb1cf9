"""How second factors are kept: what could be used by a reader of the database is encrypted there."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from newsroom.site.models import SiteSettings


class CannotBeRead(Exception):
    """The site's secret key is not the one that a factor was kept with."""


class Keeping(DefaultMFAAdapter):
    """The library's questions, answered for a newsroom."""

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted.

        Raises:
            CannotBeRead: the secret key was changed, and SECRET_KEY_FALLBACKS does not name the old one.
        """
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise CannotBeRead from None

    def _get_site_name(self) -> str:
        return str(SiteSettings.load().local.name)

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.email)


def _locks() -> MultiFernet:
    return MultiFernet([_lock(str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _lock(key: str) -> Fernet:
    digest = hashlib.sha256(b"newsroom.accounts.factors" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
