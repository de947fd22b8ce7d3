"""Submissions of plans with comments and answers, and the calendar of returns."""

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
        ('deliverables', '0005_single_oversight'),
        ('strategies', '0005_shared_nouns'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwedReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('title', models.CharField(max_length=200)),
                ('owed_to', models.CharField(max_length=200)),
                ('due_on', models.DateField()),
                ('repeats', models.CharField(choices=[('once', 'Once'), ('monthly', 'Monthly'), ('quarterly', 'Quarterly'), ('twice_a_year', 'Twice a year'), ('yearly', 'Yearly')], default='once', max_length=12)),
                ('evidence', models.TextField(blank=True)),
                ('sample', models.BooleanField(db_default=False, default=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('owner_person', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='returns', to='councils.person')),
                ('owner_post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='returns', to='councils.post')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='strategies.strategy')),
            ],
            options={
                'verbose_name': 'return',
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReaderComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('label', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('received_on', models.DateField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('person', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers_to_readers', to='councils.person')),
                ('post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers_to_readers', to='councils.post')),
            ],
            options={
                'verbose_name': 'comment',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AnswerChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changed_for_readers', to='deliverables.deliverable')),
                ('comment', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='returns.readercomment')),
            ],
            options={
                'verbose_name': 'deliverable changed for a comment',
                'verbose_name_plural': 'deliverables changed for a comment',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('sent_on', models.DateField()),
                ('reference', models.CharField(blank=True, max_length=100)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('owed', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='returns.owedreturn')),
                ('person', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='councils.person')),
                ('post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='councils.post')),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('title', models.CharField(max_length=200)),
                ('submitted_to', models.CharField(max_length=200)),
                ('reference', models.CharField(blank=True, max_length=100)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('comments_received', 'Comments received'), ('answered', 'Answered'), ('resubmitted', 'Resubmitted'), ('accepted', 'Accepted'), ('closed', 'Closed')], default='draft', max_length=18)),
                ('sample', models.BooleanField(db_default=False, default=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='strategies.strategy')),
                ('version', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='strategies.version')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='readercomment',
            name='submission',
            field=councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='returns.submission'),
        ),
        migrations.CreateModel(
            name='SubmissionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('comments_received', 'Comments received'), ('answered', 'Answered'), ('resubmitted', 'Resubmitted'), ('accepted', 'Accepted'), ('closed', 'Closed')], max_length=18)),
                ('taken_on', models.DateField()),
                ('version_label', models.CharField(blank=True, max_length=60)),
                ('note', models.TextField(blank=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('submission', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='returns.submission')),
            ],
            options={
                'verbose_name': 'step',
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='owedreturn',
            constraint=models.CheckConstraint(condition=models.Q(('owner_person', None), ('owner_post', None), _connector='OR'), name='owedreturn_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='answerchange',
            constraint=models.UniqueConstraint(fields=('council', 'comment', 'deliverable'), name='answerchange_deliverable_once'),
        ),
        migrations.AddConstraint(
            model_name='sending',
            constraint=models.UniqueConstraint(fields=('council', 'owed'), name='sending_once'),
        ),
        migrations.AddConstraint(
            model_name='sending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('post', None)), models.Q(('person', None), ('post__isnull', False)), _connector='OR'), name='sending_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='readercomment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_on', None), ('person', None), ('post', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='readercomment_answered_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='readercomment',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('post', None), _connector='OR'), name='readercomment_one_who_answered'),
        ),
        ProtectTables("Submission", "SubmissionStep", "ReaderComment", "AnswerChange", "OwedReturn", "Sending"),
    ]
