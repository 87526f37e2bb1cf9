"""A line of related news that held another outlet's words becomes a line that names a story of it."""

import hashlib

from django.db import migrations


def to_stories(apps, schema_editor):
    Story = apps.get_model("articles", "Story")
    for model in ("RelatedLink", "PublishedRelatedLink"):
        lines = apps.get_model("articles", model).objects.filter(target=None, story=None).exclude(url="")
        for line in lines.iterator():
            identity = hashlib.sha256(line.url.strip().encode()).hexdigest()
            words = {
                "url": line.url, "title": line.title, "excerpt": line.excerpt[:250], "outlet": line.outlet,
                "own_picture_id": line.picture_id,
            }
            line.story = Story.objects.get_or_create(identity=identity, defaults=words)[0]
            line.save(update_fields=["story"])


class Migration(migrations.Migration):

    dependencies = [("articles", "0009_other_outlets")]

    operations = [migrations.RunPython(to_stories, migrations.RunPython.noop, elidable=True)]
