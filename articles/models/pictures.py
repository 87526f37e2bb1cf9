"""The picture library."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.languages import Translated
from newsroom.pagecache.filing import Filed, FiledQuerySet


def originals() -> Storage:
    """Return the private storage of originals: what the camera wrote, GPS included, has no address."""
    return storages["originals"]


def original_name(picture: "Picture", filename: str) -> str:
    """Name an original by its content, so that nobody's file name reaches the disk."""
    return f"{picture.sha256[:2]}/{picture.sha256}.{picture.format.lower()}"


FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Picture(Filed, Translated):
    """One picture, its rights and its focal point. `library.add_picture` makes it."""

    TRANSLATED_FIELDS = ("alt", "caption", "credit")

    original = models.ImageField(_("file"), storage=originals, upload_to=original_name, max_length=200)
    title = models.CharField(_("name in the library"), max_length=200)
    alt = models.CharField(
        _("alt text"), max_length=400, blank=True, help_text=_("What is seen, for those who cannot see it.")
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    protects_source = models.BooleanField(
        _("protects its source"), default=False,
        help_text=_("Its original is not kept, and what it says of place, time and camera is forgotten."),
    )  # fmt: skip
    focus_x = models.FloatField(_("focal point, from the left"), default=0.5, validators=FRACTION)
    focus_y = models.FloatField(_("focal point, from the top"), default=0.5, validators=FRACTION)

    format = models.CharField(_("format"), max_length=10, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    byte_size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    # Of a protected source: the file as it was sent, by a mark that is recognised and leads nowhere.
    sent_as = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # What the file said of itself when it came: shown to the desk, never to readers.
    file_says = models.JSONField(default=dict, blank=True, editable=False)
    fingerprint = models.CharField(max_length=16, blank=True, editable=False, db_index=True)
    rendition_key = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = FiledQuerySet.as_manager()

    # Its source may be protected later: see articles/picture_log.py.
    log_keeps_no_name = True

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def focus(self) -> tuple[float, float]:
        """The focal point as fractions of width and height."""
        return (self.focus_x, self.focus_y)


class PictureBand(models.Model):
    """A piece of a picture's fingerprint, by which pictures that look alike are found in an index."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="bands")
    band = models.IntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.picture_id}: {self.band}"
