"""A council keeps the words for strand and deliverable that all its plans use."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("councils", "0009_people_who_left_and_merged")]

    operations = [
        migrations.AddField(
            model_name="council",
            name=name,
            field=models.CharField(blank=True, db_default="", default="", max_length=30),
        )
        for name in ("strand_noun", "deliverable_noun")
    ]
