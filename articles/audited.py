"""What the articles' room writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "article.made": _("Article begun"),
    "article.submitted": _("Submitted for review"),
    "article.taken_back": _("Taken back from review"),
    "article.sent_back": _("Sent back"),
    "article.approved": _("Ready"),
    "article.assigned": _("Assigned"),
    "article.planned": _("Planned"),
    "article.published": _("Published"),
    "article.scheduled": _("Scheduled"),
    "article.unscheduled": _("Unscheduled"),
    "article.withdrawn": _("Withdrawn"),
    "article.withdrawal_scheduled": _("Withdrawal planned"),
    "article.withdrawal_cancelled": _("Withdrawal cancelled"),
    "article.corrected": _("Corrected"),
    "article.trashed": _("Moved to the trash"),
    "article.brought_back": _("Brought back from the trash"),
    "article.deleted": _("Deleted for good"),
    "picture.replaced": _("File replaced"),
    "picture.source_protected": _("Source protected"),
    "version.restored": _("Version restored"),
}
DETAILS = {
    "reason": _("reason"),
    "protected_source": _("source protected"),
    "before": _("before"),
    "after": _("after"),
    "at": _("for"),
    "to": _("to"),
    "to_id": _("account"),
    "text": _("text"),
    "kind": _("kind"),
    "note": _("words for readers"),
    "address": _("address"),
    "says_so": _("the address says so"),
    "substantial": _("readers are told"),
    "state": _("state"),
    "version": _("version"),
    "made_at": _("made at"),
}
THINGS = {
    "section": _("Section"),
    "tag": _("Tag"),
    "author": _("Author"),
    "page": _("Page"),
    "front": _("Front page"),
    "picture": _("Picture"),
    "redirect": _("Redirect"),
    "group": _("Group"),
}
