"""The form of a topic: the article that answers it is chosen from a list, or written down, which needs no script."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from newsroom.languages_admin import TranslatedForm
from patrons.models import Topic

# The number in an address of the desk.
_AT_THE_DESK = re.compile(r"/article/([0-9]{1,9})/")
_SEGMENTS_AT_MOST = 12
_ALIKE = 50


class AnswerForm(TranslatedForm):
    """What is written down goes before what is chosen."""

    article_typed = forms.CharField(
        label=gettext_lazy("Or its number or address"), required=False, max_length=1000,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The number of the article, or its address, as readers see it or at the desk."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = (cleaned.get("article_typed") or "").strip()
        if typed and "article" in self.fields:
            try:
                cleaned["article"] = article_of(typed)
            except ValidationError as error:
                self.add_error("article_typed", error)
        return cleaned


def article_of(typed: str) -> Any:
    """Return the article of a number or an address.

    Raises:
        ValidationError: there is none.
    """
    # Articles are another room's: what is known of them here is that a topic has one.
    articles: Any = Topic._meta.get_field("article").related_model._default_manager  # type: ignore[union-attr]
    try:
        path = urlsplit(typed).path
    except ValueError:
        path = ""
    found = _AT_THE_DESK.search(path)
    number = typed if typed.isascii() and typed.isdigit() and len(typed) < 10 else found and found[1]
    if number:
        article = articles.filter(pk=number).first()
    else:
        parts = [part for part in path.split("/") if part][-_SEGMENTS_AT_MOST:]
        alike = articles.filter(slug__in=parts)[:_ALIKE]
        same = (each for each in alike if urlsplit(each.get_absolute_url()).path.strip("/") == path.strip("/"))
        article = next(same, None)
    if article is None:
        sentence = _("“%(value)s” is no article: write its number, or copy its address.")
        raise ValidationError(sentence % {"value": typed[:80]})
    return article
