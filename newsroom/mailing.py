"""Mail: subject, text and HTML from one name, sent once what it tells of is stored."""

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from newsroom.languages import prefix
from newsroom.site.models import SiteSettings

logger = logging.getLogger(__name__)

SUBJECT_AT_MOST = 200


def send(name: str, to: str, context: Mapping[str, Any], language: str = "") -> None:
    """Mail `templates/emails/<name>.txt`, its first line the subject, and `<name>.html` to one address.

    It goes out when the transaction is committed, and not at all when it is rolled back. What goes
    wrong then is logged, without the address, and breaks nothing.

    Args:
        context: what the templates take; `site_name` and `site_url` are added.
        language: the one that the recipient chose; the newsroom's own where that is not known.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        own = {
            "site_name": SiteSettings.load().local.name,
            "site_url": f"{settings.SITE_URL}{prefix(translation.get_language() or '')}",
        }
        whole = {**own, **context}
        subject, _line, text = render_to_string(f"emails/{name}.txt", whole).strip().partition("\n")
        html = render_to_string(f"emails/{name}.html", whole)
    message = EmailMultiAlternatives(" ".join(subject.split())[:SUBJECT_AT_MOST], text.strip() + "\n", to=[to])
    message.attach_alternative(html, "text/html")
    transaction.on_commit(lambda: _deliver(name, message))


def _deliver(name: str, message: EmailMultiAlternatives) -> None:
    try:
        message.send(using="default")
    except Exception as error:
        # The error's own words may hold the address.
        logger.error("The mail “%s” could not be sent: %s.", name, type(error).__name__)
