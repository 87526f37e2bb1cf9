"""The desk's "View on site", for whoever may see the record: Django's own tells everybody at the desk its address."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404


def view_on_site(request: HttpRequest, content_type_id: int, object_id: int) -> HttpResponseBase:
    """Redirect to a record's page."""
    model = get_object_or_404(ContentType, pk=content_type_id).model_class()
    desk = admin.site._registry.get(model) if model else None  # type: ignore[arg-type]
    if model is None or desk is None or not desk.has_view_permission(request):
        raise PermissionDenied
    record = get_object_or_404(model._base_manager.all(), pk=object_id)
    if not desk.has_view_permission(request, record):
        raise PermissionDenied
    return shortcut(request, content_type_id, str(object_id))
