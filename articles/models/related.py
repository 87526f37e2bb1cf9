"""Related news: the lines that editors chose, what they never want, and what rules approve for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.querysets import ByRuleQuerySet
from newsroom.pagecache.filing import EVERYTHING, Filed, FiledQuerySet


class RelatedItem(models.Model):
    """A line of the list: `target` is our own article, `story` another outlet's; one of them is set."""

    target = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("our article")
    )
    story = models.ForeignKey(
        "articles.Story", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("story of another outlet"),
    )  # fmt: skip
    is_pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Stays on top, whatever a rule adds."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        verbose_name = _("related story")
        verbose_name_plural = _("Related news")

    def __str__(self) -> str:
        return f"→ {self.target_id or ''}{f'story {self.story_id}' if self.story_id else ''}"

    def clean(self) -> None:
        if not self.target_id and not self.story_id:
            raise ValidationError(_("A related story needs one of our articles, or a story of another outlet."))
        if self.target_id and self.story_id:
            raise ValidationError(_("Choose one of our articles or a story of another outlet, not both in one line."))


class RelatedBan(Filed):
    """What must never be suggested for an article nor shown with it by itself. True at once, for readers too."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="related_bans")
    target = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")
    story = models.ForeignKey("articles.Story", models.CASCADE, null=True, related_name="bans")
    banned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    banned_at = models.DateTimeField(default=timezone.now)

    objects = FiledQuerySet.as_manager()

    KEYED_BY = ("article",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "target"], name="ban_of_article_once"),
            models.UniqueConstraint(fields=["article", "story"], name="ban_of_story_once"),
            models.CheckConstraint(
                condition=Q(target=None, story__isnull=False) | Q(target__isnull=False, story=None),
                name="ban_names_one",
            ),
        ]

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return (f"article/{self.article_id}",)

    def __str__(self) -> str:
        return f"{self.article_id} ≠ {self.target_id or self.story_id}"


class ApprovalRule(Filed):
    """When stories of trusted sources may stand beside a public article with nobody's approval."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_active = models.BooleanField(_("active"), default=False)
    sources = models.ManyToManyField(
        "articles.Source", blank=True, related_name="rules", verbose_name=_("sources"),
        help_text=_("Trusted ones only; none chosen: every trusted source."),
    )  # fmt: skip
    shared_tags = models.PositiveSmallIntegerField(
        _("shared tags"), default=1, validators=[MaxValueValidator(20)], help_text=_("How many at least.")
    )
    least_score = models.PositiveSmallIntegerField(
        _("likeness"), default=40, validators=[MaxValueValidator(100)], help_text=_("Of 100, at least.")
    )
    days = models.PositiveSmallIntegerField(
        _("days apart"), default=7, validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("The story may be at most so many days older or newer than the article."),
    )  # fmt: skip
    at_most = models.PositiveSmallIntegerField(
        _("stories per article"), default=3, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    same_language = models.BooleanField(_("same language only"), default=True)
    applied_at = models.DateTimeField(_("looked last"), null=True, editable=False)

    objects = FiledQuerySet.as_manager()

    # All else says what will be approved, and that is told by the rows that are.
    SHOWN = frozenset({"is_active"})

    class Meta:
        verbose_name = _("rule of approval")
        verbose_name_plural = _("rules of approval")
        ordering = ["name"]

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return (EVERYTHING,)

    def __str__(self) -> str:
        return self.name


class RelatedByRule(Filed):
    """A story that a rule put beside an article. It hangs on the article, not on its text: no edition copies it."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="related_by_rule")
    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="by_rule")
    rule = models.ForeignKey(ApprovalRule, models.CASCADE, related_name="approvals")
    score = models.PositiveSmallIntegerField()
    approved_at = models.DateTimeField(default=timezone.now)

    objects = ByRuleQuerySet.as_manager()

    KEYED_BY = ("article",)

    class Meta:
        ordering = ["-score", "-story"]
        constraints = [models.UniqueConstraint(fields=["article", "story"], name="approved_once")]

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return (f"article/{self.article_id}",)

    def __str__(self) -> str:
        return f"{self.article_id} ← {self.story_id}"
