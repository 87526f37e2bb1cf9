"""Files in buckets of a server that speaks S3: pictures, and originals that have no address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

# A request of a reader or an editor waits for these.
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 20, 3


class BucketAway(OSError):
    """The server of files did not do what it was asked; without its own words, which may hold a key's name."""


def _as_a_disk[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Whoever is prepared for a disk that fails is prepared for a server of files that does."""

    @wraps(function)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (ClientError, BotoCoreError, Boto3Error) as error:
            code = error.response["Error"].get("Code", "") if isinstance(error, ClientError) else ""
            raise BucketAway(f"The bucket could not be used: {type(error).__name__} {code}".strip()) from None

    return tried


class Objects(S3Storage):
    """A folder in a bucket, that fails as a folder on a disk does."""

    def __init__(self, **options: Any):
        super().__init__(
            file_overwrite=False,
            querystring_auth=False,
            # Files are small, and threads of another library are no gain.
            transfer_config=TransferConfig(use_threads=False),
            client_config=Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                signature_version="s3v4",
                s3={"addressing_style": options.get("addressing_style")},
                # Servers other than Amazon's refuse checksums that they do not know.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            **options,
        )

    _save = _as_a_disk(S3Storage._save)
    delete = _as_a_disk(S3Storage.delete)
    exists = _as_a_disk(S3Storage.exists)
    listdir = _as_a_disk(S3Storage.listdir)
    size = _as_a_disk(S3Storage.size)
    get_modified_time = _as_a_disk(S3Storage.get_modified_time)

    @_as_a_disk
    def _open(self, name: str, mode: str = "rb") -> Any:
        file = super()._open(name, mode)
        if "r" in mode:
            # Fetched here, where what goes wrong is caught.
            _ = file.file
        return file


class PublicObjects(Objects):
    """Pictures. Their address is ours, or the one that their bucket has in public."""

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """Let what stands between bucket and reader keep a rendition for ever: its name is made of its content."""
        kept = {"CacheControl": "public, max-age=31536000, immutable"} if "/pictures/" in f"/{name}" else {}
        return super().get_object_parameters(name) | kept

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """Return the address that pages name."""
        return settings.MEDIA_URL + (filepath_to_uri(name) or "").lstrip("/")


class PrivateObjects(Objects):
    """A folder in a bucket that no address leads to."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """Refuse.

        Raises:
            ValueError: always; whoever asked was about to make something private public.
        """
        raise ValueError(f"{name} is private: it has no address.")
