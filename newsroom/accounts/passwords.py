"""What is said of a password that will not do."""

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.utils.translation import gettext as _


class UnlikeThePerson(UserAttributeSimilarityValidator):
    """Django's rule in a sentence of our own: its own puts a field's name into a sentence of another case."""

    def get_error_message(self) -> str:
        return _("The password is too much like your name or your e-mail address: choose another one.")
