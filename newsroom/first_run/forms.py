"""What the first-run page asks, and the sentences when an answer will not do."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from newsroom.accounts.models import User

from . import zones
from .setting_up import Answers


def _text(label: Any, most: int, **options: Any) -> forms.CharField:
    attributes = {"class": "input", **options.pop("attributes", {})}
    widget = options.pop("widget", forms.TextInput)
    return forms.CharField(label=label, max_length=most, widget=widget(attrs=attributes), **options)


class SetUpForm(forms.Form):
    """One page. What the environment has set is shown and not asked."""

    name = _text(_("Name of the newspaper"), 80, attributes={"autocomplete": "organization"})
    tagline = _text(
        _("Tagline"), 160, required=False, help_text=_("A line under the name. It can wait."),
        attributes={"autocomplete": "off"},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"),
        widget=forms.RadioSelect,
        help_text=_("The newspaper's own. Articles may be written in the others too, at addresses that begin with it."),
    )
    time_zone = _text(
        _("Time zone"), 60, help_text=_("By which articles are dated and scheduled. Type a city."),
        attributes={"list": "zones", "autocomplete": "off", "spellcheck": "false"},
    )  # fmt: skip
    person = _text(
        _("Your name"), 120, help_text=_("It stands above what you write."), attributes={"autocomplete": "name"}
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "username"}),
    )
    password = _text(
        _("Password"), 200, strip=False, help_text=_("At least 12 characters. A few words in a row are good."),
        widget=forms.PasswordInput, attributes={"autocomplete": "new-password"},
    )  # fmt: skip
    code = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
        self.fields["language"].choices = names  # type: ignore[attr-defined]
        # The page is stored nowhere, and nothing typed is to be typed again.
        self.fields["password"].widget.render_value = True  # type: ignore[attr-defined]
        for field, variable in (("language", "LANGUAGE_CODE"), ("time_zone", "TIME_ZONE")):
            if variable in settings.FIXED_BY_ENVIRONMENT:
                self.fields[field].disabled = True
                self.initial[field] = getattr(settings, variable)
        for name, asked in self.fields.items():
            asked.widget.attrs["aria-describedby"] = f"{name}-about"

    def clean_time_zone(self) -> str:
        typed = self.cleaned_data["time_zone"]
        found = typed if self.fields["time_zone"].disabled else zones.find(typed)
        if not found:
            raise ValidationError(
                gettext("There is no time zone “%(typed)s”: choose one of the list, for example Europe/Kyiv.")
                % {"typed": typed}
            )
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        password = found.get("password")
        if password:
            try:
                validate_password(password, User(email=found.get("email", ""), name=found.get("person", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return found

    def answers(self) -> Answers:
        """Return what a valid form says."""
        return Answers(**{name: value for name, value in self.cleaned_data.items() if name != "code"})
