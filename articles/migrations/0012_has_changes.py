"""Whether a working copy says anything else than what was published or scheduled last, kept for lists."""

from collections import defaultdict
from itertools import batched

from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone

AT_ONCE = 500
FIELDS = (
    "slug", "translation_group", "language", "headline", "deck", "kicker", "genre", "section", "body", "lead_picture",
    "lead_caption", "search_headline", "search_description", "social_headline", "social_description",
    "social_picture", "front_headline", "shows_appeal", "shows_related", "credit_line", "canonical_url",
)  # fmt: skip
# What stands beside the text: the model of each side, its way to the record, the order, what is compared of a line.
BESIDE = (
    ("ArticleTagging", "PublishedTagging", "content_object", ["tag_id"], ["tag_id"]),
    ("ArticleByline", "PublishedByline", "article", ["position", "pk"], ["author_id"]),
    (
        "RelatedLink", "PublishedRelatedLink", "article", ["position", "pk"],
        ["position", "target_id", "story_id", "is_pinned"],
    ),
)  # fmt: skip


def note_changes(apps, schema_editor):
    def get(name):
        return apps.get_model("articles", name)

    now = timezone.now()
    not_over = get("PublishedArticle").objects.filter(Q(live_until=None) | Q(live_until__gt=now))
    # Of several the last one, the scheduled one, is what the working copy is compared with.
    last = dict(not_over.order_by("live_from").values_list("article_id", "pk"))
    other = Q()
    for name in FIELDS:
        empty, empty_there = f"{name}__isnull", f"article__{name}__isnull"
        other |= Q(**{empty: False, empty_there: False}) & ~Q(**{name: F(f"article__{name}")})
        other |= Q(**{empty: True, empty_there: False}) | Q(**{empty: False, empty_there: True})
    for pairs in batched(last.items(), AT_ONCE):
        editions = dict(pairs)
        differ = set(not_over.filter(other, pk__in=editions.values()).values_list("article_id", flat=True))
        for model, published, *how in BESIDE:
            here = lines(get(model), editions, *how)
            there = lines(get(published), editions.values(), *how)
            differ |= {article for article, edition in editions.items() if here[article] != there[edition]}
        get("Article").objects.filter(pk__in=differ).update(has_changes=True)


def lines(model, numbers, to, order, fields):
    """Return the lines of each record, in their order."""
    found = defaultdict(list)
    rows = model.objects.filter(**{f"{to}__in": list(numbers)}).order_by(*order)
    for record, *values in rows.values_list(f"{to}_id", *fields):
        found[record].append(values)
    return found


class Migration(migrations.Migration):

    dependencies = [("articles", "0011_lines_hold_no_words")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="has_changes",
            field=models.BooleanField(
                default=False, editable=False,
                help_text="It says something else than what was published or scheduled last.",
                verbose_name="changed since publication",
            ),
        ),
        migrations.RunPython(note_changes, migrations.RunPython.noop, elidable=True),
    ]  # fmt: skip
