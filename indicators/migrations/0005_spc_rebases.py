"""Re-bases: where the limits of an indicator begin anew."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import councils.tenancy
from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_not_expected")]

    operations = [
        migrations.CreateModel(
            name='Rebase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('period', models.CharField(max_length=12)),
                ('starts_on', models.DateField()),
                ('reason', models.TextField()),
                ('by_name', models.CharField(max_length=200)),
                ('recorded_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('removed_on', models.DateField(blank=True, null=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('indicator', councils.tenancy.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rebases', to='indicators.indicator')),
            ],
        ),
        migrations.AddConstraint(
            model_name='rebase',
            constraint=models.UniqueConstraint(fields=('council', 'indicator', 'period'), name='rebase_once_per_period'),
        ),
        migrations.AddConstraint(
            model_name='rebase',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rebase_explained'),
        ),
        ProtectTables("Rebase"),
    ]
