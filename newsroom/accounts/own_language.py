"""The page on which somebody chooses the language in which the desk speaks to them."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from .models import User


class LanguageForm(forms.ModelForm):
    """One of the site's languages by its own name, or what the browser asks for."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the desk"), required=False, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
        cast("forms.ChoiceField", self.fields["language"]).choices = [("", _("As the browser says")), *names]


def own_language(request: HttpRequest) -> HttpResponse:
    """Show and keep one's own choice; mails to that person go out in it too."""
    person = cast("User", request.user)
    form = LanguageForm(instance=person)
    if request.method == "POST":
        form = LanguageForm(request.POST)
        if form.is_valid():
            person.language = form.cleaned_data["language"]
            person.save(update_fields=["language"])
            chosen = form.cleaned_data["language"] or translation.get_language_from_request(request)
            with translation.override(chosen):
                messages.success(request, _("The desk speaks this language to you from now on."))
            return HttpResponseRedirect(reverse("own_language"))
    context = {**admin.site.each_context(request), "title": _("Language of the desk"), "form": form}
    return render(request, "admin/accounts/own_language.html", context)
