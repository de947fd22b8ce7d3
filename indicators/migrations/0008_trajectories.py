"""Trajectories with their levels, how sure people are of an effect, and targets borrowed from a benchmark."""

import councils.tenancy.context
import councils.tenancy.rows
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0011_places_of_invitations'),
        ('indicators', '0007_benchmark_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='expectedeffect',
            name='confidence',
            field=models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High')], db_default='', default='', max_length=6),
        ),
        migrations.AddField(
            model_name='expectedeffect',
            name='evidence',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='target',
            name='borrowed_from',
            field=models.CharField(blank=True, db_default='', default='', max_length=100),
        ),
        migrations.CreateModel(
            name='Trajectory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('name', models.CharField(max_length=100)),
                ('is_main', models.BooleanField(default=False)),
                ('baseline_value', models.DecimalField(decimal_places=4, max_digits=14)),
                ('baseline_on', models.DateField()),
                ('baseline_method', models.CharField(max_length=300)),
                ('period_kind', models.CharField(choices=[('quarter', 'Quarter'), ('month', 'Month'), ('financial_year', 'Financial year'), ('academic_year', 'Academic year'), ('calendar_year', 'Calendar year'), ('day', 'Day')], default='quarter', max_length=14)),
                ('tolerance', models.DecimalField(decimal_places=4, default=0, max_digits=14)),
                ('assumptions', models.TextField(blank=True)),
                ('shift_months', models.SmallIntegerField(default=0)),
                ('shifted_effects', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('outcome', models.TextField(blank=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('indicator', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trajectories', to='indicators.indicator')),
            ],
            options={
                'ordering': ['-is_main', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TrajectoryPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('expected_on', models.DateField()),
                ('do_nothing', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                ('with_plan', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                ('label', models.CharField(blank=True, max_length=100)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('trajectory', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='indicators.trajectory')),
            ],
            options={
                'ordering': ['expected_on', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='trajectory',
            constraint=models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('council', 'indicator'), name='trajectory_one_main'),
        ),
        migrations.AddConstraint(
            model_name='trajectory',
            constraint=models.UniqueConstraint(fields=('council', 'indicator', 'name'), name='trajectory_name_once'),
        ),
        migrations.AddConstraint(
            model_name='trajectory',
            constraint=models.CheckConstraint(condition=models.Q(('tolerance__gte', 0)), name='trajectory_tolerance_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='trajectory',
            constraint=models.CheckConstraint(condition=models.Q(('is_main', False), ('shift_months', 0), _connector='OR'), name='trajectory_main_not_shifted'),
        ),
        migrations.AddConstraint(
            model_name='trajectory',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='trajectory_closed_with_outcome'),
        ),
        migrations.AddConstraint(
            model_name='trajectorypoint',
            constraint=models.UniqueConstraint(deferrable=models.Deferrable.IMMEDIATE, fields=('council', 'trajectory', 'expected_on'), name='trajectorypoint_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='trajectorypoint',
            constraint=models.CheckConstraint(condition=models.Q(('do_nothing__isnull', False), ('with_plan__isnull', False), _connector='OR'), name='trajectorypoint_has_a_level'),
        ),
        ProtectTables("Trajectory", "TrajectoryPoint"),
    ]
