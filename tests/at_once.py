"""Tasks without a worker: done in this process when the transaction is committed."""

import logging
from typing import Any

from django.db import transaction
from django.tasks.backends.immediate import ImmediateBackend

from newsroom.work import errors

logger = logging.getLogger("newsroom.work.running")


class AtOnce(ImmediateBackend):
    supports_defer = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        def act() -> None:
            try:
                task.call(*args, **kwargs)
            except Exception as error:
                # As a worker says it.
                logger.error("The task %s failed: %s.", task.module_path, errors.path_of(error))

        transaction.on_commit(act)
