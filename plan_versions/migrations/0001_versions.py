"""Versions of plans: their frozen copies, steps of approval and history. What is published never changes."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.log.triggers import append_only
from councils.tenancy.row_security import ProtectTables
from plan_versions.published import DROP, KEEP


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('boards', '0004_meetings_seats_and_former_holders'),
        ('councils', '0012_small_numbers'),
        ('strategies', '0006_published_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='FrozenPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('format', models.PositiveSmallIntegerField(default=1)),
                ('content', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('change_seq', models.BigIntegerField()),
                ('frozen_at', models.DateTimeField()),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen_copies', to='strategies.strategy')),
            ],
            options={
                'verbose_name': 'frozen copy',
                'verbose_name_plural': 'frozen copies',
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('draft_label', models.CharField(blank=True, max_length=60, verbose_name='label')),
                ('note', models.TextField(blank=True, verbose_name='what is new')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('circulated', 'Circulated'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('circulated_on', models.DateField(blank=True, null=True)),
                ('made_by', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('copy', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='plan_versions.frozenplan')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_versions', to='strategies.strategy')),
                ('version', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='strategies.version')),
            ],
            options={
                'verbose_name': 'version with a frozen copy',
                'verbose_name_plural': 'versions with a frozen copy',
            },
        ),
        migrations.CreateModel(
            name='ApprovalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('place', models.PositiveSmallIntegerField(default=1)),
                ('kind', models.CharField(choices=[('board', 'Board'), ('organisation', 'Organisation'), ('post', 'Post'), ('person', 'Person')], max_length=12)),
                ('words', models.CharField(max_length=200, verbose_name='as printed')),
                ('returned_on', models.DateField(blank=True, null=True)),
                ('comment', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('approval', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='strategies.approval')),
                ('board', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='boards.board')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('organisation', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.organisation')),
                ('person', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.person')),
                ('post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.post')),
                ('plan_version', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='plan_versions.planversion')),
            ],
            options={
                'verbose_name': 'step of approval',
                'verbose_name_plural': 'steps of approval',
                'ordering': ['place', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='VersionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('kind', models.CharField(choices=[('circulated', 'Circulated'), ('approved', 'Approved'), ('returned', 'Returned'), ('taken_back', 'Taken back'), ('back_to_draft', 'Back to draft'), ('withdrawn', 'Withdrawn'), ('published', 'Published')], max_length=13)),
                ('who', models.CharField(blank=True, max_length=200)),
                ('on', models.DateField()),
                ('comment', models.TextField(blank=True)),
                ('sha256', models.CharField(max_length=64)),
                ('recorded_by', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('plan_version', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='plan_versions.planversion')),
            ],
            options={
                'verbose_name': 'event of a version',
                'verbose_name_plural': 'events of versions',
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('version', None), models.Q(('draft_label', ''), _negated=True)), models.Q(('draft_label', ''), ('version__isnull', False)), _connector='OR'), name='planversion_has_one_label'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('circulated_on__isnull', False), ('copy__isnull', False)), _connector='OR'), name='planversion_has_copy_once_circulated'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('version__isnull', False), _connector='OR'), name='planversion_published_is_in_the_table'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'circulated')), fields=('council', 'strategy'), name='planversion_one_circulated'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(condition=models.Q(('version__isnull', False)), fields=('council', 'version'), name='planversion_one_for_each_row'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('draft_label', ''), _negated=True), models.Q(('state', 'withdrawn'), _negated=True)), fields=('council', 'strategy', 'draft_label'), name='planversion_label_once'),
        ),
        migrations.AddConstraint(
            model_name='approvalstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'board'), ('organisation', None), ('person', None), ('post', None)), models.Q(('board', None), ('kind', 'organisation'), ('person', None), ('post', None)), models.Q(('board', None), ('kind', 'post'), ('organisation', None), ('person', None)), models.Q(('board', None), ('kind', 'person'), ('organisation', None), ('post', None)), _connector='OR'), name='approvalstep_approver_fits_kind'),
        ),
        migrations.AddConstraint(
            model_name='approvalstep',
            constraint=models.CheckConstraint(condition=models.Q(('approval', None), ('returned_on', None), _connector='OR'), name='approvalstep_approved_or_returned'),
        ),
        ProtectTables("FrozenPlan", "PlanVersion", "ApprovalStep", "VersionEvent"),
        migrations.RunSQL(append_only("plan_versions_frozenplan"), migrations.RunSQL.noop),
        migrations.RunSQL(append_only("plan_versions_versionevent"), migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, DROP),
    ]
