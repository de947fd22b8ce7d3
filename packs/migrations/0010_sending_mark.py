"""The number of emails that were sent, and whether the clock releases the packs of a board."""

from django.db import migrations, models

from packs.sending_mark import CREATE_SEQUENCE, DROP_SEQUENCE


class Migration(migrations.Migration):
    dependencies = [("packs", "0009_govuk_notify")]

    operations = [
        migrations.RunSQL(CREATE_SEQUENCE, DROP_SEQUENCE),
        migrations.AddField(
            model_name="boardcycle",
            name="releases",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
