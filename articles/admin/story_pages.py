"""The pages of stories besides their forms: adding one by its address, looking again, hiding."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Story
from articles.related import rechecking, stories, unfurl
from articles.related.unfurl import NotAStory
from newsroom.fetching import PAGE, FetchFailed

from .story_form import HandWritten

# Somebody waits for the page.
NOW = replace(PAGE, total_seconds=10)


class StoryPages(ModelAdmin):
    """Adds what is done to a story with a button."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:story>/look/", view(require_POST(self.look_view)), name="articles_story_look"),
            path("<int:story>/hide/", view(require_POST(self.hide_view)), name="articles_story_hide"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Add a story by its address. POST: `address`; or `_by_hand` and its words, where nothing can be fetched."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, {"typed": request.GET.get("address", "")[:2000]})
        if "_by_hand" in request.POST:
            return self._by_hand(request)
        typed = request.POST.get("address", "")[:5000]
        last = Story.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        try:
            story = unfurl.unfurl(typed, by=request.user)
        except (NotAStory, FetchFailed) as refused:
            context: dict[str, Any] = {"typed": typed, "refused": str(refused)}
            if unfurl.tidy(typed) and not stories.is_ours(unfurl.tidy(typed)):
                context["form"] = HandWritten(initial={"url": unfurl.tidy(typed)})
            return self._page(request, context)
        is_new = story.pk > last
        messages.success(request, _("The story is here now.") if is_new else _("This story was here already."))
        return self._back(story)

    def look_view(self, request: HttpRequest, story: int) -> HttpResponse:
        """Fetch the page of a story again: what it says now, and whether it is there."""
        found = self._story(request, story)
        try:
            said = unfurl.read(found.url, NOW)
        except NotAStory as refused:
            messages.warning(request, str(refused))
        except FetchFailed as failed:
            missing = failed.permanent or failed.status == rechecking.NOT_FOUND
            rechecking.found(found, is_there=False, missing=missing, gone=failed.permanent)
            messages.error(request, str(failed))
        else:
            rechecking.found(found)
            changed = unfurl.refresh(found, said)
            messages.success(request, _("Its page was read again.") if changed else _("Its page has not changed."))
        return self._back(found)

    def hide_view(self, request: HttpRequest, story: int) -> HttpResponse:
        """Hide a story, or show it again when `show` is sent."""
        found = self._story(request, story)
        if request.POST.get("show"):
            stories.show_again(found, by=request.user)
            messages.success(request, _("It may be offered and shown again."))
        else:
            stories.hide(found, by=request.user)
            messages.success(request, _("It is hidden: neither offered nor shown anywhere."))
        return self._back(found)

    def _by_hand(self, request: HttpRequest) -> HttpResponse:
        form = HandWritten(request.POST)
        if not form.is_valid():
            return self._page(request, {"typed": request.POST.get("url", "")[:5000], "form": form})
        said, own = form.said()
        with transaction.atomic():
            story = unfurl.add(said, by=request.user, **own)
            transaction.on_commit(lambda: stories.index_stories([story.pk]))
        messages.success(request, _("The story is here now."))
        return self._back(story)

    def _story(self, request: HttpRequest, pk: int) -> Story:
        story = get_object_or_404(Story.objects.select_related("source"), pk=pk)
        if not self.has_change_permission(request, story):
            raise PermissionDenied
        return story

    def _back(self, story: Story) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story.pk]))

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        form = context.get("form")
        around = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Add a story by its address"),
            "media": self.media + form.media if form else self.media,
        }
        return TemplateResponse(request, "admin/articles/story/add.html", around | context)
