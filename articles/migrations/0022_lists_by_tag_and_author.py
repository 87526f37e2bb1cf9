"""The rows of tags and authors say language and date themselves, so that their lists are read from one index."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery

AT_ONCE = 10_000
# Until the next lines of this very migration.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def fill(apps, schema_editor):
    editions = apps.get_model("articles", "PublishedArticle").objects.using(schema_editor.connection.alias)
    for name, owner in (("PublishedByline", "article"), ("PublishedTagging", "content_object")):
        rows = apps.get_model("articles", name).objects.using(schema_editor.connection.alias).order_by()
        own = editions.filter(pk=OuterRef(owner))
        last = rows.aggregate(last=Max("pk"))["last"] or 0
        for start in range(0, last + 1, AT_ONCE):
            rows.filter(pk__gte=start, pk__lt=start + AT_ONCE).update(
                language=Subquery(own.values("language")), published_at=Subquery(own.values("published_at"))
            )


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_withdrawn_and_back")]

    operations = [
        *(
            migrations.AddField(model, name, field, preserve_default=False)
            for model in ("publishedbyline", "publishedtagging")
            for name, field in (
                ("language", models.CharField(default="", editable=False, max_length=10)),
                ("published_at", models.DateTimeField(default=NEVER, editable=False)),
            )
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "publishedbyline",
            models.Index(fields=["author", "language", "-published_at", "-article"], name="list_of_author"),
        ),
        migrations.AddIndex(
            "publishedtagging",
            models.Index(fields=["tag", "language", "-published_at", "-content_object"], name="list_of_tag"),
        ),
    ]
