"""Imports: what was read from a file, what people decided about it, and what it has written."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0012_small_numbers'),
        ('strategies', '0005_shared_nouns'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('new_plan', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField(default=0)),
                ('sha256', models.CharField(max_length=64)),
                ('document', models.JSONField(default=dict)),
                ('mappings', models.JSONField(default=list)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('written', models.JSONField(blank=True, default=dict)),
                ('status_key', models.JSONField(blank=True, default=dict)),
                ('by_name', models.CharField(max_length=200)),
                ('started_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('request_id', models.CharField(blank=True, default='', max_length=64)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('done', 'Imported')], default='draft', max_length=5)),
                ('version', models.PositiveIntegerField(default=1)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='strategies.strategy')),
            ],
            options={
                'verbose_name': 'import',
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('done_at__isnull', False), ('strategy__isnull', False)), _connector='OR'), name='planimport_done_has_a_plan')],
            },
        ),
        ProtectTables("PlanImport"),
    ]
