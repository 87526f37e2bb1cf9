"""Related news in the article's form: lines of a plain formset, each shown as a card."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import StackedInline

from articles import rights
from articles.body.values import identifier
from articles.models import Article, PublishedArticle, RelatedLink, Story
from articles.related import cards
from articles.related.choosing import SHOWN_AT_MOST
from newsroom.lines_admin import LineForm

from .inlines import Lines, OfTheArticle


class NumberField(forms.ModelChoiceField):
    """A record by its number, in a hidden input. `known` holds those that the whole list was asked for at once."""

    known: Mapping[int, Model] | None = None
    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if self.known is None or value in self.empty_values:
            return super().to_python(value)
        number = identifier(str(value))
        found = self.known.get(int(number)) if number else None
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class RelatedForm(LineForm):
    """A line: our article or another outlet's story."""

    target = NumberField(
        Article.objects.defer("body"),
        required=False,
        label=gettext_lazy("our article"),
        error_messages={"invalid_choice": gettext_lazy("The article of this line is gone: remove the line.")},
    )
    story = NumberField(
        Story.objects.defer("text"),
        required=False,
        label=gettext_lazy("story of another outlet"),
        error_messages={"invalid_choice": gettext_lazy("The story of this line is gone: remove the line.")},
    )

    class Meta:
        model = RelatedLink
        fields = ["target", "story", "is_pinned", "position"]

    def _get_validation_exclusions(self) -> set[str]:
        # What the list was asked for at once is there; the model would ask again for each line.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        known = {name for name in ("target", "story") if getattr(self.fields.get(name), "known", None) is not None}
        return excluded | known

    @property
    def place(self) -> tuple[bool, int]:
        """Where the line stands, for sorting: pinned ones first; new ones that were not moved last."""
        typed = str(self["position"].value() if self["position"].value() is not None else "")
        return not self["is_pinned"].value(), int(typed) if typed.isascii() and typed.isdigit() else 1_000_000

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        """The numbers that stand in the line, article and story, typed or stored."""
        target, story = (identifier(str(self[name].value() or "")) for name in ("target", "story"))
        return int(target) if target else None, int(story) if story else None


@dataclass
class ShownLine:
    """A line as the panel shows it. Readers see the first six of those that they can open."""

    form: RelatedForm
    card: cards.Card
    is_over: bool = False


class RelatedLines(Lines):
    """The lines; `user` is who looks at them or sends them."""

    user: Any = None

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        pk = form.fields["id"]
        form.fields["id"] = NumberField(pk.queryset, initial=pk.initial, required=False, widget=pk.widget)

    def full_clean(self) -> None:
        # All of them at once, before each line asks for its own.
        if self.is_bound:
            numbers = [form.numbers for form in cast("list[RelatedForm]", self.forms)]
            articles = Article.objects.select_related("section", "lead_picture").defer("body")
            known: dict[str, Any] = {
                "id": {line.pk: line for line in self.get_queryset()},
                "target": articles.in_bulk({target for target, _story in numbers if target}),
                "story": cards.with_looks(Story.objects).in_bulk({story for _target, story in numbers if story}),
            }
            for form in self.forms:
                for name, records in known.items():
                    if name in form.fields:
                        form.fields[name].known = records  # type: ignore[attr-defined]
        super().full_clean()

    def clean(self) -> None:
        super().clean()
        changed = [form for form in self.forms if getattr(form, "cleaned_data", None) and not self._goes(form)]
        new = {form: form.cleaned_data.get("target") for form in changed if "target" in form.changed_data}
        theirs = self._not_theirs({target.pk for target in new.values() if target})
        for form, target in new.items():
            if target and target.pk == self.instance.pk:
                form.add_error("target", _("This is the article itself: remove the line."))
            elif target and target.pk in theirs:
                form.add_error(
                    "target", _("There is no article %(number)d that you may choose.") % {"number": target.pk}
                )
        for form in changed:
            story = form.cleaned_data.get("story")
            if story and "story" in form.changed_data and story.is_hidden:
                form.add_error("story", _("“%(title)s” was hidden: remove the line.") % {"title": story.shown_title})

    @cached_property
    def lines(self) -> list[ShownLine]:
        """The lines in the order that readers get, pinned ones first; empty ones that nobody added are left out."""
        all_forms = cast("list[RelatedForm]", self.forms)
        forms = [form for form in all_forms if any(form.numbers) or form.errors or form.instance.pk]
        forms.sort(key=lambda form: form.place)
        known = self._cards(forms)
        lines, shown = [], 0
        for form in forms:
            target, story = form.numbers
            kind: cards.Kind = "story" if story else "article"
            number = story or target or 0
            card = known.get((kind, number)) or cards.unknown(kind, number)
            shown += not card.warning
            lines.append(ShownLine(form, card, is_over=not card.warning and shown > SHOWN_AT_MOST))
        return lines

    def _cards(self, forms: list[RelatedForm]) -> dict[Any, cards.Card]:
        """Return the cards of `forms`; what came along with the article is not asked for again."""
        known: dict[Any, cards.Card] = {}
        targets, stories = set(), set()
        for form in forms:
            came = form.instance._state.fields_cache
            target, story = form.numbers
            if target and getattr(came.get("target"), "pk", None) == target and rights.sees_all(self.user):
                known["article", target] = cards.of_article(came["target"])
            elif target:
                targets.add(target)
            if story and getattr(came.get("story"), "pk", None) == story:
                known["story", story] = cards.of_story(came["story"])
            elif story:
                stories.add(story)
        return known | cards.cards(targets, stories, self.user)

    def _goes(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))

    def _not_theirs(self, numbers: set[int]) -> set[int]:
        """Return which articles this person may not choose: neither public nor theirs to read."""
        if not numbers or self.user is None or rights.sees_all(self.user):
            return set()
        own = rights.visible_to(self.user, Article.objects.filter(pk__in=numbers)).values_list("pk", flat=True)
        public = PublishedArticle.objects.live().filter(article__in=numbers).values_list("article", flat=True)
        return numbers - set(own) - set(public)


class RelatedInline(OfTheArticle, StackedInline):
    model = RelatedLink
    form = RelatedForm
    fk_name = "article"
    formset = RelatedLines
    template = "admin/articles/article/_related.html"
    extra = 0
    desk_place = "below"
    fields = ["target", "story", "is_pinned", "position"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return type("RelatedLines", (super().get_formset(request, obj, **kwargs),), {"user": request.user})
