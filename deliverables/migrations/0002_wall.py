"""The wall around this app's tables."""

from django.db import migrations

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):
    dependencies = [("deliverables", "0001_initial"), ("strategies", "0002_wall")]

    operations = [
        ProtectTables(
            "Deliverable",
            "DuePoint",
            "Assignment",
            "ProgressUpdate",
        ),
    ]
