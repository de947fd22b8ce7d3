"""Risks of a plan, and the deliverables that they threaten."""

import councils.tenancy.context
import councils.tenancy.rows
import django.core.validators
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
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('cause', models.TextField(blank=True)),
                ('event', models.TextField(blank=True)),
                ('effect', models.TextField(blank=True)),
                ('inherent_likelihood', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('inherent_impact', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('current_likelihood', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('current_impact', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('target_likelihood', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('target_impact', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('mitigation', models.TextField(blank=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=6)),
                ('sample', models.BooleanField(default=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('owner', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='risks', to='councils.person')),
                ('owner_post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='risks', to='councils.post')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='strategies.strategy')),
            ],
        ),
        migrations.CreateModel(
            name='RiskLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risk_links', to='deliverables.deliverable')),
                ('risk', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='risks.risk')),
            ],
            options={
                'verbose_name': 'link of a risk',
                'verbose_name_plural': 'links of risks',
            },
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.UniqueConstraint(fields=('council', 'strategy', 'number'), name='risk_number_once'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('owner', None), ('owner_post', None), _connector='OR'), name='risk_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('target_impact', None), ('target_likelihood', None)), models.Q(('target_impact__isnull', False), ('target_likelihood__isnull', False)), _connector='OR'), name='risk_target_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('inherent_likelihood__gte', 1), ('inherent_likelihood__lte', 5)), name='risk_inherent_likelihood_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('inherent_impact__gte', 1), ('inherent_impact__lte', 5)), name='risk_inherent_impact_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('current_likelihood__gte', 1), ('current_likelihood__lte', 5)), name='risk_current_likelihood_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('current_impact__gte', 1), ('current_impact__lte', 5)), name='risk_current_impact_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('target_likelihood__gte', 1), ('target_likelihood__lte', 5)), ('target_likelihood', None), _connector='OR'), name='risk_target_likelihood_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('target_impact__gte', 1), ('target_impact__lte', 5)), ('target_impact', None), _connector='OR'), name='risk_target_impact_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='risklink',
            constraint=models.UniqueConstraint(fields=('council', 'risk', 'deliverable'), name='risklink_once'),
        ),
        ProtectTables("Risk", "RiskLink"),
    ]
