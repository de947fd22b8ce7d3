"""Periods for which no value of an indicator is expected."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0010_nouns_of_plans'),
        ('indicators', '0003_owners_and_effects'),
    ]

    operations = [
        migrations.CreateModel(
            name='NotExpected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('period', models.CharField(max_length=12)),
                ('note', models.TextField(blank=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('indicator', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='not_expected', to='indicators.indicator')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('council', 'indicator', 'period'), name='notexpected_once_per_period')],
            },
        ),
        ProtectTables("NotExpected"),
    ]
