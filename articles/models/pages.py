"""Pages that are no news: About, Ethics, how to support."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.body.allowlist import EXTENSIONS
from articles.body.sanitise import sanitise
from articles.permalinks import page_path
from newsroom.pagecache.filing import EVERYTHING, Filed


class Page(Filed):
    """A standing page of the site, one record a language."""

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("slug"), max_length=80, help_text=_("The address: /about/. The same in each language."))
    body = ProseEditorField(_("body"), blank=True, extensions=EXTENSIONS, sanitize=sanitise)
    description = models.CharField(_("description for search engines"), max_length=300, blank=True)
    is_live = models.BooleanField(_("public"), default=False, help_text=_("Changes of a public page show at once."))
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug", "language"]
        constraints = [models.UniqueConstraint(fields=["slug", "language"], name="page_once_a_language")]

    def __str__(self) -> str:
        return self.title

    @property
    def retired_keys(self) -> tuple[str, ...]:
        # The others of its name link to it, and so does the sitemap.
        return (EVERYTHING,)

    def get_absolute_url(self) -> str:
        return page_path(self.slug, self.language)
