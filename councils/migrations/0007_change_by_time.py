"""Find what was written to the change log since a moment without reading the whole log.

The index is built inside the migration's transaction, so writes to the log, and with it all changes to council data,
wait until it is there. That is a few seconds for each million changes. It is not built concurrently: that cannot run
in a transaction, and a failed build would leave an invalid index behind that somebody has to find and drop.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("councils", "0006_newest_log_functions")]

    operations = [
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["council", "at"], name="change_by_time"),
        ),
    ]
