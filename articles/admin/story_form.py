"""The forms of a story: our own wording of one that is here, and one written by hand where nothing can be fetched."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSplitDateTimeWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles.models import Story
from articles.models.stories import EXCERPT_LENGTH
from articles.related import unfurl
from articles.related.looking import tidy
from articles.related.unfurl import NotAStory, Unfurled

from .moment_fields import MomentField
from .widgets import TagNamesField

OWN = ("own_title", "own_excerpt", "own_outlet", "own_picture")


class StoryForm(forms.ModelForm):
    """What our editors say instead of what was fetched, and the story's tags."""

    topics = TagNamesField(
        label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Only tags that exist already.")
    )

    class Meta:
        model = Story
        fields = [*OWN, "is_hidden"]
        widgets = {"own_excerpt": UnfoldAdminTextareaWidget({"rows": 3})}
        help_texts = {
            "own_title": gettext_lazy("Empty: the title as it was fetched."),
            "own_excerpt": gettext_lazy("Empty: the excerpt as it was fetched. At most 250 characters."),
            "own_outlet": gettext_lazy("Empty: the name of the source."),
            "own_picture": gettext_lazy("Empty: the thumbnail of the story."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = self.fields.get("topics")
        if isinstance(topics, TagNamesField):
            topics.may_add = False
            if self.instance.pk:
                self.initial["topics"] = sorted(self.instance.tags.values_list("name", flat=True))

    def clean_own_title(self) -> str:
        return " ".join(self.cleaned_data["own_title"].split())

    def clean_own_excerpt(self) -> str:
        return " ".join(self.cleaned_data["own_excerpt"].split())


class HandWritten(forms.Form):
    """A story whose page cannot be fetched, in our own words."""

    url = forms.CharField(label=gettext_lazy("Address"), widget=UnfoldAdminTextInputWidget)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, widget=UnfoldAdminTextInputWidget)
    excerpt = forms.CharField(
        label=gettext_lazy("Excerpt"), max_length=EXCERPT_LENGTH, required=False,
        help_text=gettext_lazy("At most 250 characters."), widget=UnfoldAdminTextareaWidget({"rows": 3}),
    )  # fmt: skip
    outlet = forms.CharField(
        label=gettext_lazy("Outlet"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget
    )
    published_at = MomentField(
        label=gettext_lazy("Published at"), required=False, widget=UnfoldAdminSplitDateTimeWidget,
        help_text=gettext_lazy("Empty: not known. Readers see on which day it was found."),
    )  # fmt: skip

    def clean_url(self) -> str:
        url = tidy(self.cleaned_data["url"])
        if not url:
            raise ValidationError(_("This is no web address: copy it from the address line of a browser."))
        try:
            known = unfurl.known_at(url)
        except NotAStory as refused:
            raise ValidationError(str(refused)) from None
        if known is not None:
            raise ValidationError(_("This story is here already: “%(title)s”."), params={"title": known.shown_title})
        return url

    def clean_published_at(self) -> Any:
        at = self.cleaned_data["published_at"]
        if at and at > timezone.now():
            raise ValidationError(_("This moment has not come yet: a story is public at its outlet already."))
        return at

    def said(self) -> tuple[Unfurled, dict[str, str]]:
        """Return what `unfurl.add` takes: the words stand for the fetched ones, and are ours too, so that they stay."""
        words = self.cleaned_data
        title, excerpt = " ".join(words["title"].split()), " ".join(words["excerpt"].split())
        said = Unfurled(words["url"], title, excerpt, words["outlet"].strip(), published_at=words["published_at"])
        own = {"own_title": title, "own_excerpt": excerpt, "own_outlet": words["outlet"].strip()}
        return said, own
