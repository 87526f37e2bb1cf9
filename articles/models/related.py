"""A line of the Related news list: a story of our own, or of another outlet."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class RelatedItem(models.Model):
    """What the list shows. `target` is our own article; otherwise the words stand here."""

    target = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("our article")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    url = models.CharField(_("address"), max_length=1000, blank=True, validators=[URLValidator(["http", "https"])])
    outlet = models.CharField(_("outlet"), max_length=120, blank=True)
    excerpt = models.CharField(_("excerpt"), max_length=300, blank=True)
    picture = models.ForeignKey(
        "articles.Picture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or f"→ {self.target_id}"

    def clean(self) -> None:
        if not self.target_id and not (self.title and self.url):
            raise ValidationError(_("A related story needs either one of our articles, or a title and an address."))
