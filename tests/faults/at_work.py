"""Publishes, uploads and takes payments until it is killed; with `look`, says whether all of it is whole."""

import random
import sys


def begin() -> None:
    from articles.models import Section
    from patrons.models import ProviderAccount, Tier

    Section.objects.get_or_create(slug="politics", defaults={"name": "Politics"})
    ProviderAccount.objects.get_or_create(key="scripted", defaults={"label": "Card"})
    Tier.objects.get_or_create(slug="friend", defaults={"name": "Friend"})


def work(turn: int) -> None:
    """Do all three, over and over."""
    import django

    django.setup()
    from articles import library
    from tests import factories
    from tests.faults.writers import pay, publish

    begin()
    acts = publish(turn), pay(turn + 100)
    factories.numbers = iter(range(1000 * turn + 1, 10**6))
    print("working", flush=True)
    for number in range(10**6):
        for act in acts:
            act(number)
        # A large one, so that it is caught half written.
        file = factories.picture_file(1200 + turn, 800, (number % 255, turn, random.randrange(255)))
        library.add_picture(file, title=f"{turn}-{number}", alt="A field", caption="A caption", credit="Ada")
        print("round", flush=True)


def look() -> None:
    """Compare the books, the pages and the files.

    Raises:
        AssertionError: something is there by half.
    """
    import django

    django.setup()
    begin()
    from django.core.files.storage import storages
    from django.db import connection
    from django.test import Client

    from articles import publishing
    from articles.models import Article, ArticleVersion, Picture, PublishedArticle
    from patrons.models import LedgerEntry, Payment, ProviderEvent

    with connection.cursor() as cursor:
        assert cursor.execute("pragma integrity_check").fetchone() == ("ok",)
        assert not cursor.execute("pragma foreign_key_check").fetchall()
    live = PublishedArticle.objects.live()
    assert live.count() == Article.objects.filter(state=Article.State.PUBLISHED).count()
    for edition in live:
        assert ArticleVersion.objects.filter(article=edition.article).exists()
        assert Client(SERVER_NAME="127.0.0.1").get(edition.get_absolute_url()).status_code == 200
    for article in Article.objects.filter(state=Article.State.DRAFT):
        publishing.publish(article)
    assert Payment.objects.exclude(receipt_number=None).count() == Payment.objects.count()
    for payment in Payment.objects.all():
        assert LedgerEntry.objects.filter(payment=payment, kind="charge").count() == 1
    # What came and was not yet applied is applied by the clock.
    assert not ProviderEvent.objects.filter(state__in=("failed", "given_up")).exists()
    assert Picture.objects.exists() and Payment.objects.exists() and live.exists()
    for picture in Picture.objects.all():
        assert storages["originals"].exists(picture.original.name), picture
        with picture.original.open() as file:
            assert len(file.read()) == picture.byte_size
    print("whole")


if __name__ == "__main__":
    look() if sys.argv[1] == "look" else work(int(sys.argv[1]))
