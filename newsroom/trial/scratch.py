"""A database and files for one trial, gone when it ends."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.runner import DiscoverRunner
from django.test.utils import override_settings


@contextmanager
def scratch_database() -> Iterator[None]:
    """Run with an empty, migrated database of the configured engine, and with files in a temporary folder."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    with tempfile.TemporaryDirectory() as folder:
        storages = settings.STORAGES | {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "originals": {
                "BACKEND": "newsroom.private_files.PrivateFiles",
                "OPTIONS": {"location": Path(folder) / "originals"},
            },
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
        hosts = [*settings.ALLOWED_HOSTS, "testserver"]
        with override_settings(
            MEDIA_ROOT=Path(folder) / "media", MEDIA_URL="/media/", STORAGES=storages, ALLOWED_HOSTS=hosts
        ):
            old = runner.setup_databases()
            try:
                yield
            finally:
                runner.teardown_databases(old)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """Serve the scratch site, static files included, on a free port; yield its address."""
    connection.inc_thread_sharing()
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=_Quiet)
    # Static files are found without collecting them only as in development.
    with override_settings(DEBUG=True):
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            connection.dec_thread_sharing()
