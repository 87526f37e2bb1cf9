"""Words of names that were written past the way that notes them."""

from importlib import import_module

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('patrons', '0013_campaign_came_minor'),
    ]

    operations = [
        # Those that stand there already stay as they are.
        migrations.RunPython(import_module("patrons.migrations.0010_mended").write_words, migrations.RunPython.noop),
    ]
