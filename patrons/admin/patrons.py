"""Patrons: who they are as far as they said, what they give, and what staff may do for them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from newsroom.accounts.confirming import confirmed
from patrons import people, what_came
from patrons.days import NoDay, noon_of
from patrons.models import Grant, Patron, Pledge, Tier
from patrons.models.columns import Visibility
from patrons.models.names import named
from patrons.models.people import email_key
from patrons.people import NotDone

from . import merging, timeline
from .exports import Exports
from .reading import Chosen, Exact, Reading, apart
from .sure import ask, is_sure

SHOWN = 100
# What comes back with what was typed when it is refused.
FORMS = ("note", "give", "merge")
# What is asked again who it is for.
CONFIRMED = ("give", "merge")


class VisibilityFilter(Exact):
    title, parameter_name, column = gettext_lazy("visibility"), "visibility", "visibility"
    choices_of = Visibility.choices


class WallFilter(Chosen):
    """Names that wait for somebody's look before they stand on the wall."""

    title, parameter_name = gettext_lazy("wall"), "wall"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waits", _("Waits for approval")), ("on", _("On the wall"))]

    def chosen(self, queryset: QuerySet[Patron], value: str) -> QuerySet[Patron]:
        asked = queryset.filter(visibility="public", merged_into=None, erased_at=None).exclude(wall_name="")
        return asked.filter(wall_approved_at__isnull=value == "waits")


class MergedFilter(Chosen):
    """Patrons that were put into another one; without this filter the list has the others."""

    title, parameter_name = gettext_lazy("put together"), "merged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Part of another patron now"))]

    def chosen(self, queryset: QuerySet[Patron], value: str) -> QuerySet[Patron]:
        return queryset.exclude(merged_into=None)


@admin.register(Patron)
class PatronAdmin(Exports, Reading):
    exports = ("patrons",)
    list_display = ["show_name", "email", "visibility", "created_at"]
    list_filter = [WallFilter, VisibilityFilter, MergedFilter]
    list_select_related = ["merged_into"]
    search_fields = ["email"]
    search_help_text = gettext_lazy("A whole e-mail address, or beginnings of a name’s words")

    @admin.display(description=gettext_lazy("patron"))
    def show_name(self, patron: Patron) -> str:
        if patron.merged_into_id is None:
            return apart(patron)
        into = _("part of %(patron)s") % {"patron": patron.merged_into}
        return format_html('<bdi>{}</bdi> <span class="desk-label"><bdi>{}</bdi></span>', patron, into)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Patron], search_term: str) -> Any:
        term = search_term.replace("\0", "").strip()
        if "@" in term:
            # Who asks for an address learns what became of it, whoever it is part of by now.
            return queryset.filter(email_key=email_key(term)), False
        if term:
            queryset = queryset.filter(pk__in=named(term))
        if not request.GET.get(MergedFilter.parameter_name):
            queryset = queryset.filter(merged_into=None)
        return queryset, False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:patron>/do/<slug:verb>/", view(require_POST(self.do)), name="patrons_patron_do"),
            path(
                "grant/<int:grant>/take-back/",
                view(require_POST(confirmed(self.take_back))),
                name="patrons_grant_take_back",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One patron: pledges, rights, votes, mails."""
        if request.method != "GET" or not self.has_view_permission(request):
            raise PermissionDenied
        patron = self.get_object(request, object_id)
        if patron is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return self._page(request, patron)

    def _page(self, request: HttpRequest, patron: Patron, *, status: int = 200, **more: Any) -> HttpResponse:
        context = self.admin_site.each_context(request) | more | {
            "title": str(patron), "patron": patron, "original": patron, "opts": self.opts,
            "pledges": _named(patron),
            "grants": patron.grants.select_related("tier", "pledge", "gift")[:SHOWN],
            "timeline": timeline.of_patron(patron), "tiers": Tier.objects.exclude(status=Tier.Status.DRAFT),
            "merged": patron.merged.all()[:SHOWN],
            "votes": patron.votes.select_related("topic", "round")[:SHOWN], "proposed": patron.topics.all()[:SHOWN],
            "may_change": request.user.has_perm("patrons.change_patron")
            and not (patron.erased_at or patron.merged_into_id),
        }  # fmt: skip
        return TemplateResponse(request, "admin/patrons/patron/page.html", context, status=status)

    def do(self, request: HttpRequest, patron: int, verb: str) -> HttpResponseBase:
        """What gives or joins is confirmed; a note is not."""
        act = confirmed(self._verb) if verb in CONFIRMED else self._verb
        return act(request, patron, verb)

    def _verb(self, request: HttpRequest, patron: int, verb: str) -> HttpResponse:
        """Note, give, merge, or decide on the wall."""
        if not request.user.has_perm("patrons.change_patron"):
            raise PermissionDenied
        found = get_object_or_404(Patron, pk=patron)
        acts = {
            "note": lambda: self._note(request, found),
            "give": lambda: self._give(request, found),
            "merge": lambda: self._merge(request, found),
            "approve": lambda: people.decide_on_wall(found, True, by=request.user),
            "off_wall": lambda: people.decide_on_wall(found, False, by=request.user),
        }
        back = HttpResponseRedirect(reverse("admin:patrons_patron_change", args=[found.pk]))
        if verb not in acts:
            return back
        try:
            done = acts[verb]()
        except NotDone as refused:
            if verb in FORMS:
                wrong = {"form": verb, "words": str(refused), "typed": request.POST}
                return self._page(request, found, status=422, wrong=wrong)
            messages.error(request, str(refused))
            return back
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, _("It is done."))
        to = done if isinstance(done, Patron) else found
        return HttpResponseRedirect(reverse("admin:patrons_patron_change", args=[to.pk]))

    def take_back(self, request: HttpRequest, grant: int) -> HttpResponse:
        """End what staff gave."""
        if not request.user.has_perm("patrons.change_patron"):
            raise PermissionDenied
        found = get_object_or_404(Grant.objects.select_related("patron", "tier"), pk=grant)
        try:
            people.take_back(found, by=request.user)
        except NotDone as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:patrons_patron_change", args=[found.patron_id]))

    def _note(self, request: HttpRequest, patron: Patron) -> None:
        people.note(patron, request.POST.get("note", "").replace("\0", "").replace("\r\n", "\n"))

    def _give(self, request: HttpRequest, patron: Patron) -> Grant:
        tier = Tier.objects.filter(slug=request.POST.get("tier", "")).first()
        if tier is None:
            raise NotDone(_("Choose the tier to give."))
        typed, until = request.POST.get("until", ""), None
        if typed:
            try:
                until = noon_of(typed)
            except NoDay as error:
                raise NotDone(str(error)) from error
        return people.give(patron, tier, until, by=request.user, reason=request.POST.get("reason", ""))

    def _merge(self, request: HttpRequest, patron: Patron) -> Patron | HttpResponse:
        typed = request.POST.get("into", "").replace("\0", "").strip()
        into = Patron.objects.filter(email_key=email_key(typed), erased_at=None, merged_into=None).first()
        if into is None or not typed:
            raise NotDone(_("No patron has the address “%(value)s”: write the whole one.") % {"value": typed[:80]})
        people.may_merge(patron, into)
        if is_sure(request, into.pk):
            return people.merge(patron, into, by=request.user)
        # Both by address: two of one name are the usual case.
        return ask(
            request, self.admin_site,
            _("%(patron)s becomes part of %(into)s")
            % {"patron": merging.called(patron), "into": merging.called(into)},
            merging.what_follows(patron, into), _("Put together"),
            reverse("admin:patrons_patron_change", args=[patron.pk]), of=into.pk, kept={"into": typed},
        )  # fmt: skip


def _named(patron: Patron) -> list[Pledge]:
    """Return the pledges of a patron, each called by what came of it."""
    rows = patron.pledges.select_related("tier", "account").prefetch_related(what_came.with_kept())
    pledges = list(rows[:SHOWN])
    for pledge in pledges:
        pledge.called, pledge.gives = what_came.name(pledge), what_came.tier(pledge)  # type: ignore[attr-defined]
    return pledges
