"""How articles are ordered: sections, tags, authors."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from articles.slugs import make_slug
from newsroom.languages import Translated
from newsroom.pagecache.filing import EVERYTHING, Filed, FiledQuerySet
from newsroom.view_paths import path_of


class Section(Filed, Translated):
    """A part of the newspaper. Every article stands in one."""

    TRANSLATED_FIELDS = ("name", "description")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), unique=True, help_text=_("The word in the address: /section/politics/"))
    description = models.CharField(_("description"), max_length=300, blank=True)
    is_opinion = models.BooleanField(
        _("opinion"), default=False, help_text=_("Its stories are set in italics, author first.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    rail_tags = models.ManyToManyField(
        "articles.Tag", blank=True, related_name="+", verbose_name=_("from other outlets"),
        help_text=_("Other outlets' newest stories with these tags stand beside the section's own. None: no list."),
    )  # fmt: skip

    objects = FiledQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        # The desk names it as readers of that language know it.
        return str(self.local.name)

    @property
    def retired_keys(self) -> tuple[str, ...]:
        # Its name is in menus and in the front page's order.
        return (EVERYTHING,)

    def get_absolute_url(self) -> str:
        return path_of("section", self.slug)


class Tag(Filed, TagBase, Translated):
    """A subject that articles share. An internal tag is for the desk and never shown."""

    TRANSLATED_FIELDS = ("name", "description")

    description = models.CharField(_("description"), max_length=300, blank=True)
    is_internal = models.BooleanField(
        _("internal"), default=False, help_text=_("For the desk only: readers never see it.")
    )
    shows_outside = models.BooleanField(
        _("from other outlets"), default=True,
        help_text=_("Other outlets' newest stories with this tag stand beside our own."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def get_absolute_url(self) -> str:
        return path_of("tag", self.slug)

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = make_slug(tag) or "tag"
        return slug if i is None else f"{slug}-{i}"


class TagAlias(models.Model):
    """Another word for a tag: whoever types it gets the tag, and its old page leads there."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("tag"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Author(Filed, Translated):
    """A name in a byline, with a page. Needs no account."""

    TRANSLATED_FIELDS = ("name", "role", "bio")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), unique=True, max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    bio = models.TextField(_("about"), blank=True)
    is_desk = models.BooleanField(_("a desk, not a person"), default=False, help_text=_("For example “Foreign desk”."))
    portrait = models.ForeignKey(
        "articles.Picture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="author",
        verbose_name=_("account"), help_text=_("Only if this person also signs in."),
    )  # fmt: skip

    objects = FiledQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("author", self.slug)
