"""Organisations end and have a successor, people leave or are merged, and posts keep a history of their holders."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectKeys, ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0008_invitations'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostHolding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('held_from', models.DateField(blank=True, null=True)),
                ('held_until', models.DateField(blank=True, null=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('person', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='councils.person')),
                ('post', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='councils.post')),
            ],
            options={
                'verbose_name': 'time in post',
                'verbose_name_plural': 'times in post',
                'ordering': ['-held_from', '-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='person',
            name='person_initials_once',
        ),
        migrations.AddField(
            model_name='organisation',
            name='successor',
            field=councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='councils.organisation'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='valid_from',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='valid_to',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='left_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='councils.person'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organisation_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('successor', models.F('id')), _negated=True), _connector='OR'), name='organisation_not_its_own_successor'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('initials', ''), _negated=True), ('merged_into', None)), fields=('council', 'initials'), name='person_initials_once'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='person_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='postholding',
            constraint=models.CheckConstraint(condition=models.Q(('held_from', None), ('held_until', None), ('held_until__gte', models.F('held_from')), _connector='OR'), name='postholding_ends_after_start'),
        ),
        ProtectTables('PostHolding'),
        ProtectKeys('Organisation', 'successor'),
        ProtectKeys('Person', 'merged_into'),
    ]
