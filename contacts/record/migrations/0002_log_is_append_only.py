"""The head of the log, and a trigger that lets editions be added but never changed."""

from typing import Any

from django.db import migrations

FORBID = """
CREATE FUNCTION record_edition_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Editions are never changed or removed; publish a new one.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'edition_is_final';
END $$;
CREATE TRIGGER edition_is_final BEFORE UPDATE OR DELETE ON record_edition
    FOR EACH ROW EXECUTE FUNCTION record_edition_is_final();
"""
ALLOW = """
DROP TRIGGER edition_is_final ON record_edition;
DROP FUNCTION record_edition_is_final();
"""


def add_head(apps: Any, schema_editor: Any) -> None:
    """Begin the log at zero."""
    apps.get_model("record", "Head").objects.get_or_create(pk=1, defaults={"seq": 0})


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("record", "0001_initial")]

    operations = [
        migrations.RunPython(add_head, migrations.RunPython.noop),
        migrations.RunSQL(FORBID, ALLOW),
    ]
