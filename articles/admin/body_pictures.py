"""Pictures from inside the editor: a file into the library, and words that a picture still lacks. JSON."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles import library
from articles.models import Picture
from articles.picture_log import record_changed
from articles.pictures.opening import PictureRefused
from newsroom.audit.recording import changes_of

from .choosers import picture_cards

type Answer = Callable[[HttpRequest], JsonResponse]


class WordsForm(forms.ModelForm):
    """What is said about a picture where it is used."""

    class Meta:
        model = Picture
        fields = ["alt", "credit"]


class UploadForm(forms.ModelForm):
    """What comes with a new file."""

    class Meta:
        model = Picture
        fields = ["title", "alt", "caption", "credit"]

    upload = forms.FileField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False


def for_whoever_may(permission: str, refusal: Callable[[], str]) -> Callable[[Answer], Answer]:
    """Decorator: POST by staff with `permission`; others get 403 and the sentence of `refusal`."""

    def decorator(view: Answer) -> Answer:
        @require_POST
        @never_cache
        def allowed(request: HttpRequest) -> JsonResponse:
            user = request.user
            if user.is_active and user.is_staff and user.has_perm(permission):
                return view(request)
            return JsonResponse({"errors": {"upload": refusal()}}, status=403)

        return allowed

    return decorator


@for_whoever_may("articles.add_picture", lambda: _("You may not add pictures: ask somebody of the picture desk."))
def upload(request: HttpRequest) -> JsonResponse:
    """Take `upload` into the library with `title`, `alt`, `caption`, `credit`; answers `picture`, or `errors`.

    A file that the library has already answers with that picture and `duplicate`.
    """
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(form)
    given = form.cleaned_data
    words = {name: given[name] for name in ("alt", "caption", "credit") if given[name]}
    try:
        picture = library.add_picture(
            given["upload"], title=given["title"], file_name=given["upload"].name, by=request.user, **words
        )
    except PictureRefused as refused:
        return JsonResponse({"errors": {"upload": str(refused)}})
    except library.DuplicatePicture as duplicate:
        return JsonResponse({"picture": picture_cards([duplicate.picture])[0], "duplicate": True})
    return JsonResponse({"picture": picture_cards([picture])[0], "duplicate": False}, status=201)


@for_whoever_may("articles.change_picture", lambda: _("You may not change pictures: leave these fields empty."))
def words(request: HttpRequest) -> JsonResponse:
    """Write `alt` and `credit` of the `picture` with that number; answers `picture`, or `errors`."""
    number = request.POST.get("picture", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    picture = Picture.objects.filter(pk=int(number)).first() if is_number else None
    if picture is None:
        return JsonResponse({"errors": {"picture": _("This picture is gone: choose another.")}}, status=404)
    form = WordsForm(request.POST, instance=picture)
    if not form.is_valid():
        return _refused(form)
    with transaction.atomic():
        form.save()
        record_changed(picture, changes_of(form), by=request.user)
    return JsonResponse({"picture": picture_cards([picture])[0]})


def _refused(form: forms.ModelForm) -> JsonResponse:
    errors = {
        name: " ".join([f"{form.fields[name].label}:"] * (name in form.fields) + [str(each) for each in sentences])
        for name, sentences in form.errors.items()
    }
    # Not an error of the protocol: the dialog shows the sentences over what was typed.
    return JsonResponse({"errors": errors})
