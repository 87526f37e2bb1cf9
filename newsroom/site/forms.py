"""What the settings refuse, each in a sentence."""

from typing import Any

from django.core.exceptions import ValidationError

from newsroom.languages_admin import TranslatedForm
from newsroom.lines_admin import LineForm

from . import analytics, colours, logos, social
from .models import SocialAccount


class SettingsForm(TranslatedForm):
    """Refuses pictures that no search engine would show, colours that nobody can read, half a switch."""

    LINED = ("ear_left", "ear_right", "notice", "footer_note")

    def clean_logo(self) -> Any:
        return logos.square_logo(self.cleaned_data["logo"]) if self._is_new("logo") else self.cleaned_data.get("logo")

    def clean_nameplate(self) -> Any:
        if not self._is_new("nameplate"):
            return self.cleaned_data.get("nameplate")
        file, (self.instance.nameplate_width, self.instance.nameplate_height) = logos.nameplate(
            self.cleaned_data["nameplate"]
        )
        return file

    def clean_nameplate_dark(self) -> Any:
        if not self._is_new("nameplate_dark"):
            return self.cleaned_data.get("nameplate_dark")
        return logos.nameplate(self.cleaned_data["nameplate_dark"])[0]

    def clean_accent(self) -> str:
        return self._colour("accent", "light")

    def clean_accent_dark(self) -> str:
        return self._colour("accent_dark", "dark")

    def clean_analytics_script(self) -> str:
        return self._script("analytics_script")

    def clean_analytics_endpoint(self) -> str:
        return self._script("analytics_endpoint")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("analytics_on"):
            names = ("analytics_kind", "analytics_script", "analytics_site", "analytics_endpoint")
            for name, sentence in analytics.check(*(found.get(each) or "" for each in names)).items():
                if name not in self.errors:
                    self.add_error(name, sentence)
        return found

    def _is_new(self, field: str) -> bool:
        return bool(self.cleaned_data.get(field)) and field in self.changed_data

    def _colour(self, field: str, theme: str) -> str:
        value = self.cleaned_data[field]
        return colours.check(value, theme) if value else ""

    def _script(self, field: str) -> str:
        value = self.cleaned_data[field].strip()
        if value:
            analytics.validate_address(value)
        return value


class MenuItemForm(LineForm, TranslatedForm):
    """A translated line."""


class SocialAccountForm(LineForm):
    """An account, at the network that its line names."""

    class Meta:
        model = SocialAccount
        fields = ["network", "address", "position"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("network") and found.get("address"):
            try:
                found["address"] = social.check(found["network"], found["address"])
            except ValidationError as error:
                self.add_error("address", error)
        return found
