"""The server's way in: granian newsroom.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django = get_wsgi_application()

# Behind the line above: both read settings and models.
from django.conf import settings  # noqa: E402

from articles import picture_work  # noqa: E402
from newsroom.pagecache import clock, warming  # noqa: E402
from newsroom.pagecache.serving import StoredPages  # noqa: E402
from newsroom.work import inside  # noqa: E402

application = StoredPages(django)
clock.begin()
warming.begin(application)
# A bucket that readers ask themselves makes nothing that is missing: there, files are made before the page is.
if not settings.FILES.origin:
    picture_work.begin()
inside.begin()
