"""All checks, in the order of the form, with what each does while the newsroom has set nothing."""

from django.utils.translation import gettext_lazy as _

from articles.models import CheckLevel

from . import links, pictures, placing, words
from .base import Check

BLOCKS, WARNS = CheckLevel.Level.BLOCKS, CheckLevel.Level.WARNS

CHECKS: tuple[Check, ...] = (
    Check("headline", _("The headline is empty"), BLOCKS, words.headline, fixed=True, holds_for_imports=True),
    Check("body", _("The body is empty"), BLOCKS, words.body, fixed=True, holds_for_imports=True),
    Check("section", _("No section is chosen"), BLOCKS, placing.section, fixed=True, holds_for_imports=True),
    # Kept by the clock too: what a source asked for does not depend on who publishes.
    Check("embargo", _("The embargo of a source is not over"), BLOCKS, placing.embargo, holds_for_imports=True),
    Check("tk", _("“TK” still stands in the headline, the text or a caption"), WARNS, words.to_come),
    Check("search_headline", _("The headline is too long for search engines"), WARNS, words.search_headline),
    Check("deck", _("There is no deck"), WARNS, words.deck),
    Check("lead_picture", _("There is no lead picture"), WARNS, pictures.lead_picture),
    Check("alt", _("A picture has no alt text"), WARNS, pictures.alt_text),
    Check("credit", _("A picture has no credit"), WARNS, pictures.credit),
    Check("picture_gone", _("A picture in the text is gone from the library"), WARNS, pictures.gone),
    Check("link_target", _("The text leads to an article that readers cannot open"), WARNS, links.not_public),
    Check("own_address", _("An address of this site in the text leads nowhere"), WARNS, links.own_address),
    Check("link_words", _("A link has no words, or words that say nothing"), WARNS, links.words),
    Check("tags", _("There are no tags"), WARNS, placing.tags),
    Check("byline", _("Nobody is named in the byline"), WARNS, placing.byline),
    Check("related", _("Related news names what readers cannot open"), WARNS, links.related),
    Check("related_twice", _("Related news repeats a “Read also” or itself"), WARNS, links.related_twice),
    Check("related_many", _("Related news has more lines than readers see"), WARNS, links.related_many),
    Check("social", _("A text for social networks is too long"), WARNS, words.social),
)
