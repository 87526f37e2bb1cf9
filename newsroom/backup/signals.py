"""What the rooms do when everything is replaced: each takes part in its `AppConfig.ready`."""

from django.dispatch import Signal

# All rows are about to be replaced, and were: in the same transaction. `connection`.
opening = Signal()
closing = Signal()
# It stands: what is made of rows and not kept in the file is made anew. `say` takes words about progress.
restored = Signal()
