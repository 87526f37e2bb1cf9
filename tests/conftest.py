"""What every test may ask for."""

from pathlib import Path

import pytest
from django.core.cache import cache

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files that nobody here wrote; they are never part of the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared test material is not at {SHARED_DATA}: only our own cases run")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Pictures made by a test go to its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    storages = dict(settings.STORAGES)
    storages["originals"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "originals", "base_url": None},
    }
    settings.STORAGES = storages


@pytest.fixture(autouse=True)
def empty_cache():
    """No test sees what another one stored."""
    cache.clear()
