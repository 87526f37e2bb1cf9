"""PostgreSQL keeps long texts and the index of search in LZ4 where it knows it: read and written several times as fast.

What is there already stays as it is until it is written again; `manage.py reindex` does that for search.
"""

from django.db import migrations

COLUMNS = {
    "articles_search": ["terms"],
    "articles_article": ["body"],
    "articles_publishedarticle": ["body", "plain_text"],
}


def compress_with(method):
    def operation(apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'")
            if "lz4" not in cursor.fetchone()[0]:
                return
        for table, columns in COLUMNS.items():
            set_each = ", ".join(f"ALTER COLUMN {column} SET COMPRESSION {method}" for column in columns)
            schema_editor.execute(f"ALTER TABLE {table} {set_each}")

    return operation


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_lists_by_tag_and_author")]

    operations = [migrations.RunPython(compress_with("lz4"), compress_with("default"))]
