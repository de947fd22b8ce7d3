"""The wall around this app's tables."""

from django.db import migrations

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial"), ("councils", "0002_wall")]

    operations = [
        ProtectTables(
            "Board",
            "BoardLink",
            "Seat",
            "Meeting",
        ),
    ]
