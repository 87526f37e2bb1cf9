"""The fields that the desk's working copy and the public record share, declared once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.body.allowlist import EXTENSIONS
from articles.body.sanitise import sanitise


class Genre(models.TextChoices):
    """What kind of piece it is, as the newsroom would say."""

    NEWS = "news", _("News")
    REPORT = "report", _("Report")
    ANALYSIS = "analysis", _("Analysis")
    INTERVIEW = "interview", _("Interview")
    EXPLAINER = "explainer", _("Explainer")
    DATA = "data", _("Data")
    OPINION = "opinion", _("Opinion")
    ESSAY = "essay", _("Essay")


class ArticleContent(models.Model):
    """What an article says, wherever it is kept."""

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    headline = models.CharField(_("headline"), max_length=200)
    deck = models.CharField(
        _("deck"), max_length=400, blank=True, help_text=_("One or two sentences under the headline.")
    )
    kicker = models.CharField(
        _("kicker"), max_length=60, blank=True, help_text=_("A short label above the headline; empty: the genre.")
    )
    genre = models.CharField(_("genre"), max_length=20, choices=Genre, default=Genre.NEWS)
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    body = ProseEditorField(_("body"), blank=True, extensions=EXTENSIONS, sanitize=sanitise)

    lead_picture = models.ForeignKey(
        "articles.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    lead_caption = models.CharField(
        _("caption of the lead picture"), max_length=400, blank=True, help_text=_("Empty: the picture's own.")
    )

    search_headline = models.CharField(
        _("headline for search engines"), max_length=110, blank=True, help_text=_("Up to 70 characters show.")
    )
    search_description = models.CharField(_("description for search engines"), max_length=300, blank=True)
    social_headline = models.CharField(_("headline for social networks"), max_length=200, blank=True)
    social_description = models.CharField(_("description for social networks"), max_length=300, blank=True)
    social_picture = models.ForeignKey(
        "articles.Picture", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("picture for social networks"), help_text=_("Empty: the lead picture."),
    )  # fmt: skip
    front_headline = models.CharField(_("headline for the front page"), max_length=200, blank=True)

    shows_appeal = models.BooleanField(
        _("asks for support"), default=True, help_text=_("Untick on stories where it would be out of place.")
    )
    shows_related = models.BooleanField(
        _("shows related news"), default=True, help_text=_("Untick to end the page with the article.")
    )
    credit_line = models.CharField(
        _("credit line"),
        max_length=300,
        blank=True,
        help_text=_("For texts of others: source and licence, shown below."),
    )
    canonical_url = models.URLField(
        _("first published at"), blank=True, help_text=_("Only for a text that appeared elsewhere first.")
    )

    class Meta:
        abstract = True

    @classmethod
    def content_fields(cls) -> tuple[str, ...]:
        """Return the names of the shared fields, for copying and for versions."""
        return tuple(field.name for field in ArticleContent._meta.get_fields())

    def copy_content_to(self, other: "ArticleContent") -> None:
        """Write every shared field of this record onto `other`, without saving it."""
        for field in ArticleContent._meta.get_fields():
            setattr(other, field.attname, getattr(self, field.attname))  # type: ignore[union-attr]
