"""The pages of sources besides their forms: adding one, asking one now, pausing one."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from unfold.forms import AdminForm

from articles.models import Source
from articles.pictures import small
from articles.pictures.opening import PictureRefused
from articles.related import health, icons, sources
from articles.related.intake import Taken, take_in
from articles.related.looking import Found, Refused, look
from newsroom.fetching import FEED, PICTURE, FetchFailed, fetch

from .story_cards import Card

# Somebody waits for the page.
NOW = replace(FEED, total_seconds=12)
PREVIEW_PICTURE = replace(PICTURE, total_seconds=8)
PICTURE_SALT = "articles.source.picture"
PICTURE_SECONDS = 1800
ICON_SECONDS = 6.0
BLANK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 144 96"><text x="72" y="56" text-anchor="middle" '
    'font-family="Georgia, serif" font-size="24" fill="#808080" opacity="0.6">¶</text></svg>'
)
ADDED_WITH = ["name", "language", "tags", "is_trusted", "every_minutes", "keep_days", "licence_note"]


class SourcePages(ModelAdmin):
    """Adds what is done to a source with a button."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("picture/", view(self.picture_view), name="articles_source_picture"),
            path("<int:source>/ask/", view(require_POST(self.ask_view)), name="articles_source_ask"),
            path("<int:source>/pause/", view(require_POST(self.pause_view)), name="articles_source_pause"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask for an address; show what would come in from there; add it. POST: `address`, then `_add` and the form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        typed = request.POST.get("address", "")[:5000]
        if request.method != "POST":
            return self._page(request, {"typed": request.GET.get("address", "")[:2000]})
        try:
            found = look(typed)
        except Refused as refused:
            return self._page(request, {"typed": typed, "refused": str(refused), "others": refused.others})
        if found.existing is not None:
            return self._page(request, {"typed": typed, "existing": found.existing})
        form_class = self.get_form(request, None, fields=ADDED_WITH)
        if "_add" not in request.POST:
            name = sources.free_name(found.title or found.feed_url)
            form = form_class(initial={"name": name, "language": found.language})
            return self._preview(request, found, form)
        form = form_class(request.POST)
        if form.is_valid():
            try:
                said_of_it = {name: form.cleaned_data[name] for name in ADDED_WITH}
                source = sources.add_source(typed, by=request.user, found=found, **said_of_it)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                icons.fetch_icon(source.pk, seconds=ICON_SECONDS)
                count = found.taken.new if found.taken else 0
                words = ngettext(
                    "“%(name)s” is a source now: %(count)d story came in.",
                    "“%(name)s” is a source now: %(count)d stories came in.",
                    count,
                )
                messages.success(request, words % {"name": source, "count": count})
                if count and health.worker_is_silent():
                    messages.warning(request, _("No worker is running: pictures and further news come when it does."))
                elif count:
                    messages.info(request, _("Pictures come with the next round of the worker."))
                return HttpResponseRedirect(reverse("admin:articles_source_change", args=[source.pk]))
        return self._preview(request, found, form)

    def ask_view(self, request: HttpRequest, source: int) -> HttpResponse:
        """Ask a source at once, and say what came."""
        found = self._source(request, source)
        taken = take_in(found, limits=NOW)
        if taken.problem:
            messages.error(request, found.problem_words)
        else:
            messages.success(request, said(taken))
        return self._back(found)

    def pause_view(self, request: HttpRequest, source: int) -> HttpResponse:
        """Pause a source, or resume it when `resume` is sent."""
        found = self._source(request, source)
        if request.POST.get("resume"):
            sources.resume(found, by=request.user)
            messages.success(request, _("“%(name)s” is asked again.") % {"name": found})
        else:
            sources.pause(found, by=request.user)
            messages.success(request, _("“%(name)s” is paused: nothing new comes in.") % {"name": found})
        return self._back(found)

    def picture_view(self, request: HttpRequest) -> HttpResponse:
        """A picture of what would come in, small, from our own address. Query: `of`, signed by the preview."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return _picture(request)

    def _source(self, request: HttpRequest, pk: int) -> Source:
        source = get_object_or_404(Source, pk=pk)
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        return source

    def _back(self, source: Source) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_source_change", args=[source.pk]))

    def _preview(self, request: HttpRequest, found: Found, form: Any) -> HttpResponse:
        fieldsets = [(None, {"fields": ADDED_WITH})]
        address = reverse("admin:articles_source_picture")
        context = {
            "typed": found.feed_url,
            "found": found,
            "kind": Source.Kind(found.kind).label,
            "form": form,
            "adminform": AdminForm(form, fieldsets, {}, (), model_admin=self),
            "cards": [
                Card(
                    title=one.title,
                    url=one.url,
                    excerpt=one.excerpt,
                    at=one.at if one.is_dated else None,
                    picture=f"{address}?of={dumps(one.picture_url, salt=PICTURE_SALT)}" if one.picture_url else "",
                    language=one.language if one.language != found.language else "",
                    is_too_old=one in found.too_old,
                )
                for one in found.items or found.too_old
            ],
            "media": self.media + form.media,
        }
        return self._page(request, context)

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Add a source")}
        return TemplateResponse(request, "admin/articles/source/add.html", around | context)


def said(taken: Taken) -> str:
    """Return what came in, in a sentence."""
    if taken.is_busy:
        return _("It is paused, or somebody else is asking it just now.")
    if not (taken.new or taken.changed):
        return _("It was asked: there is nothing new.")
    new = ngettext("%d new story", "%d new stories", taken.new) % taken.new
    changed = ngettext("%d changed", "%d changed", taken.changed) % taken.changed
    return _("It was asked: %(new)s, %(changed)s.") % {"new": new, "changed": changed}


@require_safe
@cache_control(private=True, max_age=PICTURE_SECONDS)
def _picture(request: HttpRequest) -> HttpResponse:
    try:
        url = loads(request.GET.get("of", ""), salt=PICTURE_SALT, max_age=PICTURE_SECONDS)
        data, _width, _height = small.card(fetch(url, limits=PREVIEW_PICTURE).body)
    except BadSignature:
        return HttpResponse(status=404)
    except (FetchFailed, PictureRefused):
        # The drawn placeholder of a card without a picture, and not the browser's broken one.
        return HttpResponse(BLANK, content_type="image/svg+xml")
    return HttpResponse(data, content_type="image/webp")
