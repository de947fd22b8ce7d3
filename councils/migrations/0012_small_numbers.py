"""A council says whether small numbers are hidden on everything that leaves it. To begin with, they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("councils", "0011_places_of_invitations")]

    operations = [
        migrations.AddField(
            model_name="council",
            name="hides_small_numbers",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
