"""An invitation keeps what else comes with it, such as seats on boards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("councils", "0010_nouns_of_plans")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="places",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
