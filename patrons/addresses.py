"""E-mail addresses as readers type them: a sentence for what cannot be written to."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _


def refused(email: str) -> str:
    """Return why nobody can be written to at `email`; empty where somebody can."""
    if email.count("@") == 1 and not email.partition("@")[0].isascii():
        return _("We cannot write to addresses with letters other than Latin ones before the @: give another one.")
    try:
        validate_email(email)
    except ValidationError:
        return _("Enter an email address in the correct format, like name@example.com.")
    return _("Enter an email address of at most 254 characters.") if len(email) > 254 else ""
