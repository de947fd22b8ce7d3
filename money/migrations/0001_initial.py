"""Budget lines of a plan, and the deliverables that they pay for."""

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
        ('deliverables', '0006_links'),
        ('strategies', '0005_shared_nouns'),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('financial_year', models.CharField(max_length=7)),
                ('planned', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('spent', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('spent_on', models.DateField(blank=True, null=True)),
                ('forecast', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('saving', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('note', models.TextField(blank=True)),
                ('sample', models.BooleanField(default=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='strategies.strategy')),
            ],
            options={
                'verbose_name': 'budget line',
            },
        ),
        migrations.CreateModel(
            name='BudgetLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget_links', to='deliverables.deliverable')),
                ('line', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='money.budgetline')),
            ],
            options={
                'verbose_name': 'link of a budget line',
                'verbose_name_plural': 'links of budget lines',
            },
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('spent', None), ('spent_on', None)), models.Q(('spent__isnull', False), ('spent_on__isnull', False)), _connector='OR'), name='budgetline_spent_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('financial_year__regex', '^20[0-9]{2}-[0-9]{2}$')), name='budgetline_year'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('planned', None), ('planned__gte', 0), _connector='OR'), name='budgetline_planned_from_0'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('spent', None), ('spent__gte', 0), _connector='OR'), name='budgetline_spent_from_0'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('forecast', None), ('forecast__gte', 0), _connector='OR'), name='budgetline_forecast_from_0'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('saving', None), ('saving__gte', 0), _connector='OR'), name='budgetline_saving_from_0'),
        ),
        migrations.AddConstraint(
            model_name='budgetlink',
            constraint=models.UniqueConstraint(fields=('council', 'line', 'deliverable'), name='budgetlink_once'),
        ),
        ProtectTables("BudgetLine", "BudgetLink"),
    ]
