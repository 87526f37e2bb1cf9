from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("articles", "0010_lines_become_stories")]

    operations = [
        migrations.RemoveField(
            model_name='publishedrelatedlink',
            name='excerpt',
        ),
        migrations.RemoveField(
            model_name='publishedrelatedlink',
            name='outlet',
        ),
        migrations.RemoveField(
            model_name='publishedrelatedlink',
            name='picture',
        ),
        migrations.RemoveField(
            model_name='publishedrelatedlink',
            name='title',
        ),
        migrations.RemoveField(
            model_name='publishedrelatedlink',
            name='url',
        ),
        migrations.RemoveField(
            model_name='relatedlink',
            name='excerpt',
        ),
        migrations.RemoveField(
            model_name='relatedlink',
            name='outlet',
        ),
        migrations.RemoveField(
            model_name='relatedlink',
            name='picture',
        ),
        migrations.RemoveField(
            model_name='relatedlink',
            name='title',
        ),
        migrations.RemoveField(
            model_name='relatedlink',
            name='url',
        ),
    ]
