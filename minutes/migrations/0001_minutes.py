"""Minutes of meetings: confirmations, attendance, entries and their steps."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('boards', '0004_meetings_seats_and_former_holders'),
        ('councils', '0012_small_numbers'),
        ('deliverables', '0006_links'),
        ('indicators', '0009_closer_to_zero'),
        ('strategies', '0006_published_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('co_chair', 'Co-chair'), ('representative', 'Representative'), ('member', 'Member')], max_length=14)),
                ('state', models.CharField(choices=[('present', 'Present'), ('apologies', 'Apologies'), ('absent', 'Absent'), ('vacant', 'Vacant')], max_length=9)),
                ('position', models.PositiveIntegerField(default=0)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('meeting', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='boards.meeting')),
                ('person', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attended', to='councils.person')),
                ('post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attended', to='councils.post')),
                ('seat', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attended', to='boards.seat')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendances',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('decision', 'Decision'), ('challenge', 'Challenge'), ('action', 'Action'), ('escalation', 'Escalation')], max_length=10)),
                ('words', models.TextField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('decided', 'Decided'), ('open', 'Open'), ('done', 'Done'), ('answered', 'Answered'), ('taken', 'Taken'), ('sent_back', 'Sent back'), ('no_longer_needed', 'No longer needed')], default='open', max_length=16)),
                ('state_on', models.DateField()),
                ('answers', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='minutes.entry')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='minuted', to='deliverables.deliverable')),
                ('indicator', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='minuted', to='indicators.indicator')),
                ('meeting', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='boards.meeting')),
                ('owner', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='minuted', to='councils.person')),
                ('owner_post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='minuted', to='councils.post')),
                ('strand', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='minuted', to='strategies.strand')),
                ('to_board', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='boards.board')),
            ],
            options={
                'verbose_name': 'minuted entry',
                'verbose_name_plural': 'minuted entries',
            },
        ),
        migrations.CreateModel(
            name='EntryStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('state', models.CharField(blank=True, choices=[('decided', 'Decided'), ('open', 'Open'), ('done', 'Done'), ('answered', 'Answered'), ('taken', 'Taken'), ('sent_back', 'Sent back'), ('no_longer_needed', 'No longer needed')], max_length=16)),
                ('taken_on', models.DateField()),
                ('words', models.TextField(blank=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('entry', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='minutes.entry')),
                ('person', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps_of_minutes', to='councils.person')),
                ('post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps_of_minutes', to='councils.post')),
            ],
            options={
                'verbose_name': 'step of a minuted entry',
                'verbose_name_plural': 'steps of minuted entries',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('confirmed_on', models.DateField()),
                ('confirmed_by', models.CharField(max_length=200)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('meeting', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmed_minutes', to='boards.meeting')),
            ],
            options={
                'verbose_name': 'confirmation of minutes',
                'verbose_name_plural': 'confirmations of minutes',
            },
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('council', 'meeting', 'number'), name='entry_number_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('council', 'answers'), name='entry_answers_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('owner', None), ('owner_post', None), _connector='OR'), name='entry_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deliverable', None), ('indicator', None)), models.Q(('deliverable', None), ('strand', None)), models.Q(('indicator', None), ('strand', None)), _connector='OR'), name='entry_one_item'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'escalation'), ('to_board__isnull', False)), models.Q(models.Q(('kind', 'escalation'), _negated=True), ('to_board', None)), _connector='OR'), name='entry_escalation_goes_to_a_board'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('answers', None), ('kind', 'decision'), _connector='OR'), name='entry_decision_answers'),
        ),
        migrations.AddConstraint(
            model_name='entrystep',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('post', None), _connector='OR'), name='entrystep_one_person'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.UniqueConstraint(fields=('council', 'meeting'), name='minutes_once'),
        ),
        ProtectTables("Minutes", "Attendance", "Entry", "EntryStep"),
    ]
