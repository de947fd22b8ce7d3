"""The wall around this app's tables."""

from django.db import migrations

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):
    dependencies = [("strategies", "0001_initial"), ("boards", "0002_wall")]

    operations = [
        ProtectTables(
            "Strategy",
            "CoverRole",
            "Version",
            "Approval",
            "Reference",
            "Strand",
            "Priority",
            "PrintedPriority",
            "Achievement",
            "PlannedAction",
            "Oversight",
            "KeyOutcome",
            "ImprovementStatement",
            "Outcome",
            "Measure",
            "FrameworkCell",
            "SuccessMatrixCell",
            "ReportingPeriod",
        ),
    ]
