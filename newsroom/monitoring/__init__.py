"""What is told to servers of others that watch over this one: only where a variable names them."""

from django.conf import settings


def begin() -> None:
    """Begin what the settings ask for; nothing of it is imported otherwise."""
    if settings.SENTRY_DSN:
        from . import errors

        errors.begin(settings.SENTRY_DSN)
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        from . import tracing

        tracing.begin(settings.OTEL_EXPORTER_OTLP_ENDPOINT)
