"""A form as it was sent, read into a manuscript: validated like a save, and never saved."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles import rights
from articles.manuscript import Manuscript, stored
from articles.models import Article, ArticleByline, RelatedLink, Tag
from articles.slugs import make_slug


def article_of(request: HttpRequest, admin: ModelAdmin, pk: int | None) -> Article:
    """Return the article that somebody may write to, or a new one where `pk` is None.

    Raises:
        Http404: there is none with this number.
        PermissionDenied: this person may not write to it.
    """
    if pk is None:
        if not admin.has_add_permission(request):
            raise PermissionDenied
        return Article()
    article = get_object_or_404(Article.objects.select_related("section", "lead_picture"), pk=pk)
    if not rights.may_write(request.user, article) or not admin.has_change_permission(request, article):
        raise PermissionDenied
    return article


def manuscript_of(request: HttpRequest, admin: Any, article: Article) -> tuple[Manuscript, list[str]]:
    """Return what the form that was sent says, and a sentence for each field that could not be read.

    What could not be read stands in the manuscript as it is stored. `article` is changed in memory.
    """
    change = article.pk is not None
    before = stored(article) if change else Manuscript(article)
    form = admin.get_form(request, article, change=change)(request.POST, instance=article)
    form.is_valid()
    notes = [_sentence(form.fields[name].label, errors) for name, errors in form.errors.items() if name in form.fields]
    cleaned = form.cleaned_data
    manuscript = Manuscript(article, before.tags, before.authors, before.related)
    if "tags" in cleaned:
        manuscript.tags = _tags(cleaned["tags"])
    elif "tags" in form.fields:
        # One word that is refused takes no other away.
        sent = form.fields["tags"].to_python(form["tags"].data)
        manuscript.tags = [tag for tag in _tags(sent) if tag.pk]
    for formset in admin._create_formsets(request, article, change)[0]:
        title = formset.model._meta.verbose_name_plural
        # Lines that somebody else took away meanwhile are no reason to show nothing.
        if not formset.is_valid():
            notes.append(_sentence(title, [each for errors in formset.errors for each in errors.values()]))
        elif formset.model is ArticleByline:
            manuscript.authors = [line.author for line in _lines(formset)]
        elif formset.model is RelatedLink:
            manuscript.related = _lines(formset)
    return manuscript, notes


def _sentence(name: Any, errors: Any) -> str:
    first = next(iter(errors), "")
    first = next(iter(first), "") if isinstance(first, list) else first
    return _("%(field)s is shown as it is saved: %(error)s") % {"field": name, "error": first}


def _tags(names: list[str]) -> list[Tag]:
    """Return tags by their names, in the order of the page; words that are no tag yet come last."""
    wanted = Q(pk=None)
    for name in names:
        wanted |= Q(name__iexact=name)
    known = list(Tag.objects.filter(wanted)) if names else []
    there = {tag.name.casefold() for tag in known}
    return known + [Tag(name=name, slug=make_slug(name) or "tag") for name in names if name.casefold() not in there]


def _lines(formset: Any) -> list[Any]:
    """Return the lines of a formset in their order, as saving would number them."""
    kept: list[Any] = []
    for place, form in enumerate(formset.forms):
        cleaned = getattr(form, "cleaned_data", None)
        if not cleaned or cleaned.get("DELETE") or (form.instance.pk is None and not form.has_changed()):
            continue
        position = cleaned.get("position")
        if form.instance.pk is None and "position" not in form.changed_data:
            position = max([place, *(line.position + 1 for line in kept)])
        form.instance.position = position or 0
        form.instance.spot = form.prefix
        kept.append(form.instance)
    return sorted(kept, key=lambda line: (line.position, line.pk or float("inf")))
