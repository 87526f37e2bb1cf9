"""Rules remember when they looked last; lines that name a story of another outlet are kept as references too."""

from django.db import migrations, models


def name_stories(apps, schema_editor):
    Reference = apps.get_model("articles", "Reference")
    for model, key in (("RelatedLink", "article_id"), ("PublishedRelatedLink", "edition_id")):
        lines = apps.get_model("articles", model).objects.exclude(story=None).values_list("article", "story").distinct()
        batch = []
        for owner, story in lines.iterator(chunk_size=2000):
            batch.append(Reference(**{key: owner}, place="related", target_story=story))
            if len(batch) == 500:
                Reference.objects.bulk_create(batch)
                batch = []
        Reference.objects.bulk_create(batch)


def forget_stories(apps, schema_editor):
    apps.get_model("articles", "Reference").objects.exclude(target_story=None).delete()


class Migration(migrations.Migration):

    dependencies = [("articles", "0012_intake"), ("articles", "0009_nearest")]

    operations = [
        migrations.AddField(
            model_name="approvalrule",
            name="applied_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="looked last"),
        ),
        migrations.AddField(
            model_name="reference",
            name="target_story",
            field=models.BigIntegerField(db_index=True, null=True),
        ),
        migrations.RunPython(name_stories, forget_stories, elidable=True),
    ]
