"""Scales, criteria and judgements of plans, with what judgements rest on."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0012_small_numbers'),
        ('deliverables', '0005_single_oversight'),
        ('indicators', '0008_trajectories'),
        ('strategies', '0005_shared_nouns'),
    ]

    operations = [
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='strategies.strategy')),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ScaleLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('word', models.CharField(max_length=60)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scale_levels', to='strategies.strategy')),
            ],
            options={
                'verbose_name': 'level',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('judged_on', models.DateField()),
                ('reason', models.TextField()),
                ('missing', models.TextField(blank=True)),
                ('outside', models.CharField(blank=True, max_length=200)),
                ('sample', models.BooleanField(db_default=False, default=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('criterion', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='assessments.criterion')),
                ('organisation', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='councils.organisation')),
                ('person', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='councils.person')),
                ('post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='councils.post')),
                ('level', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='assessments.scalelevel')),
            ],
            options={
                'ordering': ['-judged_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='JudgementLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='judgement_links', to='deliverables.deliverable')),
                ('indicator', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='judgement_links', to='indicators.indicator')),
                ('judgement', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='assessments.judgement')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('deliverable__isnull', False), ('indicator', None)), models.Q(('address', ''), ('deliverable', None), ('indicator__isnull', False)), models.Q(('deliverable', None), ('indicator', None), ('address__startswith', 'https://')), _connector='OR'), name='judgementlink_one_thing')],
            },
        ),
        migrations.AddConstraint(
            model_name='scalelevel',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('council', 'strategy', 'word'), name='scalelevel_word_once'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('outside', ''), ('person__isnull', False), ('post', None)), models.Q(('organisation', None), ('outside', ''), ('person', None), ('post__isnull', False)), models.Q(('organisation__isnull', False), ('outside', ''), ('person', None), ('post', None)), models.Q(('organisation', None), ('person', None), ('post', None), models.Q(('outside', ''), _negated=True)), _connector='OR'), name='judgement_one_judge'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='judgement_has_a_reason'),
        ),
        ProtectTables("ScaleLevel", "Criterion", "Judgement", "JudgementLink"),
    ]
