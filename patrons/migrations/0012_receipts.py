"""What a payment paid for and what that was called, kept with its receipt; the language of a pledge; cards tried again.

Of earlier payments it is worked out as well as it can be: from their amounts, and with the names of today.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def name_tiers(apps, schema_editor):
    payment, pledge = apps.get_model("patrons", "Payment"), apps.get_model("patrons", "Pledge")
    came = payment.objects.filter(state="succeeded").exclude(receipt_number=None).order_by()
    came.update(tier=Subquery(pledge.objects.filter(pk=OuterRef("pledge")).values("tier")[:1]))
    # Whose amount was another one before or is by now.
    changed = came.filter(pledge__agreed_minor__isnull=False, pledge__transfer_code=None)
    first = pledge.objects.filter(pk=OuterRef("pledge")).values("agreed_tier")[:1]
    changed.filter(amount_minor=F("pledge__agreed_minor")).update(tier=Subquery(first))
    prices = apps.get_model("patrons", "TierPrice").objects.filter(is_active=True, tier__status="live")
    others = changed.exclude(amount_minor=F("pledge__agreed_minor")).exclude(amount_minor=F("pledge__amount_minor"))
    for one in others.filter(currency=F("pledge__currency")).select_related("pledge").iterator(chunk_size=500):
        asked = prices.filter(currency=one.currency, interval=one.pledge.interval)
        if asked.exists():
            best = asked.filter(amount_minor__lte=one.amount_minor).order_by("-amount_minor").first()
            payment.objects.filter(pk=one.pk).update(tier=best and best.tier_id)
    for tier in apps.get_model("patrons", "Tier").objects.all():
        names = {
            code: tier.translations.get(code, {}).get("name") if code != settings.LANGUAGE_CODE else tier.name
            for code, _name in settings.LANGUAGES
        }
        came.filter(tier=tier).update(receipt_tier={code: name or tier.name for code, name in names.items()})


class Migration(migrations.Migration):
    dependencies = [("patrons", "0011_agreed")]

    operations = [
        migrations.AddField(
            "checkoutattempt", "declines_seen", models.PositiveSmallIntegerField(default=0, editable=False)
        ),
        migrations.AddField("payment", "receipt_tier", models.JSONField(default=dict, editable=False)),
        migrations.AddField(
            "payment",
            "tier",
            models.ForeignKey(
                db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="patrons.tier",
            ),
        ),
        migrations.AddField(
            "pledge",
            "language",
            models.CharField(blank=True, editable=False, max_length=10, verbose_name="language"),
        ),
        migrations.RunPython(name_tiers, migrations.RunPython.noop),
    ]  # fmt: skip
