"""Words of names, to find patrons by; and rights that were given to who was part of another patron already."""

from itertools import batched

import django.db.models.deletion
from django.db import migrations, models


def write_words(apps, schema_editor):
    from patrons.models.names import words_of

    patron, word = apps.get_model("patrons", "Patron"), apps.get_model("patrons", "NameWord")
    rows = patron.objects.exclude(name="").order_by("pk").values_list("pk", "name").iterator(chunk_size=1000)
    for some in batched(rows, 1000):
        word.objects.bulk_create(
            [word(patron_id=number, word=each) for number, name in some for each in words_of(name)],
            batch_size=1000, ignore_conflicts=True,
        )


def move_rights(apps, schema_editor):
    grants = apps.get_model("patrons", "Grant").objects.filter(patron__merged_into__isnull=False)
    for grant in grants.select_related("patron"):
        grant.patron_id = grant.patron.merged_into_id
        grant.save(update_fields=["patron"])


class Migration(migrations.Migration):

    dependencies = [
        ('patrons', '0009_gifts'),
    ]

    operations = [
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_index=True, max_length=40)),
                ('patron', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='patrons.patron')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('patron', 'word'), name='name_word_once')],
            },
        ),
        migrations.AlterModelOptions(
            name='provideraccount',
            options={'ordering': ['position', 'pk'], 'verbose_name': 'way to pay', 'verbose_name_plural': 'ways to pay'},
        ),
        migrations.RunPython(write_words, migrations.RunPython.noop),
        migrations.RunPython(move_rights, migrations.RunPython.noop),
    ]
