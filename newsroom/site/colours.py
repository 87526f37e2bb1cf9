"""The newspaper's own accent: whether it can be read, and the small style sheet that brings it to pages."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What an accent stands on, as in site.css: the paper, and the raised paper of boxes.
GROUNDS = {"light": ("#fdfdfb", "#f1f2ee"), "dark": ("#0e1113", "#171b1e")}
# WCAG AA for text of normal size.
ENOUGH = 4.5


def parse(value: str) -> str:
    """Return a colour as "#rrggbb" in lower case.

    Raises:
        ValidationError: it is none.
    """
    value = value.strip().lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", value, re.ASCII):
        raise ValidationError(
            _("“%(value)s” is no colour: write # and six of 0–9 and a–f, like #0b4a8f.") % {"value": value[:40]}
        )
    return value


def contrast(colour: str, theme: str) -> float:
    """Return the contrast of text in `colour` on the worse of a theme's grounds, from 1 to 21."""
    return min(_ratio(colour, ground) for ground in GROUNDS[theme])


def nearest(colour: str, theme: str) -> str:
    """Return the colour closest to `colour`, darker or lighter, that can be read on a theme's grounds."""
    end = 0 if theme == "light" else 255
    for step in range(101):
        mixed = [round(part + (end - part) * step / 100) for part in _parts(colour)]
        found = "#" + "".join(f"{part:02x}" for part in mixed)
        if contrast(found, theme) >= ENOUGH:
            return found
    raise ValueError(colour)  # black and white pass


def check(value: str, theme: str) -> str:
    """Return a colour that readers of a theme can read.

    Raises:
        ValidationError: it is no colour, or too weak; the sentence names the nearest one that will do.
    """
    colour = parse(value)
    ratio = contrast(colour, theme)
    if ratio >= ENOUGH:
        return colour
    ground = _("the light page") if theme == "light" else _("the dark page")
    raise ValidationError(
        _("%(colour)s stands out from %(ground)s by %(ratio).1f to 1, and text needs 4.5: take %(nearest)s.")
        % {"colour": colour, "ground": ground, "ratio": ratio - 0.05, "nearest": nearest(colour, theme)}
    )


def address(light: str, dark: str) -> str:
    """Return where the style sheet of two accents is, or an empty string when neither is set.

    The colours are its name, so it is true for ever and asks no database.
    """
    return f"/site-{light.removeprefix('#')}-{dark.removeprefix('#')}.css" if light or dark else ""


def stylesheet(light: str, dark: str) -> str:
    """Return the style sheet. It stands in the layer of the tokens, so that paper still wins over it."""
    rules = []
    if light:
        rules.append(f":root{{--link:{light};--link-u:{light}66;--focus:{light}}}")
    if dark:
        words = f"{{--link:{dark};--link-u:{dark}66}}"
        rules.append(f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){words}}}")
        rules.append(f":root[data-theme=dark]{words}")
    return f"@layer tokens{{{''.join(rules)}}}\n"


def _parts(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _ratio(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
