"""Rounds of votes: when they open and close, and what came of them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsroom.languages_admin import TranslatedForm, translated_form
from patrons import topics
from patrons.models import Topic, TopicRound
from patrons.topics import NotDone

from .moments import IN_OUR_ZONE
from .sure import ask, is_sure
from .topics import CHOICES, Shown


class RoundForm(TranslatedForm):
    """A time in which votes are taken; two do not overlap."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("opens_at"), cleaned.get("closes_at")
        if not begins or not ends:
            return cleaned
        if ends <= begins:
            self.add_error("closes_at", _("It closes before it opens: choose a later moment."))
        elif "closes_at" in self.changed_data and ends <= timezone.now():
            self.add_error("closes_at", _("This moment has passed: to close a round now there is a button."))
        others = TopicRound.objects.filter(opens_at__lt=ends, closes_at__gt=begins).exclude(pk=self.instance.pk)
        if (other := others.first()) is not None:
            self.add_error("opens_at", _("“%(round)s” is open in that time: one round at a time.") % {"round": other})
        return cleaned


@admin.register(TopicRound)
class TopicRoundAdmin(Shown):
    """When votes are taken. What was closed stays as it was."""

    form = translated_form(TopicRound, RoundForm)
    list_display = ["name", "opens_at", "closes_at"]
    fieldsets = [(None, {"fields": ["name", "opens_at", "closes_at"], "description": IN_OUR_ZONE})]
    change_form_outer_before_template = "admin/patrons/topicround/results.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["opens_at", "closes_at"] if obj is not None and obj.is_over else []

    def get_urls(self) -> list[Any]:
        close = self.admin_site.admin_view(require_POST(self.close))
        return [path("<int:round>/close/", close, name="patrons_topicround_close"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        round = kwargs.get("obj")
        if round is not None:
            found = round.topics.exclude(state=Topic.State.MERGED).order_by("-votes_count", "pk")
            may_close = round.is_open and self.has_change_permission(request, round)
            context |= {"round": round, "topics": found[:CHOICES], "may_close": may_close}
        return super().render_change_form(request, context, *args, **kwargs)

    def close(self, request: HttpRequest, round: int) -> HttpResponse:
        """Close it now."""
        if not request.user.has_perm("patrons.change_topicround"):
            raise PermissionDenied
        found = get_object_or_404(TopicRound, pk=round)
        back = reverse("admin:patrons_topicround_change", args=[found.pk])
        if found.is_open and not is_sure(request):
            day = date_format(localtime(found.closes_at), "DATETIME_FORMAT")
            return ask(
                request, self.admin_site, _("Close “%(round)s” now") % {"round": found},
                [
                    _("By itself it closes on %(day)s.") % {"day": day},
                    _("Votes then stand as they are. It cannot be undone."),
                ],
                _("Close it now"), back,
            )  # fmt: skip
        try:
            topics.close_round(found, by=request.user)
            messages.success(request, _("It is closed."))
        except NotDone as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(back)
