"""Topics: for editors, who decide and never learn who proposed or voted."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from newsroom.audit.log import record
from newsroom.audit.recording import RecordsChanges
from newsroom.capped_lists import CappedPaginator
from newsroom.languages_admin import TranslatedAdminMixin, translated_form, with_languages
from patrons import topics
from patrons.models import Topic, TopicRound
from patrons.topics import NotDone

from .answer_form import AnswerForm
from .moments import MOMENTS
from .reading import Exact
from .sure import ask, is_sure

State = Topic.State
MAY_BE_ANSWERED = (State.CHOSEN, State.REPORTING, State.PUBLISHED)
CHOICES = 100


class StateFilter(Exact):
    title, parameter_name, column = gettext_lazy("state"), "state", "state"
    choices_of = State.choices


class RoundFilter(Exact):
    title, parameter_name, column = gettext_lazy("round"), "round", "round"

    @staticmethod
    def choices_of() -> list[tuple[str, str]]:
        return [(str(each.pk), each.name) for each in TopicRound.objects.all()[:CHOICES]]


class Shown(RecordsChanges, TranslatedAdminMixin, ModelAdmin):
    """What topics and rounds share: nothing is deleted, and lists are not asked about people."""

    formfield_overrides = MOMENTS
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None
    sortable_by = ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Votes hang on them.
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        # Only by its own filters: a list could else be asked which topics a patron proposed or voted for.
        return lookup in ("state", "round")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))


@admin.register(Topic)
class TopicAdmin(Shown):
    """Words are edited in the form; each step has a button of its own."""

    form = translated_form(Topic, AnswerForm)
    list_display = ["title", "state", "round", "votes_count", "show_by", "created_at"]
    list_filter = [StateFilter, RoundFilter]
    list_select_related = ["round"]
    search_fields = ["title__holds"]
    autocomplete_fields = ["article"]
    change_form_outer_before_template = "admin/patrons/topic/steps.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only what has a meaning now: nobody answers a proposal, or says why something was declined that was not."""
        fields = ["title", "pitch"]
        if obj is not None and obj.state in MAY_BE_ANSWERED:
            fields += ["progress", "article", "article_typed"]
        if obj is not None and obj.state == State.DECLINED:
            fields += ["reason"]
        return [(None, {"fields": with_languages(Topic, fields)})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if (field := form.base_fields.get("article")) is not None:
            # Articles are made and changed at their own desk.
            for way in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{way}_related", False)
        return form

    def get_urls(self) -> list[Any]:
        do = self.admin_site.admin_view(require_POST(self.do))
        return [path("<int:topic>/do/<slug:verb>/", do, name="patrons_topic_do"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        topic = kwargs.get("obj")
        if topic is not None:
            near = Topic.objects.filter(state__in=topics.ALIVE).exclude(pk=topic.pk)
            context |= {
                "topic": topic, "steps": topic.steps.select_related("by")[:50],
                "rounds": [each for each in TopicRound.objects.all()[:CHOICES] if not each.is_over],
                "others": near.only("title", "state")[:CHOICES],
                "may_decide": self.has_change_permission(request, topic),
            }  # fmt: skip
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            topics.added(obj, by=request.user)
            return
        # Words only: the rest is the verbs', and may have changed while the form was open.
        obj.save(update_fields=["title", "pitch", "progress", "reason", "translations"])
        # Chosen or written down: what the form was opened with tells whether it is another one.
        if obj.article_id != form.initial.get("article"):
            try:
                topics.answer(obj, obj.article_id, by=request.user)
            except NotDone as refused:
                messages.error(request, str(refused))

    def record_saved(self, request: HttpRequest, obj: Any, changed: dict[str, Any], change: bool) -> None:
        # What a patron wrote stands in no log: the names of the fields are enough.
        verb = self.audit_verb("changed" if change else "made")
        names = dict.fromkeys(name for name in changed if name not in ("article", "article_typed"))
        if not change or names:
            record(verb, obj, by=request.user, called=topics.called(obj), changed=names)

    def do(self, request: HttpRequest, topic: int, verb: str) -> HttpResponse:
        """One step of a topic."""
        if not request.user.has_perm("patrons.change_topic"):
            raise PermissionDenied
        found = get_object_or_404(Topic, pk=topic)
        acts: dict[str, Callable[[], Any]] = {
            "open": lambda: topics.open_for_votes(found, self._round(request), by=request.user),
            "decline": lambda: self._decline(request, found),
            "choose": lambda: topics.choose(found, by=request.user),
            "report": lambda: topics.begin_reporting(found, by=request.user),
            "merge": lambda: self._merge(request, found),
        }
        back = HttpResponseRedirect(reverse("admin:patrons_topic_change", args=[found.pk]))
        if verb not in acts:
            return back
        try:
            asked = acts[verb]()
        except NotDone as refused:
            messages.error(request, str(refused))
        else:
            if isinstance(asked, HttpResponse):
                return asked
            messages.success(request, _("It is done."))
        return back

    def _decline(self, request: HttpRequest, topic: Topic) -> Topic | HttpResponse:
        """Say no: asked about first, for nothing takes it back, and others read the reason."""
        reason = topics.reason_of(topic, request.POST.get("reason", ""))
        if is_sure(request):
            return topics.decline(topic, reason, by=request.user)
        lines = [_("Why: %(reason)s") % {"reason": reason}]
        if topic.is_public:
            lines.append(_("Readers see that it was declined, and the reason."))
        elif topic.proposed_by_id:
            lines.append(_("Whoever proposed it reads the reason."))
        if topics.votes_go_back(topic) and topic.votes_count:
            back = ngettext("%(votes)s vote is given back.", "%(votes)s votes are given back.", topic.votes_count)
            lines.append(back % {"votes": topic.votes_count})
        return ask(
            request, self.admin_site, _("Decline “%(topic)s”") % {"topic": topic}, [*lines, _("It cannot be undone.")],
            _("Decline"), reverse("admin:patrons_topic_change", args=[topic.pk]), kept={"reason": reason},
        )  # fmt: skip

    def _merge(self, request: HttpRequest, topic: Topic) -> Topic | HttpResponse:
        """Make it part of another one: asked about first, for nothing takes it back."""
        into = self._other(request)
        topics.may_merge(topic, into)
        if is_sure(request, into.pk):
            return topics.merge(topic, into, by=request.user)
        votes = ngettext("It has %(votes)s vote.", "It has %(votes)s votes.", topic.votes_count)
        return ask(
            request, self.admin_site, _("“%(topic)s” becomes part of “%(into)s”") % {"topic": topic, "into": into},
            [
                votes % {"votes": topic.votes_count},
                _("Its votes go there; who voted for both has one back. It cannot be undone."),
            ],
            _("Make it part of that"), reverse("admin:patrons_topic_change", args=[topic.pk]),
            of=into.pk, kept={"into": str(into.pk)},
        )  # fmt: skip

    def _round(self, request: HttpRequest) -> TopicRound:
        found = TopicRound.objects.filter(pk=_number(request.POST.get("round", ""))).first()
        if found is None:
            raise NotDone(_("Choose the round: one that has not closed."))
        return found

    def _other(self, request: HttpRequest) -> Topic:
        found = Topic.objects.filter(pk=_number(request.POST.get("into", ""))).first()
        if found is None:
            raise NotDone(_("Choose the topic that it becomes part of."))
        return found

    @admin.display(description=gettext_lazy("proposed by"))
    def show_by(self, topic: Topic) -> str:
        return _("a patron") if topic.proposed_by_id else _("the newsroom")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
