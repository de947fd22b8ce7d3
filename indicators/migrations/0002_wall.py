"""The wall around this app's tables."""

from django.db import migrations

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial"), ("deliverables", "0002_wall")]

    operations = [
        ProtectTables(
            "Indicator",
            "TableColumn",
            "Reading",
            "Target",
            "ConfidenceRating",
            "ExpectedEffect",
            "Benchmark",
        ),
    ]
