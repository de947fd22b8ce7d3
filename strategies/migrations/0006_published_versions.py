"""A version of a plan can be published, and then stays as it is."""

from django.db import migrations, models

from strategies.published_versions import CREATE_TRIGGERS, DROP_TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("strategies", "0005_shared_nouns")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="published_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="withdrawn_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(CREATE_TRIGGERS, DROP_TRIGGERS),
    ]
