"""The slots of a front: which story stands where, from when until when."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.frontpage import HOLDS
from articles.models import FrontSlot, PublishedArticle
from articles.querysets import not_over
from articles.slots import Slot
from newsroom.lines_admin import InOrder, LineForm

from .article_form import ClockWidget, DateWidget
from .moment_fields import MomentField


class SlotMoment(forms.SplitDateTimeWidget):
    """A day and a time of the newsroom's zone."""

    def __init__(self) -> None:
        widgets = (
            DateWidget(attrs={"aria-label": gettext_lazy("Day")}),
            ClockWidget(attrs={"aria-label": gettext_lazy("Time")}),
        )
        super(forms.SplitDateTimeWidget, self).__init__(widgets)


class SlotForm(LineForm):
    """A slot takes what readers of its language can open now, or will."""

    shows_from = MomentField(label=gettext_lazy("From"), required=False, widget=SlotMoment)
    shows_until = MomentField(label=gettext_lazy("Until"), required=False, widget=SlotMoment)

    class Meta:
        model = FrontSlot
        fields = ["place", "article", "shows_from", "shows_until", "position"]
        widgets = {"position": forms.HiddenInput}
        error_messages = {"article": {"required": gettext_lazy("Choose an article, or remove the slot.")}}

    # How many its place takes, when those before it fill the place already (see `Slots.zones`).
    does_not_fit = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        front = self.instance.front if self.instance.front_id else None
        if front is not None and front.section_id:
            field = cast("forms.ChoiceField", self.fields["place"])
            field.choices = [(place.value, place.label) for place in FrontSlot.SECTION_PLACES]
        if self.instance._state.adding:
            # Else an untouched line would count as filled in.
            self.fields["place"].show_hidden_initial = False

    def has_changed(self) -> bool:
        if self.instance._state.adding and not self["article"].data:
            return any(name in self.changed_data for name in ("shows_from", "shows_until"))
        return super().has_changed()

    @property
    def is_idle(self) -> bool:
        """Whether its time has not come yet, or is over: then it takes no room."""
        return not Slot.of(self.instance).shows(timezone.now())

    @property
    def standing(self) -> tuple[str, str]:
        """What the slot does now: a word for style sheets, and one for people."""
        slot, now = self.instance, timezone.now()
        if slot.shows_until and slot.shows_until <= now:
            return "over", _("Over: the place fills itself again")
        if slot.shows_from and slot.shows_from > now:
            return "waits", _("Waits")
        if self.does_not_fit:
            return "over", _("Does not fit: the place holds %(number)d") % {"number": self.does_not_fit}
        return "shows", _("Stands there now") if slot.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("shows_from"), cleaned.get("shows_until")
        if begins and ends and ends <= begins:
            self.add_error("shows_until", _("It would end before it begins: choose a later moment."))
        elif ends and ends <= timezone.now() and "shows_until" in self.changed_data:
            self.add_error("shows_until", _("This moment has passed: choose a later one, or leave it empty."))
        return cleaned

    def clean_article(self) -> Any:
        article = self.cleaned_data["article"]
        if "article" not in self.changed_data:
            return article
        coming = PublishedArticle.objects.filter(not_over(), article=article)
        edition = coming.order_by("live_from").only("language").first()
        if edition is None:
            raise ValidationError(
                _("“%(headline)s” is not public: publish or schedule it first.") % {"headline": article}
            )
        language = getattr(self.instance.front, "language", "") if self.instance.front_id else ""
        if language and edition.language != language:
            raise ValidationError(
                _("“%(headline)s” is written in another language than this front page.") % {"headline": article}
            )
        return article

    def validate_constraints(self) -> None:
        """`Slots` looks at all of them together: a story may move into the slot of another."""


@dataclass(frozen=True)
class Zone:
    """One place of the page with its lines, in order."""

    place: str
    label: str
    forms: list[SlotForm]
    # None: as many as there are.
    holds: int | None = None


class Slots(InOrder):
    """The slots as they will stand: each story once. Stories may change places in one save."""

    def zones(self) -> list[Zone]:
        """Return the places of this front, each with the lines that stand in it."""
        places = FrontSlot.SECTION_PLACES if self.instance.section_id else tuple(FrontSlot.Place)
        found: dict[str, list[SlotForm]] = {place.value: [] for place in places}
        # What comes back with a mistake in it stands as it was dragged, not as it is stored.
        for form in sorted(self.forms, key=_typed_position) if self.is_bound else self.forms:
            place = form["place"].value()
            found.setdefault(place if place in found else places[-1].value, []).append(cast("SlotForm", form))
        holds: dict[str, int] = {} if self.instance.section_id else HOLDS
        self._mark_what_does_not_fit(holds)
        return [Zone(place.value, str(place.label), found[place.value], holds.get(place.value)) for place in places]

    def _mark_what_does_not_fit(self, holds: dict[str, int]) -> None:
        """Mark the saved slots that readers do not see because those before them fill the place."""
        forms = [cast("SlotForm", form) for form in self.initial_forms]
        live = PublishedArticle.objects.live().in_language(self.instance.language)
        public = set(
            live.filter(article__in=[form.instance.article_id for form in forms]).values_list("article", flat=True)
        )
        standing = dict.fromkeys(holds, 0)
        for form in forms:
            slot = form.instance
            if slot.place in holds and slot.article_id in public and Slot.of(slot).shows(timezone.now()):
                standing[slot.place] += 1
                form.does_not_fit = holds[slot.place] if standing[slot.place] > holds[slot.place] else 0

    def as_typed(self) -> list[Slot]:
        """Return the slots of a valid form, in order, without saving them."""
        lines = [form for form in self.forms if form.cleaned_data.get("article") and not form.cleaned_data["DELETE"]]
        lines.sort(key=lambda form: form.cleaned_data.get("position") or 0)
        names = ("place", "shows_from", "shows_until")
        return [
            Slot(article_id=form.cleaned_data["article"].pk, **{name: form.cleaned_data[name] for name in names})
            for form in lines
        ]

    def clean(self) -> None:
        super().clean()
        places: dict[Any, str] = {}
        for form in self.forms:
            article = getattr(form, "cleaned_data", {}).get("article")
            if article is None or form.cleaned_data.get("DELETE"):
                continue
            place = FrontSlot.Place(form.cleaned_data["place"]).label if form.cleaned_data.get("place") else ""
            if article.pk in places:
                form.add_error(
                    "article",
                    _("“%(headline)s” stands in the slot “%(place)s” too: change or remove one of the two.")
                    % {"headline": article, "place": places[article.pk]},
                )
            places.setdefault(article.pk, str(place))
        # Somebody else may have filled a slot since this form was opened.
        known = [form.instance.pk for form in self.initial_forms]
        others = FrontSlot.objects.filter(front=self.instance, article__in=places) if self.instance.pk else []
        for slot in others:
            if slot.pk not in known:
                raise ValidationError(
                    _("“%(headline)s” was put into the slot “%(place)s” meanwhile: open this page anew."),
                    params={"headline": slot.article, "place": slot.get_place_display()},
                )

    def validate_unique(self) -> None:
        """Done by `clean`, in words that name the slot."""

    def save_existing_objects(self, commit: bool = True) -> Any:
        if commit:
            # Rows that change their story go first and are written anew under their numbers, or the
            # first of two that change places would meet the second.
            moved = [form.instance.pk for form in self.initial_forms if "article" in form.changed_data]
            FrontSlot.objects.filter(pk__in=[*moved, *(form.instance.pk for form in self.deleted_forms)]).delete()
        return super().save_existing_objects(commit)


def _typed_position(form: forms.BaseForm) -> int:
    written = str(form["position"].value() or "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0
