"""An email's error may quote an address, so the change log hides it. The first version did not."""

from django.db import migrations

from councils.tenancy.row_security import RenewLogTriggers


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_from_reporting"), ("councils", "0006_newest_log_functions")]

    operations = [RenewLogTriggers("Delivery")]
