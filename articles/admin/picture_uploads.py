"""Files dropped on the library: one a request, answered in JSON for the script that sends them."""

from datetime import timedelta
from typing import Any

from django.db.models import ProtectedError
from django.http import HttpRequest, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from articles import alike, library
from articles.models import Picture
from articles.pictures.opening import BYTES_AT_MOST, PictureRefused
from articles.uses import uses_of

from .choosers import thumb_url
from .picture_form import already_there

TAKEN_BACK_WITHIN = timedelta(days=1)
# What a form sends around the file.
_ENVELOPE = 64 * 1024


# Exempt outside and protected inside: the protection reads the whole body, so size and rights come first.
@csrf_exempt
@require_POST
@never_cache
def upload(request: HttpRequest) -> JsonResponse:
    """Take the file `upload`; `protects_source=1` keeps no metadata of it.

    Answers 201 with the picture's card, 409 with the one that is there already, 403, 413 and 422
    with `sentence`.
    """
    user = request.user
    if not (user.is_active and user.is_staff and user.has_perm("articles.add_picture")):
        return _refused(_("You may not add pictures. Sign in again, or ask a chief editor."), 403)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > BYTES_AT_MOST + _ENVELOPE:
        return _refused(upload_words()["too_large"], 413)
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> JsonResponse:
    try:
        file = request.FILES.get("upload")
    except MultiPartParserError:
        file = None
    if file is None:
        return _refused(_("No file arrived, or it is empty. Choose it again."), 422)
    protect = request.POST.get("protects_source") == "1"
    try:
        picture = library.add_picture(
            file,  # type: ignore[arg-type]
            file_name=file.name or "",
            by=request.user,
            protects_source=protect,
        )
    except PictureRefused as refused:
        return _refused(refused.sentence, 422)
    except library.DuplicatePicture as duplicate:
        there = duplicate.picture
        more: dict[str, Any] = {"existing": _card(there)}
        if protect and not there.protects_source:
            address = reverse("admin:articles_picture_protect", args=[there.pk])
            more["protect"] = {"url": address, "title": _("Protect the source…")}
        return _refused(already_there(there, protect), 409, **more)
    except OSError:
        return _refused(_("The file could not be stored. Try again in a moment, or tell whoever runs the site."), 507)
    card = _card(picture) | {
        "alike": [_card(other) for other in alike.pictures_like(picture)],
        "take_back": reverse("desk_picture_take_back", args=[picture.pk]),
    }
    return JsonResponse(card, status=201)


@require_POST
@never_cache
def take_back(request: HttpRequest, pk: int) -> JsonResponse:
    """Remove a picture that the same person added within a day and that nothing uses yet."""
    user = request.user
    if not (user.is_active and user.is_staff and user.has_perm("articles.add_picture")):
        return _refused(_("You may not remove this picture."), 403)
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None:
        return JsonResponse({})
    is_own = picture.created_by_id == user.pk and picture.created_at > timezone.now() - TAKEN_BACK_WITHIN
    if not (is_own or user.has_perm("articles.delete_picture")):
        return _refused(_("You may not remove this picture."), 403)
    used = _("This picture is in use and stays.")
    if uses_of(picture):
        return _refused(used, 409)
    try:
        library.remove_picture(picture, by=user)
    except ProtectedError:
        return _refused(used, 409)
    return JsonResponse({})


def upload_words() -> dict[str, str]:
    """Return what the upload's script says, in the language of the request."""
    return {
        "waiting": _("Waiting"),
        "sending": _("Sending: {percent} %"),
        "preparing": _("Being prepared …"),
        "done": _("Added."),
        "retry": _("Try again"),
        "lost": _("The connection was lost. Nothing was added."),
        "failed": _("The server could not take this file. Try again, and tell whoever runs the site if it stays so."),
        "alike": _("Looks like:"),
        "keep": _("Keep both"),
        "take_back": _("Remove the new one"),
        "taken_back": _("Removed again."),
        "progress": _("{done} of {all} files are through, {refused} refused."),
        "too_large": _("The file is larger than %(limit)d MB. Save it as a JPEG, or smaller, and upload that.")
        % {"limit": BYTES_AT_MOST // 1024**2},
        "empty": _("This is a folder or an empty file. Choose the pictures in it."),
    }


def _card(picture: Picture) -> dict[str, Any]:
    return {
        "id": picture.pk,
        "title": picture.title,
        "url": reverse("admin:articles_picture_change", args=[picture.pk]),
        "thumb": thumb_url(picture),
    }


def _refused(sentence: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"sentence": sentence, **more}, status=status)
