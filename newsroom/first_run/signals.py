"""What a room may wait for: it adds its own first records, in the same transaction."""

from django.dispatch import Signal

# Sent once with `by` (the chief's account) and `language` (of the site). A receiver may return the
# address of the desk's page on which the chief begins.
site_set_up = Signal()
