"""Addresses on other sites that somebody types into a form."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

_check = URLValidator(["http", "https"])


def web_address(value: str) -> str:
    """Return `value` when it is empty or a whole web address.

    Raises:
        ValidationError: it is neither; the sentence names it.
    """
    if value:
        try:
            _check(value)
        except ValidationError as error:
            raise ValidationError(
                _("“%(value)s” is no web address: write a whole one that begins with https://."),
                params={"value": value[:200]},
            ) from error
    return value
