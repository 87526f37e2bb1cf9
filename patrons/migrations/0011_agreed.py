import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patrons", "0010_mended")]

    operations = [
        migrations.AddField("pledge", "agreed_minor", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField(
            "pledge",
            "agreed_tier",
            models.ForeignKey(
                editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="patrons.tier",
            ),
        ),
    ]  # fmt: skip
