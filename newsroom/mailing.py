"""Mail: subject, text and HTML from one name, stored with what it tells of and sent by a worker.

A mail server that is away costs nobody a letter: it is tried again for about a day. A letter that was sent is kept
nowhere. A worker killed after the server took a letter and before that was noted sends it again, under the same
Message-ID, by which mail servers and programs can tell that it is the same one.
"""

import smtplib
from collections.abc import Mapping
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.tasks import TaskResultStatus
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from newsroom.languages import prefix
from newsroom.site.models import SiteSettings
from newsroom.work.errors import GiveUp
from newsroom.work.jobs import enqueue, job

SUBJECT_AT_MOST = 200
REFUSED = gettext_noop("The mail server refused the address for good.")


def send(name: str, to: str, context: Mapping[str, Any], language: str = "") -> None:
    """Mail `templates/emails/<name>.txt`, its first line the subject, and `<name>.html` to one address.

    It is stored with the transaction, and not at all when that is rolled back. What goes wrong later is told at the
    desk and in the log, without the address, and breaks nothing here.

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
    enqueue(
        deliver, name=name, to=to, subject=" ".join(subject.split())[:SUBJECT_AT_MOST], text=text.strip() + "\n",
        html=html, message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost"),
    )  # fmt: skip


def _called(given: dict[str, Any]) -> str:
    return _("Mail “%(name)s”") % {"name": given["name"]}


@job(queue="mail", attempts=14, keeps=False, is_private=True, called=_called)
def deliver(*, name: str, to: str, subject: str, text: str, html: str, message_id: str) -> None:
    """Hand a stored letter to the mail server."""
    message = EmailMultiAlternatives(subject, text, to=[to], headers={"Message-ID": message_id})
    message.attach_alternative(html, "text/html")
    try:
        message.send(using="default")
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _words in error.recipients.values()):
            # There is no such mailbox: a day of asking does not make one.
            raise GiveUp(REFUSED) from None
        raise


def waiting_for(address: str) -> list[dict[str, Any]]:
    """Return which letters to an address are stored: not sent yet, or never to be sent."""
    stored = _stored(address).order_by("enqueued_at")[:500]
    return [{"kind": row.args_kwargs["kwargs"]["name"], "since": row.enqueued_at} for row in stored]


def forget(address: str) -> int:
    """Forget the letters to an address that could not be sent. One that nobody tried yet goes out, and is gone then."""
    tried = _stored(address).exclude(status=TaskResultStatus.RUNNING).exclude(started_at=None)
    return int(tried.delete()[0])


def _stored(address: str) -> Any:
    return DBTaskResult.objects.filter(
        queue_name="mail", task_path=deliver.module_path, args_kwargs__kwargs__to__iexact=address
    )
