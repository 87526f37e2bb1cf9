"""What the audit log says of the work beside the pages."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "task.retried": _("Failed task tried again"),
    "task.discarded": _("Task discarded"),
    "schedule.run": _("Done at once"),
}
