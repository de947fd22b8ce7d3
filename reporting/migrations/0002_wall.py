"""The wall around this app's tables."""

from django.db import migrations

from councils.log.triggers import append_only
from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("indicators", "0002_wall")]

    operations = [
        ProtectTables(
            "Snapshot",
            "Pack",
            "Recipient",
            "Delivery",
        ),
        migrations.RunSQL(append_only("reporting_snapshot"), migrations.RunSQL.noop),
    ]
