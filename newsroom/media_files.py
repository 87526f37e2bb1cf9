"""Public files as readers get them, from a folder or from a bucket."""

import mimetypes

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve


def send(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return the answer that holds a public file.

    Raises:
        Http404: there is none of that name.
    """
    if isinstance(default_storage, FileSystemStorage):
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, SuspiciousOperation, ValueError):
        raise Http404 from None
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return FileResponse(file, content_type=kind)
