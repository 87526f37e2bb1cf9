"""The newspaper's own words: name, tagline, menus, appeal. One row, edited in the admin."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newsroom.languages import Translated
from newsroom.pagecache.filing import OnEveryPage
from newsroom.pagecache.kept import forget, kept

from . import addresses, colours
from .social import Network, handle

CACHE_KEY = "site-settings"


def validate_link(value: str) -> None:
    """Accept an address of this site (`/about/`) or a whole one (`https://…`, `mailto:…`)."""
    if not addresses.is_link(value):
        raise ValidationError(
            _("“%(value)s” is no address: write /about/ for a page of this site, or begin with https://."),
            params={"value": value},
        )


def local_link(url: str) -> str:
    """Return an address of this site as it reads in the page's language; others unchanged."""
    language = get_language()
    if language and language != settings.LANGUAGE_CODE and url.startswith("/"):
        return f"/{language}{url}"
    return url


class SiteSettings(OnEveryPage, Translated):
    """The single row of settings that editors change without a developer."""

    TRANSLATED_FIELDS = (
        "name", "tagline", "description", "ear_left", "ear_right", "footer_note", "notice",
        "appeal_headline", "appeal_text", "appeal_button", "appeal_other", "receipt_issuer",
    )  # fmt: skip

    name = models.CharField(_("name"), max_length=80, default="Newsroom")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("For search engines and feeds, one sentence.")
    )
    logo = models.FileField(
        _("logo"),
        upload_to="site/",
        blank=True,
        validators=[FileExtensionValidator(["png"])],
        help_text=_("A square PNG of at least 512 pixels, shown by search engines and on home screens."),
    )
    nameplate = models.FileField(
        _("drawn name"),
        upload_to="site/",
        blank=True,
        validators=[FileExtensionValidator(["png", "webp"])],
        help_text=_("A wide PNG or WebP that stands in place of the name. Empty: the name is set in type."),
    )
    nameplate_dark = models.FileField(
        _("drawn name, dark theme"),
        upload_to="site/",
        blank=True,
        validators=[FileExtensionValidator(["png", "webp"])],
        help_text=_("The same in light ink. Empty: the picture above is shown on dark pages too."),
    )
    nameplate_width = models.PositiveSmallIntegerField(default=0, editable=False)
    nameplate_height = models.PositiveSmallIntegerField(default=0, editable=False)
    accent = models.CharField(
        _("accent"), max_length=7, blank=True, help_text=_("Links and kickers, like #0b4a8f. Empty: our blue.")
    )
    accent_dark = models.CharField(
        _("accent, dark theme"), max_length=7, blank=True, help_text=_("Like #93c4ff. Empty: our light blue.")
    )
    ear_left = models.CharField(_("beside the name, left"), max_length=160, blank=True)
    ear_right = models.CharField(_("beside the name, right"), max_length=160, blank=True)
    notice = models.CharField(
        _("notice"), max_length=240, blank=True, help_text=_("A line above every page, for example in an emergency.")
    )
    footer_note = models.CharField(_("line in the footer"), max_length=240, blank=True)
    shows_wall = models.BooleanField(
        _("wall of patrons"),
        default=False,
        help_text=_("A page with the names of those who asked for it and whom pledge staff let on. Off: no such page."),
    )
    receipt_issuer = models.TextField(
        _("who receives, on receipts"),
        max_length=400,
        blank=True,
        help_text=_("Legal name, address, tax number: a line each. Empty: the name of the site."),
    )
    contact_email = models.EmailField(_("e-mail address for readers"), blank=True)

    feeds_are_excerpts = models.BooleanField(
        _("excerpts only in public feeds"),
        default=False,
        help_text=_(
            "RSS, Atom and JSON, which anybody may read. Off: they hold whole texts. "
            "Feeds for partners have rules of their own."
        ),
    )
    shows_outside = models.BooleanField(
        _("lists from other outlets"),
        default=True,
        help_text=_("On the pages of tags, sections and authors. Related news below articles is not affected."),
    )

    appeal_headline = models.CharField(_("appeal: headline"), max_length=160, blank=True)
    appeal_text = models.TextField(_("appeal: text"), blank=True)
    appeal_button = models.CharField(_("appeal: button"), max_length=60, blank=True)
    appeal_url = models.CharField(
        _("appeal: where the button leads"), max_length=300, blank=True, validators=[validate_link]
    )
    appeal_other = models.CharField(_("appeal: words of the second link"), max_length=80, blank=True)
    appeal_other_url = models.CharField(
        _("appeal: where the second link leads"), max_length=300, blank=True, validators=[validate_link]
    )

    class Analytics(models.TextChoices):
        PLAUSIBLE = "plausible", "Plausible"
        UMAMI = "umami", "Umami"
        GOATCOUNTER = "goatcounter", "GoatCounter"

    analytics_on = models.BooleanField(
        _("count readers"),
        default=False,
        help_text=_("Off: pages load nothing from anybody else. On: each reader's browser asks the provider below."),
    )
    analytics_kind = models.CharField(_("who counts"), max_length=20, choices=Analytics, blank=True)
    analytics_script = models.CharField(
        _("address of the script"),
        max_length=300,
        blank=True,
        help_text=_("As in the tag to paste: https://plausible.io/js/script.js, or at your own host."),
    )
    analytics_site = models.CharField(
        _("name of this site there"),
        max_length=120,
        blank=True,
        help_text=_("Plausible: the domain (data-domain). Umami: the website's id (data-website-id)."),
    )
    analytics_endpoint = models.CharField(
        _("address that counts"),
        max_length=300,
        blank=True,
        help_text=_("GoatCounter: https://name.goatcounter.com/count. Others: only when it is not the script's host."),
    )

    # What load() brings along: menus by place, and accounts elsewhere.
    menus: dict[str, list["MenuItem"]] = {}
    accounts: list["SocialAccount"] = []

    class Meta:
        verbose_name = _("settings")
        verbose_name_plural = _("settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_settings")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
        transaction.on_commit(lambda: forget(CACHE_KEY))

    @classmethod
    def load(cls) -> "SiteSettings":
        """Return the settings, as they were kept since anything was last changed."""
        return kept(CACHE_KEY, cls._load, through_turns=True)

    @classmethod
    def _load(cls) -> "SiteSettings":
        # The menus bring their settings along: one query, where there is a menu.
        items = list(MenuItem.objects.select_related("settings").order_by("position", "pk"))
        found = items[0].settings if items else cls.objects.filter(pk=1).first() or cls(pk=1)
        found.menus = {place: [item for item in items if item.place == place] for place in MenuItem.Place.values}
        found.accounts = list(SocialAccount.objects.order_by("position", "pk"))
        for item in items:
            del item._state.fields_cache["settings"]  # what is stored need not hold the settings once an item
        return found

    def menu(self, place: str) -> list["MenuItem"]:
        """Return the items of one menu of loaded settings, in order."""
        return self.menus.get(place, [])

    @property
    def stylesheet(self) -> str:
        """The address of the newspaper's own colours; empty when it has none."""
        return colours.address(self.accent, self.accent_dark)

    @property
    def same_as(self) -> list[str]:
        """Addresses where the newspaper is somebody else's page: what search engines join it by. Of loaded settings."""
        return [account.address for account in self.accounts if account.network != Network.RSS]

    @property
    def handle_at_x(self) -> str:
        """Its name at X with the @; empty without one. Of loaded settings."""
        return next((handle(account.address) for account in self.accounts if account.network == Network.X), "")


class MenuItem(OnEveryPage, Translated):
    """One link in one of the site's menus."""

    TRANSLATED_FIELDS = ("label",)

    class Place(models.TextChoices):
        SECTIONS = "sections", _("Under the name")
        NEWSROOM = "newsroom", _("Footer: The newsroom")
        FOLLOW = "follow", _("Footer: Follow")
        TAKE_PART = "take_part", _("Footer: Take part")

    settings = models.ForeignKey(SiteSettings, models.CASCADE, related_name="menu_items")
    place = models.CharField(_("place"), max_length=20, choices=Place)
    label = models.CharField(_("label"), max_length=60)
    url = models.CharField(
        _("address"), max_length=300, validators=[validate_link], help_text=_("Starting with / or https://")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def href(self) -> str:
        """The address in the page's language."""
        return local_link(self.url)


class SocialAccount(OnEveryPage):
    """The newspaper's page at a network, or a feed: a word in the footer."""

    settings = models.ForeignKey(SiteSettings, models.CASCADE, related_name="social_accounts")
    network = models.CharField(_("network"), max_length=20, choices=Network)
    address = models.CharField(_("address"), max_length=300, help_text=_("As the browser shows it on your page there."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("social account")
        verbose_name_plural = _("social accounts")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.get_network_display()

    @property
    def href(self) -> str:
        """The address in the page's language, where it is one of this site."""
        return local_link(self.address)
