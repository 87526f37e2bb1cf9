"""What the figures of the moment say of the work."""

from django.tasks import TaskResultStatus

from newsroom.metrics.counters import tells

from .models import Task

# More than these is long, whatever the number.
COUNTED_AT_MOST = 10_000


@tells("newsroom_queue_length", "Tasks that wait, ten thousand at most")
def queue_length() -> float:
    """Count tasks that nobody has begun."""
    return Task.objects.filter(status=TaskResultStatus.READY).order_by()[:COUNTED_AT_MOST].count()
