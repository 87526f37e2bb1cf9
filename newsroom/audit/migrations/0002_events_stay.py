"""The database itself refuses to change an event. Deleting stays possible for it alone: tests empty their tables."""

from django.db import migrations

SAYS = "An event of the audit log is never changed."
SQLITE = f"""
CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
"""
POSTGRES = f"""
CREATE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$;
CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_stays()
"""
UNDO = {
    "sqlite": "DROP TRIGGER IF EXISTS audit_event_stays",
    "postgresql": "DROP TRIGGER IF EXISTS audit_event_stays ON audit_event; DROP FUNCTION IF EXISTS audit_event_stays()",
}


def begin(apps, schema_editor):
    statement = {"sqlite": SQLITE, "postgresql": POSTGRES}.get(schema_editor.connection.vendor)
    if statement:
        schema_editor.execute(statement, params=None)


def undo(apps, schema_editor):
    statement = UNDO.get(schema_editor.connection.vendor)
    if statement:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(begin, undo)]
