"""The article's form: what is written, and what the buttons beside Save ask for."""

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTimeWidget,
    UnfoldBooleanSwitchWidget,
)

from articles.models import Article, Correction
from articles.transitions import too_far, words_of

from .moment_fields import MomentField
from .widgets import TagNamesField, know_chosen

# The names of the buttons, and the verb of `rights` that each one is.
VERBS = {
    "_publish": "publish",
    "_schedule": "schedule",
    "_schedule_anew": "schedule_anew",
    "_unschedule": "unschedule",
    "_correct": "correct",
    "_withdraw": "withdraw",
    "_schedule_withdrawal": "schedule_withdrawal",
    "_cancel_withdrawal": "cancel_withdrawal",
    "_change_notice": "change_notice",
    "_reinstate": "reinstate",
    "_submit": "submit_for_review",
    "_approve": "approve",
    "_send_back": "send_back",
}
# The moments that a button asks for.
MOMENTS = {"_schedule": "schedule_at", "_schedule_withdrawal": "withdraw_at"}
# The words that a button asks for, and what is said when there are none.
WORDS = {
    "_correct": ("correction_text", gettext_lazy("Write what was wrong, and what is right.")),
    "_send_back": ("send_back_reason", gettext_lazy("Write what should be done, for the writer.")),
}
PANEL_FIELDS = {
    "schedule_at": ("_schedule",),
    "correction_text": ("_correct",),
    "correction_kind": ("_correct",),
    "correction_placement": ("_correct",),
    "send_back_reason": ("_send_back",),
    "withdraw_at": ("_schedule_withdrawal",),
    "withdraw_leaves": ("_withdraw", "_schedule_withdrawal", "_change_notice"),
    "withdraw_note": ("_withdraw", "_schedule_withdrawal", "_change_notice"),
}
IN_PANEL = {"form": "article_form"}


class DateWidget(UnfoldAdminDateWidget):
    """The browser's own date input: right on a phone, and without a script."""

    input_type = "date"
    media = forms.Media()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, format="%Y-%m-%d")


class ClockWidget(UnfoldAdminTimeWidget):
    input_type = "time"
    media = forms.Media()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, format="%H:%M")


class MomentWidget(forms.SplitDateTimeWidget):
    """A day and a time of the newsroom's zone, perhaps in a panel outside the form's element."""

    def __init__(self, in_panel: bool = True) -> None:
        attrs = IN_PANEL if in_panel else {}
        widgets = (
            DateWidget(attrs=attrs | {"aria-label": gettext_lazy("Day")}),
            ClockWidget(attrs=attrs | {"aria-label": gettext_lazy("Time")}),
        )
        super(forms.SplitDateTimeWidget, self).__init__(widgets)


# The browser would cut what is pasted into these without a word; the server says how long it is.
NEVER_CUT = ("headline", "deck", "kicker", "search_headline", "search_description", "social_description")
TOO_LONG = gettext_lazy("It has %(show_value)d characters: shorten it to %(limit_value)d.")


class ArticleForm(forms.ModelForm):
    """`verb` is the button that was pressed; its fields are only looked at then.

    `ArticleAdmin.get_form` sets the class attributes for each request.
    """

    verb: str | None = None
    may_add_tags = False
    translation_widget: forms.Select | None = None

    tags = TagNamesField(label=gettext_lazy("Tags"), required=False)
    translation_of = forms.ModelChoiceField(
        Article.objects.defer("body"),
        label=gettext_lazy("Translation of"),
        required=False,
        help_text=gettext_lazy("The same story in another language: readers of each are shown the way to the other."),
    )
    schedule_at = MomentField(label=gettext_lazy("When"), required=False, widget=MomentWidget)
    substantial = forms.BooleanField(
        label=gettext_lazy("Tell readers that it was updated"),
        required=False,
        widget=UnfoldBooleanSwitchWidget({"form": "article_form"}),
    )
    correction_kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=Correction.Kind,
        widget=UnfoldAdminSelectWidget({"form": "article_form"}),
    )
    correction_placement = forms.ChoiceField(
        label=gettext_lazy("Where"),
        required=False,
        choices=Correction.Placement,
        widget=UnfoldAdminSelectWidget(IN_PANEL),
    )
    correction_text = forms.CharField(
        label=gettext_lazy("What was wrong, and what is right"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget({"form": "article_form", "rows": 4}),
    )
    send_back_reason = forms.CharField(
        label=gettext_lazy("What should be done"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(IN_PANEL | {"rows": 4}),
    )
    withdraw_at = MomentField(label=gettext_lazy("At a moment"), required=False, widget=MomentWidget)
    withdraw_leaves = forms.ChoiceField(
        label=gettext_lazy("What readers find there"),
        required=False,
        choices=[
            ("page", gettext_lazy("A page with its headline that says it was withdrawn")),
            ("unnamed", gettext_lazy("A page without its headline that says it was withdrawn")),
            ("nothing", gettext_lazy("Nothing, as if it had never been")),
        ],
        widget=UnfoldAdminSelectWidget(IN_PANEL),
    )
    withdraw_note = forms.CharField(
        label=gettext_lazy("Words for readers on that page"),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextareaWidget(IN_PANEL | {"rows": 2}),
    )

    class Meta:
        model = Article
        fields: tuple[str, ...] = ()  # The fieldsets of the admin say which.
        widgets = {
            "headline": UnfoldAdminTextareaWidget({"rows": 1, "data-one-line": ""}),
            "deck": UnfoldAdminTextareaWidget({"rows": 1}),
            "search_description": UnfoldAdminTextareaWidget({"rows": 2}),
            "social_description": UnfoldAdminTextareaWidget({"rows": 2}),
        }
        error_messages = {
            "headline": {"required": gettext_lazy("Write a headline."), "max_length": TOO_LONG},
            "deck": {"max_length": TOO_LONG},
            "kicker": {"max_length": TOO_LONG},
            "search_headline": {"max_length": TOO_LONG},
            "search_description": {"max_length": TOO_LONG},
            "social_description": {"max_length": TOO_LONG},
            "canonical_url": {
                "invalid": gettext_lazy(
                    "This is no web address: write a whole one that begins with https://, or leave it empty."
                )
            },
        }

    class Media:
        # The body brings it along too; where the article may only be read, there is none.
        css = {"all": ["articles/admin/writing.css"]}
        js = [
            "articles/admin/panels.js",
            "articles/admin/onebar.js",
            "articles/admin/opentabs.js",
            "articles/admin/saving.js",
            "articles/admin/focusmode.js",
            "articles/admin/listnames.js",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know_chosen(self)
        for name in NEVER_CUT:
            if name in self.fields:
                self.fields[name].widget.attrs.pop("maxlength", None)
        if "priority" in self.fields:
            self.fields["priority"].required = False
        if "tags" in self.fields:
            cast("TagNamesField", self.fields["tags"]).let_add(self.may_add_tags)
        if "translation_of" in self.fields and self.translation_widget is not None:
            field = cast("forms.ModelChoiceField[Article]", self.fields["translation_of"])
            field.widget = self.translation_widget
            field.widget.choices = field.choices
        if "translation_of" in self.fields and self.instance.pk:
            other = Article.objects.filter(translation_group=self.instance.translation_group).exclude(
                pk=self.instance.pk
            )
            self._other_before = other.values_list("pk", flat=True).first()
            self.initial.setdefault("translation_of", self._other_before)

    def clean_headline(self) -> str:
        headline = " ".join(self.cleaned_data["headline"].split())
        if not headline:
            raise ValidationError(_("Write a headline."))
        return headline

    def clean_slug(self) -> str:
        """Emptied, the address that readers may know stays; only another one that was typed changes it."""
        slug: str = self.cleaned_data["slug"]
        if not slug and self.instance.pk and self.instance.editions.exists():
            return str(self.initial.get("slug") or "")
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_translation(cleaned)
        if self.verb in MOMENTS:
            self._check_moment(MOMENTS[self.verb], cleaned)
        for name in {"due_at", "planned_for"} & set(self.changed_data):
            if cleaned.get(name) and (refused := too_far(cleaned[name])):
                self.add_error(name, refused)
        if self.verb in WORDS:
            name, sentence = WORDS[self.verb]
            if name not in self.errors and not (cleaned.get(name) or "").strip():
                self.add_error(name, sentence)
        for name, verbs in PANEL_FIELDS.items():
            if self.verb not in verbs:
                # Half a date in a closed panel is nobody's mistake.
                self.errors.pop(name, None)
        cleaned["correction_kind"] = cleaned.get("correction_kind") or Correction.Kind.CORRECTION
        cleaned["correction_placement"] = cleaned.get("correction_placement") or Correction.Placement.BELOW
        return cleaned

    def clean_priority(self) -> int:
        """What is not chosen stays."""
        return self.cleaned_data["priority"] or self.instance.priority

    def _check_moment(self, name: str, cleaned: dict[str, Any]) -> None:
        moment = cleaned.get(name)
        if moment is None and name not in self.errors:
            self.add_error(name, _("Choose the day and the time."))
        elif moment is not None and moment <= timezone.now():
            sentence = _("The moment %(moment)s has passed: choose a later one.")
            self.add_error(name, sentence % {"moment": words_of(moment)})
        elif moment is not None and (refused := too_far(moment)):
            self.add_error(name, refused)

    def _check_translation(self, cleaned: dict[str, Any]) -> None:
        if "translation_of" not in self.fields or "translation_of" in self.errors:
            return
        other, language = cleaned.get("translation_of"), cleaned.get("language")
        if other is None:
            if getattr(self, "_other_before", None):
                self.instance.translation_group = uuid.uuid4()
            return
        if other.language == language:
            self.add_error("translation_of", _("That article is in the same language: choose one of another."))
            return
        others = Article.objects.filter(translation_group=other.translation_group, language=language)
        if taken := others.exclude(pk=self.instance.pk).first():
            self.add_error(
                "translation_of",
                _("It has a translation into this language already: “%(headline)s”.") % {"headline": taken.headline},
            )
            return
        self.instance.translation_group = other.translation_group
