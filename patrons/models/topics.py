"""What patrons would like to read, and their votes for it: rounds, topics, the steps a topic took, votes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.languages import Translated

from .people import Patron


class TopicRoundQuerySet(models.QuerySet["TopicRound"]):
    def open(self, moment: object = None) -> "TopicRoundQuerySet":
        """Return those in which votes are taken at `moment`, now when none is given."""
        moment = moment or timezone.now()
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)

    def over(self, moment: object = None) -> "TopicRoundQuerySet":
        """Return those that have closed, the newest first."""
        return self.filter(closes_at__lte=moment or timezone.now()).order_by("-closes_at", "-pk")


class TopicRound(Translated):
    """A time in which votes are taken. Each patron has a number of votes in it, see `patrons.voting`."""

    name = models.CharField(_("name"), max_length=80, help_text=_("As readers see it: “November”."))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    # Votes of those who got all their money back were taken out, once, after it closed.
    settled_at = models.DateTimeField(null=True, editable=False)

    objects = TopicRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of votes")
        verbose_name_plural = _("rounds of votes")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opened"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        return self.closes_at <= timezone.now()


class Topic(Translated):
    """A question that readers would like answered. Written by `patrons.topics` and `patrons.answering` alone."""

    TRANSLATED_FIELDS = ("title", "pitch", "progress", "reason")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        OPEN = "open", _("put to the vote")
        CHOSEN = "chosen", _("chosen")
        REPORTING = "reporting", _("in reporting")
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("declined")
        MERGED = "merged", _("part of another")

    title = models.CharField(_("title"), max_length=120)
    pitch = models.TextField(_("why it matters"), max_length=600, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="", blank=True)
    # Never shown to anybody but its owner and pledge staff. Empty: the newsroom's own.
    proposed_by = models.ForeignKey(
        Patron, models.PROTECT, null=True, blank=True, editable=False, related_name="topics"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)
    round = models.ForeignKey(
        TopicRound, models.PROTECT, null=True, blank=True, editable=False, related_name="topics",
        verbose_name=_("round"),
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    # How many votes it has: written with each vote, in one transaction with it, so that no page counts.
    votes_count = models.PositiveIntegerField(_("votes"), default=0, editable=False)
    progress = models.CharField(
        _("how far it is"), max_length=200, blank=True,
        help_text=_("One sentence for readers while it is in reporting: “Awaiting documents.”"),
    )  # fmt: skip
    reason = models.CharField(_("why it was declined"), max_length=300, blank=True)
    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answered by"),
        help_text=_("The article that answers it. Its voters get one letter once readers can open it."),
    )  # fmt: skip
    # All voters were written to.
    told_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("proposed on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-created_at", "-id"], name="topic_by_state"),
            models.Index(fields=["round", "-votes_count", "id"], name="topic_ranked"),
            models.Index(fields=["article"], name="topic_of_article", condition=Q(article__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether readers may see it: it stood in a round that has begun."""
        return self.round is not None and self.round.opens_at <= timezone.now() and self.state != self.State.PROPOSED


class TopicStep(models.Model):
    """One step of a topic: what it became, when, by whom. Readers see what and when."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Topic.State)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("step of a topic")
        verbose_name_plural = _("steps of topics")
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["topic", "at"], name="topic_step_in_order")]

    def __str__(self) -> str:
        return self.get_state_display()


class Vote(models.Model):
    """A patron's vote for a topic.

    `place` is which of the patron's votes of the round it takes: two votes cannot take the same one, which is
    how the database holds the number of votes whatever happens at once. Empty: given back, the topic was declined.
    """

    round = models.ForeignKey(TopicRound, models.PROTECT, related_name="votes")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="votes")
    patron = models.ForeignKey(Patron, models.PROTECT, related_name="votes")
    place = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["-at", "-pk"]
        # Nobody gets a right to look at them by a box that somebody ticked.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["topic", "patron"], name="one_vote_a_topic_a_patron"),
            models.UniqueConstraint(fields=["round", "patron", "place"], name="one_vote_a_place"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
