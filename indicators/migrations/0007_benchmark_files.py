"""Statistics files, how their columns map to indicators, the values that they give, and lists of neighbours."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectKeys, ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0010_nouns_of_plans'),
        ('indicators', '0006_definitions'),
    ]

    operations = [
        migrations.CreateModel(
            name='BenchmarkMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('dataset', models.CharField(max_length=200)),
                ('column', models.CharField(max_length=200)),
                ('breakdown', models.JSONField(default=dict)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('indicator', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benchmark_mappings', to='indicators.indicator')),
            ],
            options={
                'verbose_name': 'column for an indicator',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='BenchmarkSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('file_name', models.CharField(max_length=200)),
                ('title', models.CharField(max_length=200)),
                ('release', models.CharField(max_length=60)),
                ('published_on', models.DateField()),
                ('sha256', models.CharField(max_length=64)),
                ('outline', models.JSONField(default=dict)),
                ('revised', models.JSONField(default=list)),
                ('uploaded_at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=200)),
                ('loaded_at', models.DateTimeField(blank=True, null=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'verbose_name': 'statistics file',
            },
        ),
        migrations.CreateModel(
            name='NeighbourList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'verbose_name': 'neighbours list',
                'ordering': ['-valid_from', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Neighbour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('rank', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=100)),
                ('closeness', models.CharField(blank=True, max_length=40)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('listed_in', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='neighbours', to='indicators.neighbourlist')),
            ],
            options={
                'ordering': ['rank', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='benchmark',
            name='benchmark_once_per_area_and_period',
        ),
        migrations.AddField(
            model_name='benchmark',
            name='area_code',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='benchmark',
            name='area_number',
            field=models.CharField(blank=True, db_default='', default='', max_length=3),
        ),
        migrations.AddField(
            model_name='benchmark',
            name='denominator',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name='benchmark',
            name='level',
            field=models.CharField(blank=True, choices=[('england', 'England'), ('region', 'Region'), ('council', 'Council')], db_default='', default='', max_length=7),
        ),
        migrations.AddField(
            model_name='benchmark',
            name='missing_code',
            field=models.CharField(blank=True, choices=[('z', 'Not applicable'), ('x', 'Not available'), ('c', 'Suppressed, to protect people who could be recognised'), ('low', 'Rounds to zero, but is not zero'), ('u', 'Too unreliable to show')], db_default='', default='', max_length=3),
        ),
        migrations.AddField(
            model_name='benchmark',
            name='numerator',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
        ),
        migrations.AlterField(
            model_name='benchmark',
            name='value',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name='benchmark',
            name='loaded_from',
            field=councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='benchmarks', to='indicators.benchmarksource'),
        ),
        migrations.AddConstraint(
            model_name='benchmark',
            constraint=models.UniqueConstraint(condition=models.Q(('area_code', '')), fields=('council', 'indicator', 'area', 'period'), name='benchmark_once_per_area_and_period'),
        ),
        migrations.AddConstraint(
            model_name='benchmark',
            constraint=models.UniqueConstraint(condition=models.Q(('area_code', ''), _negated=True), fields=('council', 'indicator', 'area_code', 'period'), name='benchmark_once_per_code_and_period'),
        ),
        migrations.AddConstraint(
            model_name='benchmark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('missing_code', ''), ('value__isnull', False)), models.Q(('value', None), models.Q(('missing_code', ''), _negated=True)), _connector='OR'), name='benchmark_has_value_or_code'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkmapping',
            constraint=models.UniqueConstraint(fields=('council', 'dataset', 'indicator'), name='benchmarkmapping_once_per_dataset'),
        ),
        migrations.AddConstraint(
            model_name='benchmarksource',
            constraint=models.UniqueConstraint(fields=('council', 'sha256'), name='benchmarksource_once'),
        ),
        migrations.AddConstraint(
            model_name='neighbourlist',
            constraint=models.UniqueConstraint(fields=('council', 'valid_from'), name='neighbourlist_once_per_day'),
        ),
        migrations.AddConstraint(
            model_name='neighbourlist',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='neighbourlist_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='neighbour',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('council', 'listed_in', 'rank'), name='neighbour_once_per_rank'),
        ),
        migrations.AddConstraint(
            model_name='neighbour',
            constraint=models.UniqueConstraint(fields=('council', 'listed_in', 'code'), name='neighbour_once_per_list'),
        ),
        ProtectTables("BenchmarkSource", "BenchmarkMapping", "NeighbourList", "Neighbour"),
        ProtectKeys("Benchmark", "loaded_from"),
    ]
