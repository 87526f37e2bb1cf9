"""PostgreSQL finds the newest of what matches a search by the index alone.

Its planner knows nothing of what reading a long vector takes, and sometimes prefers to read all of them: a second
for a hundred thousand articles. A function may be planned without that choice.
"""

from django.db import migrations

MADE = """
CREATE FUNCTION articles_search_newest(looked_for tsquery, at_most integer)
RETURNS TABLE (edition_id bigint, terms tsvector) LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT one.edition_id, one.terms FROM articles_search AS one
    -- Not in the order of the primary key's index, for the same reason.
    WHERE one.terms @@ looked_for ORDER BY one.edition_id + 0 DESC LIMIT at_most
$$
"""
DROPPED = "DROP FUNCTION articles_search_newest(tsquery, integer)"


def run(statement):
    def operation(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_lz4")]

    operations = [migrations.RunPython(run(MADE), run(DROPPED))]
