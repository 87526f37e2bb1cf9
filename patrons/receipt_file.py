"""A receipt as a PDF: one page to keep, with the same words as the page on the screen."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom.site.models import SiteSettings

from .models import Payment
from .receipts import lines, void

if TYPE_CHECKING:
    from fpdf import FPDF

# The site's own face, cut by alphabet: what the first has no letter for is looked for in the others.
FACES = ("latin", "uk", "cyrillic", "ext")
MARGIN, LABEL, LINE = 25, 45, 7  # millimetres
# The face is cut for screens: on paper its letters stand too close.
LOOSER = 103  # per cent


def pdf(payment: Payment) -> bytes:
    """Return the receipt of a payment that has a number, in the language of now."""
    # Forty megabytes of memory, for the few who ask for a file.
    from fpdf import FPDF

    site, number = SiteSettings.load().local, str(payment.receipt_number)
    title = _("Receipt %(number)s") % {"number": number}
    page = FPDF(format="A4")
    # The same receipt is the same file, whenever it is fetched.
    page.set_creation_date(payment.occurred_at)
    page.set_title(title)
    page.set_author(site.name)
    page.set_lang(get_language() or settings.LANGUAGE_CODE)
    page.set_margins(MARGIN, MARGIN, MARGIN)
    for face in FACES:
        page.add_font(face, fname=_face(f"ui-{face}"))
        page.add_font(f"display-{face}", fname=_face(f"display-{face}"))
    page.add_page()
    page.set_fallback_fonts([f"display-{face}" for face in FACES[1:]])
    _say(page, site.name, size=26, face=f"display-{FACES[0]}")
    page.set_fallback_fonts(list(FACES[1:]))
    page.ln(2)
    page.line(MARGIN, page.y, page.w - MARGIN, page.y)
    page.ln(LINE)
    page.set_stretching(LOOSER)
    _say(page, title, size=22)
    if not payment.is_live:
        _say(page, _("A trial: no money moved."), size=11)
    if said := void(payment):
        _say(page, said, size=14)
    page.ln(LINE)
    for heading, words in lines(payment):
        _pair(page, heading, words)
    page.ln(LINE)
    _say(page, settings.SITE_URL, size=9)
    return bytes(page.output())


def _say(page: "FPDF", words: str, *, size: int, face: str = FACES[0]) -> None:
    page.set_font(face, size=size)
    page.multi_cell(0, max(size // 2, LINE - 1), words, new_x="LMARGIN", new_y="NEXT", align="L")


def _pair(page: "FPDF", heading: str, words: str) -> None:
    page.set_font(FACES[0], size=11)
    top = page.y
    page.set_text_color(90)
    page.multi_cell(LABEL, LINE, heading, new_x="LMARGIN", new_y="NEXT", align="L")
    below = page.y
    page.set_text_color(0)
    page.set_xy(MARGIN + LABEL, top)
    page.multi_cell(0, LINE, words, new_x="LMARGIN", new_y="NEXT", align="L")
    page.y = max(page.y, below)


@lru_cache
def _face(name: str) -> str:
    found = finders.find(f"newsroom/fonts/{name}.woff2")
    if not isinstance(found, str):
        raise FileNotFoundError(f"The face “{name}” is not among the static files.")
    return found
