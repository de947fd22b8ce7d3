"""Which updates need approval, and updates that have not been approved yet."""

import councils.tenancy.context
import councils.tenancy.rows
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0004_meetings_seats_and_former_holders'),
        ('councils', '0012_small_numbers'),
        ('deliverables', '0006_links'),
        ('strategies', '0006_published_versions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApprovalRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('board', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='approval_rules', to='boards.board')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strand', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='approval_rules', to='strategies.strand')),
            ],
            options={
                'verbose_name': 'choice of what needs approval',
                'verbose_name_plural': 'choices of what needs approval',
                'constraints': [models.CheckConstraint(condition=models.Q(('strand', None), ('board', None), _connector='OR'), name='approvalrule_strand_or_board'), models.UniqueConstraint(condition=models.Q(('board', None), ('strand', None)), fields=('council',), name='approvalrule_whole_once'), models.UniqueConstraint(fields=('council', 'strand'), name='approvalrule_strand_once'), models.UniqueConstraint(fields=('council', 'board'), name='approvalrule_board_once')],
            },
        ),
        migrations.CreateModel(
            name='ProposedUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('rag', models.CharField(choices=[('red', 'Red'), ('amber', 'Amber'), ('green', 'Green'), ('complete', 'Complete'), ('not_rated', 'Not rated')], max_length=9)),
                ('narrative', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('path_to_green', models.TextField(blank=True)),
                ('forecast_on', models.DateField(blank=True, null=True)),
                ('done_points', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_on', models.DateField()),
                ('by_name', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waiting for approval'), ('returned', 'Returned'), ('approved', 'Approved'), ('withdrawn', 'Withdrawn')], max_length=9)),
                ('comment', models.TextField(blank=True)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('by_user', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_updates', to='deliverables.deliverable')),
                ('period', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_updates', to='strategies.reportingperiod')),
                ('update', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='deliverables.progressupdate')),
            ],
            options={
                'indexes': [models.Index(fields=['council', 'state', 'recorded_at'], name='proposedupdate_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'waiting', 'returned', 'approved', 'withdrawn'])), name='proposedupdate_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('update__isnull', False), _connector='OR'), name='proposedupdate_approved_is_an_update'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'waiting', 'returned'])), fields=('council', 'deliverable', 'period'), name='proposedupdate_one_open'), models.UniqueConstraint(fields=('council', 'update'), name='proposedupdate_of_one_update')],
            },
        ),
        ProtectTables("ApprovalRule", "ProposedUpdate"),
    ]
