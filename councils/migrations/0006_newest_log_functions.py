"""Databases of the first version get today's functions of the change log; later ones have them already."""

from django.db import migrations

from councils.log.triggers import FUNCTIONS

DROP_OLD = """
drop function if exists councils_log_whole(jsonb, text[]);
drop function if exists councils_log_changed(jsonb, jsonb, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0005_accent_is_a_colour")]

    operations = [migrations.RunSQL(FUNCTIONS + DROP_OLD, migrations.RunSQL.noop)]
