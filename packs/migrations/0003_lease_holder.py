"""A render holds its pack by a proof of its own, so that its lease can be renewed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("packs", "0002_errors_are_personal")]

    operations = [
        migrations.AddField(
            model_name="pack",
            name="lease_holder",
            field=models.UUIDField(blank=True, null=True),
        ),
    ]
