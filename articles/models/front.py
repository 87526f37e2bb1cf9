"""The front page as editors set it: a few slots by hand, the rest fills itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.pagecache.filing import Filed, FiledQuerySet


class Front(Filed):
    """The front page of one language, or of one section in a language."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    section = models.ForeignKey(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="fronts", verbose_name=_("section"),
        help_text=_("Empty: the front page of the whole newspaper."),
    )  # fmt: skip
    sections = models.ManyToManyField(
        "articles.Section", blank=True, verbose_name=_("sections shown below"), related_name="+",
        help_text=_("In the order of the sections themselves; none chosen: all."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
        constraints = [
            models.UniqueConstraint(fields=["language"], condition=models.Q(section=None), name="front_once"),
            models.UniqueConstraint(
                fields=["language", "section"], condition=models.Q(section__isnull=False), name="section_front_once"
            ),
        ]

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return (f"section/{self.section_id}" if self.section_id else f"stories/{self.language}",)

    def __str__(self) -> str:
        language = str(self.get_language_display())
        return f"{self.section}: {language}" if self.section_id else language


class FrontSlot(Filed):
    """One story put on the front page by hand."""

    class Place(models.TextChoices):
        LEAD = "lead", _("Lead story")
        ALSO = "also", _("Below the lead")
        DESK = "desk", _("Beside the lead")

    # A section's front is a lead and a stream below it.
    SECTION_PLACES = (Place.LEAD, Place.ALSO)

    front = models.ForeignKey(Front, models.CASCADE, related_name="slots")
    place = models.CharField(_("place"), max_length=10, choices=Place, default=Place.DESK)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+", verbose_name=_("article"))
    shows_from = models.DateTimeField(_("from"), null=True, blank=True, help_text=_("Empty: at once."))
    shows_until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until you remove it."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = FiledQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["front", "article"], name="front_slot_once"),
            models.CheckConstraint(
                condition=models.Q(shows_from=None) | models.Q(shows_until=None)
                | models.Q(shows_until__gt=models.F("shows_from")),
                name="slot_ends_after_it_begins",
            ),
        ]  # fmt: skip
        indexes = [
            # What the clock will change soon: few rows of many.
            models.Index(fields=["shows_from"], name="slot_begins", condition=models.Q(shows_from__isnull=False)),
            models.Index(fields=["shows_until"], name="slot_ends", condition=models.Q(shows_until__isnull=False)),
        ]

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return self.front.retired_keys

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.article}"
