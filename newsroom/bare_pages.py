"""Pages that stand when little else does (templates/bare.html)."""

from django.templatetags.static import static


def style_sheet() -> str:
    """Where the site's style sheet is; "" where files were not collected."""
    try:
        return static("newsroom/site.css")
    except ValueError:
        return ""
