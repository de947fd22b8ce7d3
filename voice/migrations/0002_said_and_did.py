"""Entries of “You said, we did”, and the deliverables that they name."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0004_meetings_seats_and_former_holders'),
        ('councils', '0012_small_numbers'),
        ('deliverables', '0006_links'),
        ('strategies', '0006_published_versions'),
        ('voice', '0001_comments'),
    ]

    operations = [
        migrations.CreateModel(
            name='SaidAndDid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('title', models.CharField(max_length=200)),
                ('group', models.CharField(blank=True, choices=[('parents', 'Parents and carers'), ('young_people', 'Children and young people'), ('practitioners', 'People who work with them')], max_length=13)),
                ('you_said', models.TextField(max_length=2000)),
                ('we_did', models.TextField(max_length=2000)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('board', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='said_and_did', to='boards.board')),
                ('comment', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='said_and_did', to='voice.comment')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('period', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='said_and_did', to='strategies.reportingperiod')),
            ],
            options={
                'verbose_name': 'said and did entry',
                'verbose_name_plural': 'said and did entries',
            },
        ),
        migrations.CreateModel(
            name='SaidLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='said_links', to='deliverables.deliverable')),
                ('entry', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='voice.saidanddid')),
            ],
            options={
                'verbose_name': 'link of a said and did entry',
                'verbose_name_plural': 'links of said and did entries',
            },
        ),
        migrations.AddIndex(
            model_name='saidanddid',
            index=models.Index(fields=['council', 'state', 'published_on'], name='said_by_state'),
        ),
        migrations.AddConstraint(
            model_name='saidanddid',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('board__isnull', False), ('group', '')), models.Q(models.Q(('group', ''), _negated=True), ('board', None)), _connector='OR'), name='said_by_a_group_or_a_board'),
        ),
        migrations.AddConstraint(
            model_name='saidanddid',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_on', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('published_on__isnull', False)), _connector='OR'), name='said_published_has_day'),
        ),
        migrations.AddConstraint(
            model_name='saidlink',
            constraint=models.UniqueConstraint(fields=('council', 'entry', 'deliverable'), name='saidlink_once'),
        ),
        ProtectTables("SaidAndDid", "SaidLink"),
    ]
