"""What an article or page refers to, kept beside it so that "where is this used?" is one indexed question."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reference(models.Model):
    """One thing that one text refers to. Written whenever the text is saved or published; never by hand.

    A source is a working copy, a public edition or a standing page; a target is an article, a
    picture, another outlet's story or an address. Tags, bylines and sections have rows of their own elsewhere.
    """

    class Place(models.TextChoices):
        BODY = "body", _("in the text")
        LEAD = "lead", _("lead picture")
        SOCIAL = "social", _("picture for social networks")
        RELATED = "related", _("related news")

    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="references")
    edition = models.ForeignKey("articles.PublishedArticle", models.CASCADE, null=True, related_name="references")
    page = models.ForeignKey("articles.Page", models.CASCADE, null=True, related_name="references")
    place = models.CharField(max_length=10, choices=Place)
    words = models.CharField(max_length=200, blank=True)
    # Numbers without constraints: a body may name what is gone, and the report of dead links shows it.
    target_article = models.BigIntegerField(null=True, db_index=True)
    target_picture = models.BigIntegerField(null=True, db_index=True)
    target_story = models.BigIntegerField(null=True, db_index=True)
    target_url = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.place}: {self.target_article or self.target_picture or self.target_story or self.target_url}"
