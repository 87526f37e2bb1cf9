"""What we take of django-allauth: its tables and its arithmetic of second factors, and none of its pages.

Settings read it before any app is ready.
"""

from django.apps import AppConfig


class AccountTables(AppConfig):
    """The library's own accounts, which its factors name. Nothing is written there; no middleware."""

    name = "allauth.account"
    default_auto_field = "django.db.models.AutoField"


SETTINGS = {
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "MFA_ADAPTER": "newsroom.accounts.keeping.Keeping",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    # A clock that is half a minute wrong is no reason to keep somebody out.
    "MFA_TOTP_TOLERANCE": 1,
    "MFA_RECOVERY_CODE_COUNT": 10,
}
