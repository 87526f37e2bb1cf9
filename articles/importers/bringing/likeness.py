"""What is like what in an archive that came in: found beside the pages, since it takes longer than the bringing in."""

from newsroom.work.jobs import job


@job(queue="slow", attempts=3)
def index_anew() -> None:
    """Build the index of what is like what anew; readers and the desk go on meanwhile."""
    from articles.related import nearest, own

    nearest.rebuild()
    own.refresh_newest()
