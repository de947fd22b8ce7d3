"""The models move to `packs` and `boards`; the tables stay."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_wall"), ("packs", "0001_from_reporting"), ("boards", "0003_recipient")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("Delivery"),
                migrations.DeleteModel("Pack"),
                migrations.DeleteModel("Snapshot"),
                migrations.DeleteModel("Recipient"),
            ],
        ),
    ]
