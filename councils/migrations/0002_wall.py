"""The change log's functions, then the wall around people and the log itself."""

from django.db import migrations

from councils.log.triggers import CREATE, append_only
from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):
    dependencies = [("councils", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE, migrations.RunSQL.noop),
        ProtectTables(
            "Organisation",
            "Person",
            "Post",
        ),
        ProtectTables("Change", "ChangeCounter", log=False),
        migrations.RunSQL(append_only("councils_change"), migrations.RunSQL.noop),
        migrations.RunSQL(append_only("councils_securityevent"), migrations.RunSQL.noop),
    ]
