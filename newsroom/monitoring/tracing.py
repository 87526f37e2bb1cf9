"""Traces told to a collector of OpenTelemetry: which view took how long, never who asked or for which address."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode

from newsroom.logs.request_ids import current

SECONDS = 5


def begin(endpoint: str) -> None:
    """Tell of requests from now on."""
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=SECONDS)
    provider = TracerProvider(resource=Resource({SERVICE_NAME: "newsroom"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


def traced(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, where traces are told: one span a request, named by its view."""
    tracer = trace.get_tracer("newsroom")

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with tracer.start_as_current_span(
            str(request.method), kind=SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            response = get_response(request)
            match = request.resolver_match
            if match:
                # The pattern of the address, not what stood in it.
                span.update_name(f"{request.method} {match.view_name or match.route}")
                span.set_attribute("http.route", match.route)
            span.set_attribute("http.request.method", str(request.method))
            span.set_attribute("http.response.status_code", response.status_code)
            span.set_attribute("newsroom.request_id", current())
            if response.status_code >= 500:
                span.set_status(StatusCode.ERROR)
            return response

    return middleware
