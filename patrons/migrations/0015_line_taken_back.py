"""A transfer whose booking was taken back says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patrons", "0014_words_of_all_names")]

    operations = [
        migrations.AlterField(
            model_name="bankline",
            name="found",
            field=models.CharField(
                choices=[
                    ("code", "by its code"),
                    ("perhaps", "perhaps"),
                    ("currency", "other currency"),
                    ("twice", "looks booked already"),
                    ("nothing", "nothing found"),
                    ("hand", "by hand"),
                    ("back", "booking taken back"),
                ],
                default="nothing",
                max_length=8,
                verbose_name="found",
            ),
        ),
    ]
