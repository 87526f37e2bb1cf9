"""The tables of full-text search, each database in its own way. They hold copies: `reindex` fills them again."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE articles_search USING fts5("
        "headline, deck, names, body, words, tokenize = 'unicode61 remove_diacritics 2')",
        "CREATE VIRTUAL TABLE articles_search_words USING fts5vocab('articles_search', 'col')",
    ],
    "postgresql": [
        "CREATE TABLE articles_search (edition_id bigint PRIMARY KEY, terms tsvector NOT NULL)",
        "CREATE INDEX articles_search_terms ON articles_search USING gin (terms)",
        'CREATE TABLE articles_search_words (word text COLLATE "C" PRIMARY KEY)',
    ],
}
BACKWARDS = ["DROP TABLE articles_search_words", "DROP TABLE articles_search"]


def run(statements):
    def operation(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, []):
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.RunPython(run(FORWARDS), run(dict.fromkeys(FORWARDS, BACKWARDS))),
    ]
