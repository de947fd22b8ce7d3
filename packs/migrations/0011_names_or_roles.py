"""Whether the packs of a board name people. Boards that have chosen nothing go on to name them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("packs", "0010_sending_mark")]

    operations = [
        migrations.AddField(
            model_name="packtemplate",
            name="naming",
            field=models.CharField(
                choices=[("names", "By their names"), ("roles", "By their roles only")],
                db_default="names",
                default="names",
                max_length=5,
            ),
        ),
    ]
