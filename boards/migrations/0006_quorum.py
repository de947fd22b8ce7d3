"""A board can have a quorum."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0005_kinds_of_recipients'),
    ]

    operations = [
        migrations.AddField(
            model_name='board',
            name='quorum',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
