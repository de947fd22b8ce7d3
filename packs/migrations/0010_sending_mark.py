"""The number of emails that were sent, and whether the clock releases the packs of a board."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("packs", "0009_govuk_notify")]

    operations = [
        migrations.RunSQL("create sequence packs_sending_number", "drop sequence packs_sending_number"),
        migrations.AddField(
            model_name="boardcycle",
            name="releases",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
