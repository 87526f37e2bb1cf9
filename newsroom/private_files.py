"""Files that have no address."""

from django.core.files.storage import FileSystemStorage


class PrivateFiles(FileSystemStorage):
    """A folder on this machine that no address leads to."""

    def url(self, name: str | None) -> str:
        """Refuse.

        Raises:
            ValueError: always; whoever asked was about to make something private public.
        """
        raise ValueError(f"{name} is private: it has no address.")
