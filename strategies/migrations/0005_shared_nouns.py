"""The words that all plans of a council share are kept on the council."""

from django.db import migrations

from strategies.shared_nouns import CREATE_TRIGGERS, DROP_TRIGGERS, FILL


def fill(apps, schema_editor):
    """Enter the words of the plans that are there."""
    with schema_editor.connection.cursor() as cursor:
        # Row-level security must hide no plan: without the right to bypass it, the next statement fails.
        cursor.execute("set local row_security = off")
        cursor.execute(FILL)
        cursor.execute("set local row_security = on")


class Migration(migrations.Migration):
    dependencies = [("strategies", "0004_quarters"), ("councils", "0010_nouns_of_plans")]

    operations = [
        migrations.RunSQL(CREATE_TRIGGERS, DROP_TRIGGERS),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
