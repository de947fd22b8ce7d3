"""Posts can have a mailbox. None has one to begin with."""

from django.db import migrations, models

from councils.tenancy.row_security import RenewLogTriggers


class Migration(migrations.Migration):
    dependencies = [("councils", "0012_small_numbers")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="email",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254),
        ),
        RenewLogTriggers("Post"),
    ]
