"""What the worker does besides asking for news: thumbnails, dead addresses, old stories."""


def keep_up(workers: int = 4) -> None:
    """Do a part of the work that waits; the next round does the next part."""
