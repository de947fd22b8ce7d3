"""The number of a pack among what is sent to its board. Packs that exist have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("packs", "0011_names_or_roles")]

    operations = [
        migrations.AddField(
            model_name="pack",
            name="paper",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
